"""What each role may do: the other half of isolation is that work remains possible."""

from itertools import pairwise

import pytest
from django.urls import reverse

from cms.models import BasePage, Page, Rubrique
from modules.actualites.models import Article
from sites.models import Commune, Membership, User
from sites.tenancy.policies.people import members
from sites.tenancy.reach import policy_of, reachable
from sites.tenancy.roles import DEEDS, Role, deeds
from sites.tenancy.scope import Scope
from tests.world import Town, World, build_commune, build_departement, member


def asked_of(user: User, page: BasePage) -> object:
    return BasePage.objects.get(pk=page.pk).specific.permissions_for_user(User.objects.get(pk=user.pk))


def may(user: User, page: BasePage) -> set[str]:
    asked = asked_of(user, page)
    names = ("edit", "publish", "unpublish", "lock", "delete", "move", "copy", "add_subpage", "reorder_children")
    return {name for name in names if getattr(asked, f"can_{name}")()}


def change(town: Town, **values: object) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(**values)


EVERYDAY = {"edit", "publish", "unpublish", "delete", "move", "copy", "add_subpage", "reorder_children"}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.CONTRIBUTEUR, EVERYDAY),
        (Role.VALIDEUR, EVERYDAY | {"lock"}),
        (Role.GESTIONNAIRE, EVERYDAY | {"lock"}),
    ],
)
def test_each_role_on_a_page_of_its_commune(world: World, role: Role, allowed: set[str]) -> None:
    assert may(world.aubord.users[role], world.aubord.page) == allowed


@pytest.mark.parametrize("role", [Role.CONTRIBUTEUR, Role.VALIDEUR, Role.GESTIONNAIRE])
def test_no_role_on_a_page_of_another_commune(world: World, role: Role) -> None:
    assert may(world.belleville.users[role], world.aubord.page) == set()


def test_only_a_gestionnaire_removes_a_page_with_what_is_below(world: World) -> None:
    removes = {role: "delete" in may(user, world.aubord.rubrique) for role, user in world.aubord.users.items()}
    assert removes == {Role.CONTRIBUTEUR: False, Role.VALIDEUR: False, Role.GESTIONNAIRE: True}


def test_with_validation_a_contributeur_proposes_and_a_valideur_publishes(world: World) -> None:
    change(world.aubord, validation=True)
    assert may(world.aubord.contributeur, world.aubord.draft) == {"edit", "delete", "move", "copy", "add_subpage"}
    assert "publish" in may(world.aubord.valideur, world.aubord.draft)


def test_those_who_are_asked_to_publish_are_those_who_may(world: World) -> None:
    def asked() -> set[User]:
        page = world.aubord.page
        return set(policy_of(BasePage).users_with_permission_for_instance("publish", page, include_superusers=False))

    assert asked() == {*world.aubord.users.values(), world.webmestre}
    change(world.aubord, validation=True)
    assert asked() == {world.aubord.valideur, world.aubord.gestionnaire, world.webmestre}


def test_nobody_of_the_commune_removes_or_moves_its_home_page(world: World) -> None:
    assert may(world.aubord.gestionnaire, world.aubord.home) & {"delete", "move", "unpublish", "copy"} == set()
    assert "edit" in may(world.aubord.contributeur, world.aubord.home)


def test_nobody_at_all_removes_a_home_page_or_the_folder_of_a_departement(world: World) -> None:
    """With a home page would go its site: an order takes it away, no click in the explorer."""
    for user in (world.webmestre, world.superuser):
        for page in (world.aubord.home, world.aubord.departement.folder):
            assert may(user, page) & {"delete", "move", "unpublish"} == set()


def test_generated_pages_are_edited_by_a_webmestre_only(world: World) -> None:
    assert may(world.aubord.gestionnaire, world.aubord.legal) & {"edit", "delete"} == set()
    assert "edit" in may(world.webmestre, world.aubord.legal)


def test_the_contributeur_of_a_mini_site_writes_news_and_nothing_else(world: World) -> None:
    change(world.aubord, pack="mini_site")
    user = world.aubord.contributeur
    assert {"edit", "publish", "delete"} <= may(user, world.aubord.article)
    assert "add_subpage" in may(user, world.aubord.actualites)
    for page in (world.aubord.home, world.aubord.page, world.aubord.rubrique):
        assert may(user, page) == set()
    fresh = User.objects.get(pk=user.pk)
    assert policy_of(BasePage).explorable_root_instance(fresh).pk == world.aubord.actualites.pk


def test_the_contributeur_of_a_mini_site_links_to_the_pages_of_the_commune(world: World) -> None:
    change(world.aubord, pack="mini_site")
    user = User.objects.get(pk=world.aubord.contributeur.pk)
    assert world.aubord.home.path in Scope.of(user).seen_paths()


def test_the_gestionnaire_of_a_mini_site_edits_its_pages_and_creates_none(world: World) -> None:
    change(world.aubord, pack="mini_site")
    user = world.aubord.gestionnaire
    assert "edit" in may(user, world.aubord.home)
    assert may(user, world.aubord.page) == {"edit", "publish", "lock"}


def test_in_decouverte_pages_are_created_and_rubriques_only_edited(world: World) -> None:
    change(world.aubord, pack="decouverte")
    asked = asked_of(world.aubord.contributeur, world.aubord.rubrique)
    assert (asked.may_create(Page), asked.may_create(Rubrique)) == (True, False)  # type: ignore[attr-defined]
    assert (
        may(world.aubord.contributeur, world.aubord.rubrique) & {"copy", "move", "delete", "reorder_children"} == set()
    )


def test_a_right_bought_alone_is_held(world: World) -> None:
    change(world.aubord, pack="decouverte", options={"rights_on": ["tree"]})
    fresh = User.objects.get(pk=world.aubord.contributeur.pk)
    assert Scope.of(fresh).may(world.aubord.commune, "tree")
    assert not Scope.of(fresh).may(world.aubord.commune, "users")
    assert not Scope.of(fresh).may(world.belleville.commune, "tree")


def test_a_module_switched_off_lets_nobody_create_its_pages(world: World) -> None:
    change(world.aubord, options={"modules_off": ["actualites"]})
    asked = asked_of(world.aubord.gestionnaire, world.aubord.actualites)
    assert not asked.may_create(Article)  # type: ignore[attr-defined]


def test_a_webmestre_of_a_departement_has_its_communes_and_no_other(world: World) -> None:
    gard = member("gard@cdg.example", Role.WEBMESTRE, departement=world.aubord.departement)
    assert "publish" in may(gard, world.aubord.page)
    assert may(gard, world.belleville.page) == set()
    assert may(gard, world.aubord.departement.folder) & {"delete", "move"} == set()
    assert set(reachable(gard, Commune)) == {world.aubord.commune}


def test_a_webmestre_of_everything_has_all_communes_in_one_membership(world: World) -> None:
    assert set(reachable(world.webmestre, Commune)) == {world.aubord.commune, world.belleville.commune}
    assert policy_of(BasePage).explorable_root_instance(world.webmestre).depth == 1


def test_somebody_of_two_communes_has_each_role_where_it_is_held(world: World) -> None:
    both = member("deux@exemple.example", Role.CONTRIBUTEUR, world.aubord.commune)
    Membership.objects.create(user=both, role=Role.GESTIONNAIRE, commune=world.belleville.commune)
    assert "lock" not in may(both, world.aubord.page)
    assert "lock" in may(both, world.belleville.page)


def test_an_account_shared_with_another_commune_is_nobody_s_to_edit(world: World) -> None:
    assert world.aubord.contributeur in reachable(world.aubord.gestionnaire, User)
    Membership.objects.create(user=world.aubord.contributeur, role=Role.VALIDEUR, commune=world.belleville.commune)
    fresh = User.objects.get(pk=world.aubord.gestionnaire.pk)
    assert world.aubord.contributeur not in reachable(fresh, User)


def test_a_gestionnaire_does_not_touch_the_account_of_a_webmestre_of_the_same_commune(world: World) -> None:
    above = member("au-dessus@cdg.example", Role.WEBMESTRE, world.aubord.commune)
    assert above not in reachable(world.aubord.gestionnaire, User)
    assert not reachable(world.aubord.gestionnaire, Membership).filter(user=above).exists()


def test_accounts_are_managed_by_the_commune_where_the_pack_says_so(world: World) -> None:
    assert reachable(world.aubord.gestionnaire, User).exists()
    change(world.aubord, pack="confort")
    assert not reachable(User.objects.get(pk=world.aubord.gestionnaire.pk), User).exists()


def test_somebody_inactive_reaches_nothing(world: World) -> None:
    User.objects.filter(pk=world.aubord.contributeur.pk).update(is_active=False)
    assert may(world.aubord.contributeur, world.aubord.page) == set()
    assert (
        not members("page", {"change"}, page_path=world.aubord.page.path)
        .filter(pk=world.aubord.contributeur.pk)
        .exists()
    )


def test_each_role_holds_all_that_the_narrower_one_holds() -> None:
    rights = {deed.right for deed in DEEDS}
    for validation in (False, True):
        held = [{(deed.area, *deed.actions) for deed in deeds(role, rights, validation=validation)} for role in Role]
        assert all(narrow <= wide for narrow, wide in pairwise(held))


OPEN_TO_A_CONTRIBUTEUR = [
    ("wagtailadmin_home", ()),
    ("wagtailadmin_explore", ("rubrique",)),
    ("wagtailadmin_pages:edit", ("page",)),
    ("wagtailadmin_pages:history", ("page",)),
    ("wagtailadmin_pages:usage", ("page",)),
    ("wagtailadmin_pages:search", ()),
    ("wagtailimages:index", ()),
    ("wagtailimages:edit", ("image",)),
    ("wagtaildocs:index", ()),
    ("wagtailimages_chooser:choose", ()),
    ("wagtaildocs_chooser:choose", ()),
    ("wagtailadmin_choose_page", ()),
    ("wagtailadmin_choose_page_child", ("home",)),
    ("wagtailadmin_reports:site_history", ()),
    ("wagtailadmin_account", ()),
]


@pytest.mark.parametrize(("name", "objects"), OPEN_TO_A_CONTRIBUTEUR)
def test_a_contributeur_at_work(world: World, client: object, name: str, objects: tuple[str, ...]) -> None:
    client.force_login(world.aubord.contributeur)  # type: ignore[attr-defined]
    response = client.get(reverse(name, args=[getattr(world.aubord, it).pk for it in objects]))  # type: ignore[attr-defined]
    assert response.status_code == 200


def test_a_commune_added_later_changes_nothing_for_the_others(world: World) -> None:
    root = BasePage.objects.get(depth=1)
    build_commune(build_departement(root, "46", "Lot"), "46042", "Cahors")
    assert set(reachable(world.aubord.gestionnaire, Commune)) == {world.aubord.commune}

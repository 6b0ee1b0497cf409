"""Each event marks its own commune, once, and no other; a draft marks nobody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Revision

from cms.models import Accueil, DocumentFile, Page, Picture, Rubrique
from modules.actualites.models import Article, Categorie
from sites.models import BakeState, Commune, Departement, Host
from sites.receivers import _live_below
from sites.store.hosts import show
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import World, member, picture_file

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def marks(world: World, django_capture_on_commit_callbacks: Commits) -> Callable[[Callable[[], Any]], dict[str, int]]:
    """Do something, commit, and tell how many times each commune was asked for, with the explained removals."""

    def after(action: Callable[[], Any]) -> dict[str, int]:
        BakeState.objects.update(dirty_at=None, version=0, removals=0)
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return {
            state.commune.name.lower(): state.version
            for state in BakeState.objects.select_related("commune").order_by("pk")
            if state.dirty_at is not None
        }

    return after


Marks = Callable[[Callable[[], Any]], dict[str, int]]
ONCE = {"aubord": 1}


def removals(commune: Commune) -> int:
    return BakeState.objects.get(commune=commune).removals


def test_publishing_marks_the_commune_once(world: World, marks: Marks) -> None:
    page = world.aubord.page
    page.intro = "Un nouveau conseil"
    revision = page.save_revision()
    assert marks(revision.publish) == ONCE


def test_nothing_else_is_done_in_the_request_than_one_statement(world: World, marks: Marks) -> None:
    """Ten events of one transaction, one UPDATE; no query to find whose they are."""

    def action() -> None:
        for _ in range(10):
            world.aubord.page.save()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert marks(action) == ONCE
    sql = [query["sql"] for query in queries if "bakestate" in query["sql"] or "sites_commune" in query["sql"]]
    # The fixture's own reset, the statement under test, the fixture's own reading.
    assert [statement.split()[0] for statement in sql] == ["UPDATE", "UPDATE", "SELECT"]


def test_a_draft_marks_nobody(world: World, marks: Marks) -> None:
    page = world.aubord.page

    def draft() -> None:
        page.title = "Brouillon"
        page.save_revision()

    assert marks(draft) == {}
    new = Page(title="Nouvelle", slug="nouvelle", intro="Bientôt", live=False)
    assert marks(lambda: world.aubord.home.add_child(instance=new)) == {}
    assert marks(new.save) == {}
    assert marks(new.delete) == {}


def test_a_publication_planned_for_later_marks_nobody_yet(world: World, marks: Marks) -> None:
    draft = world.aubord.draft
    draft.go_live_at = timezone.now() + timedelta(days=1)
    revision = draft.save_revision()
    assert marks(revision.publish) == {}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save()
    assert marks(draft.save_revision().publish) == ONCE


def test_a_rolled_back_publication_marks_nobody(world: World, marks: Marks) -> None:
    def fail() -> None:
        with transaction.atomic():
            world.aubord.page.save()
            transaction.set_rollback(True)

    assert marks(fail) == {}
    assert marks(world.belleville.page.save) == {"belleville": 1}


def test_unpublishing_marks_and_explains_one_removal(world: World, marks: Marks) -> None:
    assert marks(world.aubord.page.unpublish) == ONCE
    assert removals(world.aubord.commune) == 1
    page = Page.objects.get(pk=world.aubord.page.pk)
    assert marks(page.unpublish) == {}, "already unpublished"


def test_deleting_a_heading_explains_all_that_goes_with_it(world: World, marks: Marks) -> None:
    rubrique = Rubrique.objects.get(pk=world.aubord.rubrique.pk)
    live = _live_below(rubrique)
    assert live == 2, "the heading and its live page, not its draft"
    assert marks(rubrique.delete) == ONCE
    assert removals(world.aubord.commune) == live


def test_deleting_pages_in_bulk_marks_too(world: World, marks: Marks) -> None:
    assert marks(lambda: Article.objects.filter(pk=world.aubord.article.pk).delete()) == ONCE
    assert removals(world.aubord.commune) == 1


def test_a_page_created_live_by_code_marks(world: World, marks: Marks) -> None:
    page = Page(title="Directe", slug="directe", intro="Directe")
    assert marks(lambda: world.aubord.home.add_child(instance=page)) == ONCE


def test_a_new_slug_explains_the_addresses_it_takes_away(world: World, marks: Marks) -> None:
    rubrique = Rubrique.objects.get(pk=world.aubord.rubrique.pk)
    rubrique.slug = "la-vie-municipale"
    revision = rubrique.save_revision()
    assert set(marks(revision.publish)) == {"aubord"}
    assert removals(world.aubord.commune) == 2


def test_a_move_inside_the_commune_marks_it_alone(world: World, marks: Marks) -> None:
    page = Page.objects.get(pk=world.aubord.page.pk)
    home = Accueil.objects.get(pk=world.aubord.home.pk)
    assert marks(lambda: page.move(home, pos="last-child")) == ONCE
    assert removals(world.aubord.commune) == 1


def test_a_new_order_of_the_menu_removes_nothing(world: World, marks: Marks) -> None:
    actualites = world.aubord.actualites.__class__.objects.get(pk=world.aubord.actualites.pk)
    rubrique = Rubrique.objects.get(pk=world.aubord.rubrique.pk)
    assert marks(lambda: actualites.move(rubrique, pos="left")) == ONCE
    assert removals(world.aubord.commune) == 0


def test_a_move_to_another_commune_marks_both(world: World, marks: Marks) -> None:
    page = Page.objects.get(pk=world.aubord.page.pk)
    home = Accueil.objects.get(pk=world.belleville.home.pk)
    assert marks(lambda: page.move(home, pos="last-child")) == {"aubord": 1, "belleville": 1}


def test_a_reserved_page_marks_and_explains_what_leaves(world: World, marks: Marks) -> None:
    made = PageViewRestriction(page=world.aubord.rubrique, restriction_type="login")
    assert marks(made.save) == ONCE
    assert removals(world.aubord.commune) == 2
    assert marks(made.delete) == ONCE


@pytest.mark.parametrize("kind", ["image", "document"])
def test_a_medium_marks_the_commune_of_its_collection(world: World, marks: Marks, kind: str) -> None:
    medium = getattr(world.aubord, kind)
    medium.title = "Autre titre"
    assert marks(medium.save) == ONCE
    assert marks(medium.delete) == ONCE


def test_a_new_picture_marks_its_commune(world: World, marks: Marks) -> None:
    picture = Picture(title="Neuve", file=picture_file("neuve.jpg", (20, 20)), collection=world.aubord.collection)
    assert marks(picture.save) == ONCE


def test_a_medium_in_a_folder_of_the_commune_is_the_communes(world: World, marks: Marks) -> None:
    folder = world.aubord.collection.add_child(name="Aubord conseils")
    medium = DocumentFile.objects.get(pk=world.aubord.document.pk)
    medium.collection = folder
    assert marks(medium.save) == ONCE


def test_a_medium_given_to_another_commune_marks_both(world: World, marks: Marks) -> None:
    medium = Picture.objects.get(pk=world.aubord.image.pk)
    medium.collection = world.belleville.collection
    assert marks(medium.save) == {"aubord": 1, "belleville": 1}


@pytest.mark.parametrize("kind", ["mairie", "identity"])
def test_a_setting_marks_its_commune(world: World, marks: Marks, kind: str) -> None:
    assert marks(getattr(world.aubord, kind).save) == ONCE
    assert marks(getattr(world.aubord, kind).delete) == ONCE


def test_a_redirect_marks_its_commune(world: World, marks: Marks) -> None:
    redirect = Redirect(old_path="/ancien", redirect_link="/nouveau/", site=world.aubord.site)
    assert marks(redirect.save) == ONCE
    assert marks(redirect.delete) == ONCE
    assert marks(Redirect(old_path="/personne", redirect_link="/nouveau/").save) == {}


def test_a_category_marks_its_commune(world: World, marks: Marks) -> None:
    category = Categorie(commune=world.aubord.commune, name="Travaux", slug="chantiers")
    assert marks(category.save) == ONCE
    assert marks(category.delete) == ONCE


def test_an_address_marks_its_commune(world: World, marks: Marks) -> None:
    host = Host(commune=world.aubord.commune, name="www.aubord.localhost")
    assert marks(host.save) == ONCE
    assert marks(host.delete) == ONCE


def test_the_site_of_a_commune_marks_it(world: World, marks: Marks) -> None:
    assert marks(world.aubord.site.save) == ONCE


def test_a_commune_marks_itself(world: World, marks: Marks) -> None:
    commune = world.aubord.commune
    commune.theme = "utopia"
    assert marks(commune.save) == ONCE
    assert removals(commune) == 0


def test_a_module_switched_off_explains_that_its_pages_leave(world: World, marks: Marks) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": ["actualites"]}
    assert marks(commune.save) == ONCE
    assert removals(commune) == 9, "the list and its article, the pages of the list, those of its category"


def test_a_departement_marks_its_communes(world: World, marks: Marks) -> None:
    assert marks(Departement.objects.get(pk=world.aubord.departement.pk).save) == ONCE


def test_a_new_commune_has_its_state(world: World) -> None:
    assert BakeState.objects.filter(commune=world.aubord.commune).count() == 1


def test_a_deleted_commune_stops_answering(
    world: World, var: Path, django_capture_on_commit_callbacks: Commits
) -> None:
    commune = world.aubord.commune
    show(var, commune.insee, {"aubord.localhost": True})
    with django_capture_on_commit_callbacks(execute=True):
        commune.delete()
        assert (var / "hosts/aubord.localhost").is_symlink(), "not before the commit"
    assert not (var / "hosts/aubord.localhost").is_symlink()


def test_what_visitors_never_see_marks_nobody(world: World, marks: Marks) -> None:
    user = world.aubord.contributeur
    user.first_name = "Camille"
    assert marks(user.save) == {}
    assert marks(Picture.objects.get(pk=world.aubord.image.pk).get_rendition("width-160").save) == {}
    page = world.aubord.page
    page.locked = True
    assert marks(lambda: page.save(update_fields=["locked"])) == {}


@pytest.mark.parametrize("kind", ["image", "document"])
def test_moving_media_in_bulk_marks_the_commune_left_and_the_commune_reached(
    world: World, marks: Marks, kind: str
) -> None:
    medium, there = getattr(world.aubord, kind), world.belleville.collection
    both = member("deux@exemple.example", Role.CONTRIBUTEUR, world.aubord.commune)
    member(both.email, Role.CONTRIBUTEUR, world.belleville.commune)
    client = enter(both)
    names = (type(medium)._meta.app_label, type(medium)._meta.model_name, "add_to_collection")
    url = f"{reverse('wagtail_bulk_action', args=names)}?id={medium.pk}&next=/"

    def action() -> None:
        assert client.post(url, {"collection": there.pk}).status_code == 302

    assert marks(action) == {"aubord": 1, "belleville": 1}
    medium.refresh_from_db()
    assert medium.collection_id == there.pk

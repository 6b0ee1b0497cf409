"""Who was elected, shown where a page places them and kept in one list."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Page
from cms.takeover.errors import ContentError
from modules.equipe_municipale.models import Commission, Elu
from modules.equipe_municipale.team import gather
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.reader import Reader
from sites.models import BakeState, Commune
from tests.modules.equipe_municipale.factories import commission, member
from tests.world import Town, World

pytestmark = pytest.mark.django_db

MODULE: Any = apps.get_app_config("equipe_municipale")


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


def shown(town: Town, var: Path, **value: str) -> BeautifulSoup:
    page = Page.objects.get(pk=town.page.pk)
    page.body = [("equipe", {"title": "", "what": "all", **value})]
    page.save_revision().publish()
    result = bake(town.commune)
    assert not result.error, result.failures
    file = var / "sites" / town.commune.insee / "current/www/vie-municipale/conseil/index.html"
    return BeautifulSoup(file.read_text("utf-8"), "lxml")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.text.split()) for found in page.select(selector)]


def test_members_stand_by_group_in_the_order_of_the_list(town: Town, var: Path) -> None:
    member(town, "Noa", group="conseiller", function="", majority="")
    member(town, "Eden", group="maire", function="Maire", majority="")
    member(town, "Lou", group="maire", function="Première adjointe", majority="", photo=town.image)
    page = shown(town, var)
    assert words(page, ".team__group > h2") == ["Le maire et les adjoints", "Les conseillers municipaux"]
    assert words(page, ".member h3") == ["Eden, Aubord", "Lou, Aubord", "Noa, Aubord"]
    assert words(page, ".member__role") == ["Maire", "Première adjointe"]
    assert [bool(face.select("img")) for face in page.select(".member__face")] == [False, True, False]


def test_a_list_is_named_only_where_there_are_several(town: Town, var: Path) -> None:
    member(town, "Eden", hours="")
    assert words(shown(town, var), ".member .meta") == []
    member(town, "Lou", hours="", majority="Aubord autrement")
    assert words(shown(town, var), ".member .meta") == ["Ensemble pour Aubord", "Aubord autrement"]


def test_a_commission_shows_who_presides_then_who_sits(town: Town, var: Path) -> None:
    eden, lou, noa = (member(town, name) for name in ("Eden", "Lou", "Noa"))
    commission(town, noa, eden)
    commission(town, lou, name="Écoles")
    page = shown(town, var, what="commissions")
    assert words(page, ".team details summary") == ["Finances, Aubord", "Écoles, Aubord"]
    assert words(page, ".team details li")[:2] == ["Noa, Aubord (préside ou vice-préside)", "Eden, Aubord"]
    assert page.select(".member") == []


def test_the_block_may_leave_the_commissions_aside_and_take_a_title(town: Town, var: Path) -> None:
    commission(town, member(town))
    page = shown(town, var, what="members", title="Vos élus")
    assert words(page, ".team > h2, .team__group > h3") == ["Vos élus", "Le maire et les adjoints"]
    assert page.select(".team details") == []


def test_nobody_elected_yet_is_no_section(town: Town, var: Path) -> None:
    assert shown(town, var, title="Vos élus").select(".team") == []


@pytest.mark.parametrize(("name", "initials"), [("Lou Bruyère", "LB"), ("Anne-Marie de La Tour", "AT"), ("Noa", "N")])
def test_who_has_no_photo_has_initials(name: str, initials: str) -> None:
    row = (1, name, "maire", "", "", "", "", None, None, None, None, None, None)
    assert gather([row]).groups[0][1][0].initials == initials


def test_the_preview_is_what_will_be_baked(town: Town, var: Path) -> None:
    commission(town, member(town, photo=town.image))
    shown(town, var)
    file = var / "sites" / town.commune.insee / "current/www/vie-municipale/conseil/index.html"
    assert render_page(Page.objects.get(pk=town.page.pk), draft=False) == file.read_text("utf-8")


def test_reading_takes_one_query_whatever_their_number(town: Town) -> None:
    def queries() -> int:
        reader = Reader(town.commune.pk)
        with CaptureQueriesContext(connection) as captured:
            MODULE.read(reader)
        return len(captured)

    commission(town, member(town))
    one = queries()
    commission(town, member(town, "Lou"), member(town, "Noa"), name="Écoles")
    assert (one, queries()) == (1, 1)


def test_off_it_shows_nothing_and_offers_nothing(town: Town, var: Path, secretary: Client) -> None:
    row = member(town)
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["equipe_municipale"]}
    commune.save()
    town.commune = commune
    assert shown(town, var).select(".team") == []
    assert 'href="/equipe/' not in secretary.get(reverse("wagtailadmin_home")).content.decode()
    assert secretary.get(reverse("elus:edit", args=(row.pk,))).status_code in {302, 404}


def test_the_secretary_adds_somebody_at_the_end_of_the_list(secretary: Client, town: Town) -> None:
    member(town)
    BakeState.objects.update(dirty_at=None)
    body = {"commune": town.commune.pk, "name": "Lou Bruyère", "group": "conseiller"}
    assert secretary.post(reverse("elus:add"), body).status_code == 302
    assert Elu.objects.get(name="Lou Bruyère").sort_order == 1


def test_the_order_is_given_by_hand_and_moves_nobody_of_another_commune(
    secretary: Client, world: World, town: Town
) -> None:
    first, _second, third = (member(town, name) for name in ("Eden", "Lou", "Noa"))
    theirs = [member(world.belleville, name).pk for name in ("Alix", "Sacha")]
    before = list(Elu.objects.filter(pk__in=theirs).values_list("pk", "sort_order"))
    state = BakeState.objects.get(commune=town.commune).version
    assert secretary.post(f"{reverse('elus:reorder', args=(third.pk,))}?position=0").status_code == 200
    assert [row.name[:3] for row in Elu.objects.filter(commune=town.commune)] == ["Noa", "Ede", "Lou"]
    assert list(Elu.objects.filter(pk__in=theirs).values_list("pk", "sort_order")) == before
    assert secretary.post(f"{reverse('elus:reorder', args=(theirs[0],))}?position=1").status_code in {302, 404}
    assert first.pk
    connection.run_on_commit.clear()
    assert BakeState.objects.get(commune=town.commune).version >= state


def test_who_presides_sits(secretary: Client, town: Town) -> None:
    one, two = member(town, "Eden"), member(town, "Lou")
    body = {"commune": town.commune.pk, "name": "Finances", "members": [one.pk], "president": two.pk}
    assert "Cochez aussi cette personne" in secretary.post(reverse("commissions:add"), body).content.decode()
    assert secretary.post(reverse("commissions:add"), body | {"members": [one.pk, two.pk]}).status_code == 302
    assert [row.name for row in Commission.objects.get().members.all()] == ["Eden, Aubord", "Lou, Aubord"]


def test_a_member_of_another_commune_is_neither_offered_nor_taken(secretary: Client, world: World, town: Town) -> None:
    theirs, mine = member(world.belleville), member(town)
    assert "Belleville" not in secretary.get(reverse("commissions:add")).content.decode()
    body = {"commune": town.commune.pk, "name": "Finances", "members": [mine.pk, theirs.pk]}
    secretary.post(reverse("commissions:add"), body)
    assert not Commission.objects.exists()


@pytest.mark.parametrize("name", ["elus", "commissions"])
def test_the_lists_ask_the_same_queries_for_one_row_and_for_three(secretary: Client, town: Town, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(reverse(f"{name}:index")).status_code == 200
        return len(captured)

    commission(town, member(town))
    queries()
    one = queries()
    for more in ("Lou", "Noa"):
        commission(town, member(town, more), name=more)
    assert queries() == one


FILE = {
    "elus": [
        {"nom": "Lou Bruyère", "place": "maire", "fonction": "Maire"},
        {"nom": "Noa Fougère", "delegations": "voirie"},
    ],
    "commissions": [{"nom": "Travaux", "presidence": "Lou Bruyère", "membres": ["Noa Fougère"]}],
}


def test_a_folder_brings_the_team_once(town: Town) -> None:
    assert [MODULE.take_over(town.commune, FILE, None) for _time in range(2)] == [True, False]
    assert [(row.name, row.sort_order) for row in Elu.objects.all()] == [("Lou Bruyère", 0), ("Noa Fougère", 1)]
    assert Commission.objects.get().members.count() == 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"elus": [{"nom": "Lou", "place": "roi"}]}, "roi"),
        ({"commissions": [{"nom": "Travaux", "membres": ["Inconnu"]}]}, "n’est pas parmi les élus"),
    ],
)
def test_a_folder_that_is_wrong_is_refused_in_one_sentence(town: Town, table: dict[str, Any], said: str) -> None:
    with pytest.raises((ContentError, ValidationError), match=said):
        MODULE.take_over(town.commune, table, None)

"""The banner of the moment: on every page, one at a time, gone at its end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.desk.reach import address_of
from modules.alerte.levels import Alert, shown, turns
from modules.alerte.models import MessageAlerte
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.reader import Reader
from sites.bake.snapshot import take
from sites.models import BakeState, Commune, Membership, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.modules.alerte.factories import alert
from tests.world import Town, World

pytestmark = pytest.mark.django_db

MODULE: Any = apps.get_app_config("alerte")
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


def pages(town: Town, var: Path) -> dict[str, BeautifulSoup]:
    result = bake(town.commune)
    assert not result.error, result.failures
    www = var / "sites" / town.commune.insee / "current" / "www"
    return {str(file.relative_to(www)): BeautifulSoup(file.read_text("utf-8"), "lxml") for file in www.rglob("*.html")}


def banner(page: BeautifulSoup) -> Tag | None:
    return page.select_one("aside.alert")


def message(level: str, start: datetime, end: datetime, number: int = 0) -> Alert:
    return Alert(level, level, "", start, end, id=number)


def test_the_most_pressing_is_shown_and_among_equals_the_last_begun() -> None:
    old, new = message("vigilance", NOON - 2 * HOUR, NOON + HOUR), message("vigilance", NOON - HOUR, NOON + HOUR)
    urgent, over = message("urgence", NOON - 3 * HOUR, NOON + MINUTE), message("urgence", NOON - HOUR, NOON)
    assert shown([old, new, over], NOON) == new
    assert shown([old, new, urgent], NOON) == urgent
    assert shown([over], NOON) is None
    assert shown([], NOON) is None


def test_the_site_changes_to_the_minute_at_which_one_begins_or_ends() -> None:
    coming, current = (
        message("urgence", NOON + 2 * HOUR, NOON + 3 * HOUR),
        message("vigilance", NOON - HOUR, NOON + HOUR),
    )
    assert sorted(turns([coming, current], NOON)) == [NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR]


def test_every_page_says_it_first_after_the_skip_links(town: Town, var: Path) -> None:
    alert(town, title="Crue", level="urgence", page=town.page)
    made = pages(town, var)
    assert {name for name, page in made.items() if banner(page) is None} <= {"redirect.html"}
    page = made["actualites/fete/index.html"]
    found = banner(page)
    assert found is not None
    assert " ".join(found.text.split()).startswith("Urgence : Crue Des bouteilles")
    assert found.select_one('[role="alert"]')
    assert found["aria-label"] == "Message de la mairie"
    assert [link["href"] for link in found.select("a")] == ["/vie-municipale/conseil/"]
    assert [element.name for element in page.body.find_all(recursive=False)][:3] == ["ul", "aside", "header"]  # type: ignore[union-attr]


def test_an_information_interrupts_nobody(town: Town, var: Path) -> None:
    alert(town, level="information")
    found = banner(pages(town, var)["index.html"])
    assert found is not None
    assert found.select("[role]") == []


def test_it_leaves_by_itself(town: Town, var: Path) -> None:
    row = alert(town)
    snapshot = take(town.commune.pk)
    assert MODULE.next_change(snapshot) == row.end
    assert take(town.commune.pk, row.end).data["alerte"] is None
    assert MODULE.next_change(take(town.commune.pk, row.end)) is None
    bake(town.commune)
    assert BakeState.objects.get(commune=town.commune).due_at <= row.end  # type: ignore[operator]  # it is set


def test_the_page_tells_the_browser_until_when(town: Town, var: Path) -> None:
    row = alert(town)
    found = banner(pages(town, var)["index.html"])
    assert found is not None
    assert datetime.fromisoformat(str(found["data-until"])) == row.end


def test_what_is_written_is_text(town: Town, var: Path) -> None:
    alert(town, title="<script>alert(1)</script>", url="https://exemple.fr/?a=1&b=2", label="")
    found = banner(pages(town, var)["index.html"])
    assert found is not None
    assert "<script>alert(1)</script>" in found.text
    assert [(link["href"], link.text) for link in found.select("a")] == [
        ("https://exemple.fr/?a=1&b=2", "En savoir plus")
    ]


def test_the_preview_shows_it_too(town: Town, var: Path) -> None:
    alert(town)
    bake(town.commune)
    file = var / "sites" / town.commune.insee / "current/www/vie-municipale/conseil/index.html"
    assert render_page(town.page, draft=False) == file.read_text("utf-8")


def test_reading_takes_one_query_whatever_their_number(town: Town) -> None:
    def queries() -> int:
        reader = Reader(town.commune.pk)
        with CaptureQueriesContext(connection) as captured:
            MODULE.read(reader)
        return len(captured)

    alert(town)
    one = queries()
    alert(town)
    alert(town)
    assert (one, queries()) == (1, 1)


def test_off_it_is_neither_shown_nor_offered(town: Town, var: Path, secretary: Client) -> None:
    row = alert(town)
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["alerte"]}
    commune.save()
    town.commune = commune
    assert {banner(page) for page in pages(town, var).values()} == {None}
    home = secretary.get(reverse("wagtailadmin_home")).content.decode()
    assert "Publier une alerte" not in home
    assert 'href="/alertes/' not in home
    assert secretary.get(reverse("alertes:edit", args=(row.pk,))).status_code in {302, 404}
    assert secretary.get(reverse("alertes:index")).status_code in {302, 403}


def typed(town: Town, **changes: str) -> dict[str, Any]:
    now = timezone.localtime()
    start, end = now.strftime("%Y-%m-%d %H:%M"), (now + HOUR).strftime("%Y-%m-%d %H:%M")
    asked = {"title": "Coupure d’eau", "level": "urgence", "start": start, "end": end}
    return {"commune": town.commune.pk, **asked, **changes}


def test_the_secretary_publishes_one_from_the_desk(secretary: Client, town: Town) -> None:
    home = secretary.get(reverse("wagtailadmin_home")).content.decode()
    address = f"{reverse('alertes:add')}?commune={town.commune.pk}"
    assert address in home
    assert f'type="hidden" name="commune" value="{town.commune.pk}"' in secretary.get(address).content.decode()
    assert secretary.post(address, typed(town)).status_code == 302
    row = MessageAlerte.objects.get()
    assert (row.commune, row.level, row.state) == (town.commune, "urgence", "En ligne")
    assert "En ligne" in secretary.get(reverse("alertes:index")).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"end": ""}, "Dites quand l’alerte se termine"),
        ({"start": "2030-01-02 10:00", "end": "2030-01-01 10:00"}, "La fin vient après le début."),
        ({"start": "2020-01-01 10:00", "end": "2020-01-02 10:00"}, "déjà passée"),
        ({"start": "2030-01-01 10:00", "end": "2030-06-01 10:00"}, "deux mois"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused_in_one_sentence(
    secretary: Client, town: Town, changes: dict[str, str], said: str
) -> None:
    html = secretary.post(reverse("alertes:add"), typed(town, **changes)).content.decode()
    assert said in html
    assert not MessageAlerte.objects.exists()


def test_where_contents_are_validated_an_alert_is_the_valideur_s(client: Client, town: Town) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(validation=True)
    for user, published in ((town.contributeur, 0), (town.valideur, 1)):
        client.force_login(User.objects.get(pk=user.pk))
        client.post(reverse("alertes:add"), typed(town))
        assert MessageAlerte.objects.count() == published


def test_rights_held_in_one_commune_give_none_in_another(client: Client, world: World) -> None:
    Commune.objects.filter(pk=world.aubord.commune.pk).update(validation=True)
    person = world.aubord.contributeur
    Membership.objects.create(user=person, role=Role.CONTRIBUTEUR, commune=world.belleville.commune)
    client.force_login(User.objects.get(pk=person.pk))
    client.post(reverse("alertes:add"), typed(world.aubord))
    assert not MessageAlerte.objects.exists()
    client.post(reverse("alertes:add"), typed(world.belleville))
    assert [row.commune for row in MessageAlerte.objects.all()] == [world.belleville.commune]


def test_the_list_asks_the_same_queries_for_one_row_and_for_three(secretary: Client, town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(reverse("alertes:index")).status_code == 200
        return len(captured)

    alert(town)
    queries()
    one = queries()
    alert(town)
    alert(town)
    assert queries() == one


def test_a_folder_brings_alerts_once(town: Town) -> None:
    now = timezone.localtime().replace(tzinfo=None)
    table = {"alertes": [{"titre": "Vent fort", "niveau": "vigilance", "du": now, "au": now + HOUR}]}
    assert [MODULE.take_over(town.commune, table, None) for _time in range(2)] == [True, False]
    with pytest.raises(ValidationError, match="La fin vient après le début"):
        MODULE.take_over(town.commune, {"alertes": [{"titre": "À l’envers", "du": now + HOUR, "au": now}]}, None)


def test_alerts_that_are_over_are_not_even_read(town: Town) -> None:
    over = alert(town, start=NOON - 2 * HOUR, end=NOON)
    last = alert(town, start=NOON - 2 * HOUR, end=NOON + MINUTE)
    assert [row.id for row in MODULE.read(Reader(town.commune.pk, NOON))["alerts"]] == [last.pk]
    assert over.pk in {row.id for row in MODULE.read(Reader(town.commune.pk, NOON - MINUTE))["alerts"]}


def test_an_alert_whose_danger_is_over_is_ended_from_the_list(world: World) -> None:
    row, later = alert(world.aubord), alert(world.aubord, title="Demain", start=timezone.now() + timedelta(minutes=30))
    client = enter(world.aubord.contributeur)
    end, not_yet = (reverse("alertes:end", args=[it.pk]) for it in (row, later))
    listed = client.get(reverse("alertes:index")).content.decode()
    assert f'href="{end}"' in listed
    assert f'href="{not_yet}"' not in listed
    assert "quittera toutes les pages" in words(client.get(end).content)
    assert "ne s’affiche plus" in words(client.post(end, follow=True).content)
    row.refresh_from_db()
    assert row.state == "Terminée"
    assert "rien n’a changé" in words(client.post(not_yet, follow=True).content)
    later.refresh_from_db()
    assert later.state == "À venir"


def test_nobody_ends_the_alert_of_another_commune(world: World) -> None:
    row = alert(world.aubord)
    assert enter(world.belleville.contributeur).post(reverse("alertes:end", args=[row.pk])).status_code in {
        302,
        403,
        404,
    }
    row.refresh_from_db()
    assert row.is_online


def written(town: Town, start: datetime, end: datetime, **fields: Any) -> tuple[str, str]:
    """What is said of an alert that was just written, and the page it leads to."""
    sent = {
        "commune": town.commune.pk,
        "level": "information",
        "title": "Crue",
        "start": date_format(timezone.localtime(start), "d/m/Y H:i"),
        "end": date_format(timezone.localtime(end), "d/m/Y H:i"),
        **fields,
    }
    soup = BeautifulSoup(enter(town.contributeur).post(reverse("alertes:add"), sent, follow=True).content, "lxml")
    messages = soup.select_one(".messages")
    assert messages is not None
    seen = next((str(link["href"]) for link in messages.select("a") if "Voir sur le site" in link.get_text()), "")
    assert bool(messages.select("[data-online]")) == bool(seen)
    return words(messages.get_text()), seen


def test_an_alert_just_written_is_told_with_where_and_when_it_shows(world: World) -> None:
    town, now, hour = world.aubord, timezone.now(), timedelta(hours=1)
    told, seen = written(town, now - hour, now + hour)
    assert "« Crue » est publiée en haut de toutes les pages du site." in told
    assert seen == address_of(town.commune)
    told, seen = written(town, datetime(2099, 12, 1, 7, 30, tzinfo=UTC), datetime(2099, 12, 2, tzinfo=UTC))
    assert "elle s’affichera d’elle-même le 1er décembre 2099 à 8 h 30." in told
    assert seen == ""
    alert(town, level="urgence")
    told, _seen = written(town, now - hour, now + hour)
    assert "une alerte plus grave s’affiche à sa place pour le moment" in told

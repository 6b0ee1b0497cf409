"""What the secretary meets: the form of an event, the categories, the calendars of others."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from modules.agenda.admin import DatesField
from modules.agenda.models import Categorie, Evenement, Source
from modules.agenda.recurrence import Away
from sites.models import Commune, Membership
from sites.tenancy.roles import Role
from tests.modules.agenda.factories import category, event, index_of, source
from tests.world import Town, World

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "title": "Marché de producteurs",
    "slug": "",
    "intro": "Sous la halle.",
    "start_date": "2026-09-08",
    "start_time": "17:00",
    "end_time": "20:00",
    "often": "weekly",
    "weekdays": ["1"],
    "until": "2026-12-31",
    "except_on": "24/11/2026, 1/12/2026",
    "body": streamfield([]),
    "action-publish": "1",
}


@pytest.fixture
def town(world: World) -> Town:
    index_of(world.aubord)
    return world.aubord


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


def send(secretary: Client, town: Town, **changes: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=("agenda", "evenement", index_of(town).pk))
    return secretary.post(address, nested_form_data(FORM | changes))


def errors(response: Any) -> str:
    return " ".join(str(error) for found in response.context["form"].errors.values() for error in found)


def test_every_tuesday_until_a_day_except_two_becomes_a_rule(secretary: Client, town: Town) -> None:
    assert send(secretary, town).status_code == 302
    made = Evenement.objects.get()
    assert made.recurrence == {
        "rrule": "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231",
        "exdates": ["2026-11-24", "2026-12-01"],
    }


def test_the_form_shows_the_rule_in_words_again(secretary: Client, town: Town) -> None:
    send(secretary, town)
    form = secretary.get(reverse("wagtailadmin_pages:edit", args=(Evenement.objects.get().pk,))).context["form"]
    shown = {name: form[name].value() for name in ("often", "weekdays", "until", "except_on")}
    assert shown == {
        "often": "weekly",
        "weekdays": [1],
        "until": date(2026, 12, 31),
        "except_on": "24/11/2026, 01/12/2026",
    } or shown["except_on"] == [Away.read("2026-11-24"), Away.read("2026-12-01")]


def test_an_event_that_comes_back_no_more_has_no_rule(secretary: Client, town: Town) -> None:
    send(secretary, town, often="")
    assert Evenement.objects.get().recurrence == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"end_date": "2026-09-01"}, "se terminerait avant d’avoir commencé"),
        ({"end_time": "16:00"}, "s’il finit après minuit"),
        ({"except_on": "Noël"}, "« Noël » n’est pas une date"),
        ({"except_on": "du 20/12/2026 au 5/1/2026"}, "la période se termine après avoir commencé"),
        ({"except_on": "du 20/12/2026 au 5/1/2032"}, "et dure un an au plus"),
        ({"until": "2026-01-01"}, "La dernière date précède la première"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_and_nothing_is_lost(
    secretary: Client, town: Town, changes: dict[str, Any], sentence: str
) -> None:
    response = send(secretary, town, **changes)
    assert errors(response).count(sentence) == 1
    assert "Marché de producteurs" in response.content.decode()
    assert not Evenement.objects.exists()


def test_an_event_offers_the_categories_of_its_own_commune(secretary: Client, world: World) -> None:
    mine, theirs = (category(town) for town in world.towns)
    address = reverse("wagtailadmin_pages:add", args=("agenda", "evenement", index_of(world.aubord).pk))
    html = secretary.get(address).content.decode()
    assert (mine.name in html, theirs.name in html) == (True, False)


@pytest.mark.parametrize("make", [category, source])
def test_rows_of_another_commune_are_out_of_reach(client: Client, world: World, make: Any) -> None:
    client.force_login(world.aubord.gestionnaire)
    mine, theirs = (make(town) for town in world.towns)
    name = "agenda_categories" if make is category else "agenda_sources"
    html = client.get(reverse(f"{name}:index")).content.decode()
    assert (mine.name in html, theirs.name in html) == (True, False)
    assert client.get(reverse(f"{name}:edit", args=(mine.pk,))).status_code == 200
    assert client.get(reverse(f"{name}:edit", args=(theirs.pk,))).status_code == 404


def test_a_category_that_is_renamed_is_said_to_be(client: Client, town: Town) -> None:
    row = category(town, "Musique")
    client.force_login(town.gestionnaire)
    form = {"commune": town.commune.pk, "name": "Musiques"}
    answer = client.post(reverse("agenda_categories:edit", args=[row.pk]), form, follow=True)
    assert answer.status_code == 200
    said = [str(message) for message in answer.context["messages"]]
    assert any("Musiques" in sentence for sentence in said)
    row.refresh_from_db()
    assert row.name == "Musiques"


@pytest.mark.parametrize("name", ["agenda_categories", "agenda_sources"])
def test_who_keeps_the_settings_of_one_commune_adds_nothing_where_they_only_write(
    client: Client, world: World, name: str
) -> None:
    person: Any = world.aubord.gestionnaire
    Membership.objects.create(user=person, role=Role.CONTRIBUTEUR, commune=world.belleville.commune)
    client.force_login(type(person).objects.get(pk=person.pk))
    model = Categorie if name == "agenda_categories" else Source
    for town, added in ((world.belleville, False), (world.aubord, True)):
        told = {"name": "Neuf", "address": "https://agenda.example/a.ics", "commune": town.commune.pk}
        client.post(reverse(f"{name}:add"), told)
        assert model.objects.filter(commune=town.commune, name="Neuf").exists() is added


def test_a_failing_source_is_said_in_the_list_and_on_the_editor_s_home(client: Client, town: Town) -> None:
    source(town, error="Le site de cet agenda ne répond pas.", events=[{}])
    client.force_login(town.gestionnaire)
    html = client.get(reverse("agenda_sources:index")).content.decode()
    assert "ne répond pas. 1 date déjà reprise reste en ligne." in html
    module: Any = apps.get_app_config("agenda")
    assert [(str(it.label), it.count) for it in module.waiting(town.gestionnaire, [town.commune])] == [
        ("Agendas extérieurs en panne", 1)
    ]


@pytest.mark.parametrize(("count", "said"), [(0, "0 date"), (1, "1 date"), (2, "2 dates")])
def test_a_source_counts_its_dates_in_french(town: Town, count: int, said: str) -> None:
    row = source(town, events=[{}] * count, read_at=timezone.now())
    assert row.state() == f"À jour\u00a0: {said} à venir."


def test_another_address_is_read_anew(town: Town) -> None:
    row = source(town, validators={"etag": "a"})
    row.address = "https://agenda.example/autre.ics"
    row.full_clean()
    row.save()
    assert Source.objects.get().validators == {}


def test_where_the_module_is_off_its_pages_cannot_be_added(client: Client, town: Town) -> None:
    index = index_of(town)
    event(town)
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["agenda"]}
    commune.save()
    client.force_login(town.contributeur)
    response = client.get(reverse("wagtailadmin_pages:add", args=("agenda", "evenement", index.pk)))
    assert response.status_code in {302, 403, 404}


def test_taking_over_writes_events_once(town: Town) -> None:
    module: Any = apps.get_app_config("agenda")
    told = {
        "evenement": [
            {
                "titre": "Marché", "resume": "Sous la halle.", "debut": date(2026, 9, 7), "revient": "semaine",
                "jours": ["mardi"], "sauf_le": [date(2026, 12, 29)], "categorie": "Marchés",
                "texte": "Tous les mardis.",
            }
        ]
    }  # fmt: skip
    assert [module.take_over(town.commune, told, None) for _again in range(2)] == [True, False]
    made = Evenement.objects.get()
    assert (made.live, made.start_date, made.recurrence) == (
        True,
        date(2026, 9, 8),
        {"rrule": "FREQ=WEEKLY;BYDAY=TU", "exdates": ["2026-12-29"]},
    )


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("du 20/12/2026 au 5/1/2027", ["2026-12-20/2027-01-05"], "du 20/12/2026 au 05/01/2027"),
        ("du 20/12 au 5/1", ["2026-12-20/2027-01-05"], "du 20/12/2026 au 05/01/2027"),
        ("24/11; 20/12/26 - 3/1/27", ["2026-11-24", "2026-12-20/2027-01-03"], None),
        ("14/7", ["2027-07-14"], "14/07/2027"),
    ],
)
def test_a_period_taken_away_is_read_as_it_is_said_and_shown_again(
    monkeypatch: pytest.MonkeyPatch, written: str, kept: list[str], shown: str | None
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 22))
    field = DatesField()
    read = field.clean(written)
    assert [str(away) for away in read] == kept
    assert [Away.read(text) for text in kept] == read
    if shown:
        assert field.prepare_value(read) == shown
        assert field.clean(shown) == read

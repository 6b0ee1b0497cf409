"""The screens of the hours: every commune within reach, whatever their number; looking writes nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.models import Mairie
from modules.horaires import views
from modules.horaires.models import HoraireExceptionnel, Horaires
from sites.models import BakeState, Membership
from sites.rendering.french import date_text
from sites.tenancy.roles import Role
from tests.entering import words
from tests.modules.horaires.factories import index_of, place
from tests.world import Town, World, build_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world: World) -> Town:
    index_of(world.aubord)
    return world.aubord


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


@pytest.fixture
def both(client: Client, world: World) -> Client:
    """Somebody who works for the two communes."""
    person = world.aubord.contributeur
    Membership.objects.create(user=person, role=Role.CONTRIBUTEUR, commune=world.belleville.commune)
    client.force_login(type(person).objects.get(pk=person.pk))
    return client


def offered(answer: Any) -> list[str]:
    return [link.get_text(strip=True) for link in BeautifulSoup(answer.content, "lxml").select("a.desk__action")]


def test_the_communes_beyond_one_screen_are_on_the_next_and_found_by_name(
    both: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("horaires:index")
    assert offered(both.get(address)) == ["Aubord", "Belleville"]
    monkeypatch.setattr(views, "PER_PAGE", 1)
    assert offered(both.get(address)) == ["Aubord"]
    assert offered(both.get(address, {"p": 2})) == ["Belleville"]
    assert offered(both.get(address, {"q": "belle"})) == ["Belleville"]
    assert "Aucune de vos communes ne porte ce nom." in both.get(address, {"q": "zzz"}).content.decode()


def test_the_commune_one_chose_to_work_for_opens_at_once(both: Client, world: World) -> None:
    number = world.belleville.commune.pk
    both.post(reverse("desk:choose"), {"commune": number})
    assert both.get(reverse("horaires:index"))["Location"] == reverse("horaires:commune", args=(number,))


def test_a_commune_whose_module_is_off_is_not_offered(both: Client, world: World) -> None:
    commune = world.belleville.commune
    commune.options = {"modules_off": ["horaires"]}
    commune.save()
    expected = reverse("horaires:commune", args=(world.aubord.commune.pk,))
    assert both.get(reverse("horaires:index"))["Location"] == expected


def test_who_works_for_many_communes_may_close_a_place_of_the_last(client: Client, world: World, town: Town) -> None:
    last, commune = place(world.belleville), world.belleville.commune
    person = world.belleville.contributeur
    for number in range(50):
        one = build_commune(town.departement, f"30{number + 100}", f"Auban{number}")
        Membership.objects.create(user=person, role=Role.CONTRIBUTEUR, commune=one)
    client.force_login(type(person).objects.get(pk=person.pk))
    html = client.get(reverse("horaires_exceptions:add")).content.decode()
    assert f"{last.title} (Belleville)" in html
    body = {"commune": commune.pk, "start": "2026-12-24", "lieu": last.pk}
    assert client.post(reverse("horaires_exceptions:add"), body).status_code == 302
    assert HoraireExceptionnel.objects.get().lieu == last


def test_the_commune_of_the_address_is_chosen_beforehand_else_the_one_of_the_desk(both: Client, world: World) -> None:
    def selected(address: str) -> list[str]:
        page = BeautifulSoup(both.get(address).content, "lxml")
        return [option.get_text(strip=True) for option in page.select('select[name="commune"] option[selected]')]

    add = reverse("horaires_exceptions:add")
    assert selected(f"{add}?commune={world.belleville.commune.pk}") == ["Belleville"]
    both.post(reverse("desk:choose"), {"commune": world.belleville.commune.pk})
    assert selected(add) == ["Belleville"]


def test_to_look_at_the_hours_writes_nothing(secretary: Client, town: Town) -> None:
    Mairie.objects.filter(pk=town.mairie.pk).delete()
    BakeState.objects.update(dirty_at=None)
    for name in ("commune", "week"):
        assert secretary.get(reverse(f"horaires:{name}", args=(town.commune.pk,))).status_code == 200
    assert not Mairie.objects.filter(site=town.site).exists()
    assert not BakeState.objects.exclude(dirty_at=None).exists()


def test_the_first_hours_make_the_record_of_the_town_hall(secretary: Client, town: Town) -> None:
    Mairie.objects.filter(pk=town.mairie.pk).delete()
    body = {"hours-monday-morning_from": "09:00", "hours-monday-morning_to": "12:00"}
    assert secretary.post(reverse("horaires:week", args=(town.commune.pk,)), body).status_code == 302
    assert len(Mairie.objects.get(site=town.site).hours) == 1


def test_what_describes_a_field_is_on_the_page(secretary: Client, town: Town) -> None:
    address = reverse("horaires:week", args=(town.commune.pk,))
    faulty = {"hours-tuesday-morning_from": "12:00", "hours-tuesday-morning_to": "09:00", "hours_note": "n" * 201}
    for answer in (secretary.get(address), secretary.post(address, faulty)):
        page = BeautifulSoup(answer.content, "lxml").select_one("form[novalidate]")
        assert page is not None
        named = {name for field in page.select("[aria-describedby]") for name in str(field["aria-describedby"]).split()}
        assert named
        assert named <= {str(one["id"]) for one in page.select("[id]")}


@pytest.mark.parametrize(
    ("typed", "faulty"),
    [
        ({"morning_from": "12:00", "morning_to": "09:00"}, ["morning_from", "morning_to"]),
        ({"morning_from": "neuf", "morning_to": "12:00"}, ["morning_from"]),
        (
            {"morning_from": "09:00", "morning_to": "14:00", "afternoon_from": "13:00", "afternoon_to": "18:00"},
            ["morning_to", "afternoon_from"],
        ),
    ],
)
def test_the_hours_to_correct_are_marked_and_the_first_has_the_focus(
    secretary: Client, town: Town, typed: dict[str, str], faulty: list[str]
) -> None:
    body = {f"hours-tuesday-{name}": value for name, value in typed.items()}
    page = BeautifulSoup(secretary.post(reverse("horaires:week", args=(town.commune.pk,)), body).content, "lxml")
    marked = page.select('table [aria-invalid="true"]')
    assert [field["name"] for field in marked] == [f"hours-tuesday-{name}" for name in faulty]
    assert [field["name"] in body for field in page.select("table [autofocus]")] == [True]
    assert not BeautifulSoup(secretary.get(reverse("horaires:week", args=(town.commune.pk,))).content, "lxml").select(
        "[aria-invalid], table [autofocus]"
    )


def closed(client: Client, town: Town, start: date) -> tuple[str, str]:
    """What is said of a closure that was just written, and the page it leads to."""
    sent = {"commune": town.commune.pk, "start": f"{start:%d/%m/%Y}"}
    messages = BeautifulSoup(client.post(reverse("horaires_exceptions:add"), sent, follow=True).content, "lxml")
    found = messages.select(".messages a")
    seen = next((str(link["href"]) for link in found if "Voir sur le site" in link.get_text()), "")
    assert bool(messages.select(".messages [data-online]")) == bool(seen)
    return words(" ".join(one.get_text() for one in messages.select(".messages"))), seen


def test_a_closure_just_written_is_told_with_where_it_shows_and_since_when(secretary: Client, town: Town) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    told, seen = closed(secretary, town, tomorrow)
    assert f"Mairie : Fermé le {words(date_text(tomorrow, 'full'))}. C’est publié, le site l’annonce." in told
    assert seen == Horaires.objects.get().full_url
    told, seen = closed(secretary, town, date(2099, 12, 31))
    assert "le site l’annoncera à partir du 1er décembre 2099." in told
    assert seen == ""

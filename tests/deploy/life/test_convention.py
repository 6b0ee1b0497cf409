"""A convention from the desk: written, told, recalled, refused, kept after all, renewed by its day."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deploy.life.convention import told, turn
from deploy.life.journal import history
from deploy.models import AgentTask, Convention, Line, Preparation
from sites.models import Commune
from sites.tenancy.roles import Role
from tests.deploy.desk.test_desk import subscribe
from tests.entering import enter, words
from tests.world import World, member


@pytest.fixture
def commune(world: World) -> Commune:
    for town in (world.aubord, world.belleville):
        subscribe(town.commune)
    return world.aubord.commune


@pytest.fixture
def here(commune: Commune) -> Client:
    return enter(member("ici@cdg.example", Role.WEBMESTRE, commune=commune))


def at(name: str, commune: Commune) -> str:
    return reverse(f"subscriptions:{name}", args=(commune.pk,))


def bound(commune: Commune, ends: date, notice: int = 3) -> Convention:
    return Convention.objects.create(
        commune_id=commune.insee, start=ends.replace(year=ends.year - 1), months=12, notice=notice, ends=ends
    )


def later(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def errors(client: Client, address: str, **values: str) -> list[str]:
    answer = client.post(address, values)
    if answer.status_code == 302:
        return []
    return [sentence for told in answer.context["form"].errors.values() for sentence in told]


def test_it_is_written_then_told_on_the_sheet(here: Client, commune: Commune) -> None:
    assert "n’est pas encore écrite" in words(here.get(at("sheet", commune)).content)
    year = timezone.localdate().year
    assert errors(here, at("convention", commune), start=f"{year}-01-01", months="12", notice="0") == []
    sheet = words(here.get(at("sheet", commune)).content)
    assert f"du 1er janvier {year} au 31 décembre {year}, reconduite tacitement le 1er janvier {year + 1}" in sheet
    assert f"sauf refus le 1er janvier {year + 1} au plus tard." in sheet
    assert "12 mois" in history(commune.insee)[0].sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"notice": "12"}, "Le délai de refus doit être plus court que la convention."),
        ({"months": "0"}, "Assurez-vous que cette valeur est supérieure ou égale à 1."),
        ({"start": "31 février"}, "Saisissez une date valide."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    here: Client, commune: Commune, values: dict[str, str], sentence: str
) -> None:
    given = {"start": "2026-01-01", "months": "12", "notice": "3"} | values
    assert [one.replace("\u00a0", " ") for one in errors(here, at("convention", commune), **given)] == [sentence]
    assert not Convention.objects.exists()


def test_a_refusal_is_noted_and_its_end_is_an_order_to_approve(here: Client, commune: Commune) -> None:
    row = bound(commune, later(200))
    turn()
    answer = here.post(at("refuse", commune), {"who": "Mme la maire", "on": timezone.localdate().isoformat()})
    draft = Preparation.objects.get()
    assert answer["Location"] == reverse("orders:plan", args=(draft.pk,))
    assert f"fin = {row.ends}" in draft.text
    sheet = words(here.get(at("sheet", commune)).content)
    assert "et pas au-delà." in sheet
    assert "n’est pas encore commandée" in sheet
    assert "par Mme la maire." in history(commune.insee)[0].sentence
    here.post(at("refuse", commune), {"who": "Un autre", "on": timezone.localdate().isoformat()})  # a second click
    row.refresh_from_db()
    assert (row.refused_by, Preparation.objects.count()) == ("Mme la maire", 1)
    here.post(at("stop", commune))
    assert Preparation.objects.count() == 1  # the same draft


def test_a_refusal_is_taken_back_and_the_lines_run_on(here: Client, commune: Commune) -> None:
    row = bound(commune, later(200))
    Convention.objects.update(refused_on=timezone.localdate(), refused_by="Mme la maire")
    Line.objects.filter(subscription=commune.insee).update(until=row.ends)
    assert "est commandée pour ce jour" in words(here.get(at("sheet", commune)).content)
    here.post(at("keep", commune))
    assert not Convention.objects.exclude(refused_on=None).exists()
    assert "fin =" not in Preparation.objects.get().text
    here.post(at("keep", commune))
    assert Preparation.objects.count() == 1


def test_a_letter_of_another_time_is_no_refusal(here: Client, commune: Commune) -> None:
    row = bound(commune, later(30))  # its notice is over
    address, today = at("refuse", commune), timezone.localdate()
    for day, sentence in ((today, "au plus tard"), (later(1), "pas encore venu"), (date(2020, 1, 1), "n’a commencé")):
        assert sentence in " ".join(errors(here, address, who="Mme la maire", on=day.isoformat()))
    row.refresh_from_db()
    assert row.refused_on is None


def test_who_keeps_it_is_reminded_before_the_notice_ends_and_no_longer_after(commune: Commune) -> None:
    bound(commune, date(2027, 1, 1))
    turn(date(2026, 8, 1))
    assert not AgentTask.objects.exists()
    turn(date(2026, 8, 2))
    turn(date(2026, 8, 3))
    task = AgentTask.objects.get()
    assert (task.commune_id, task.due, task.done_at) == (commune.insee, date(2026, 10, 1), None)
    turn(date(2026, 10, 2))
    task.refresh_from_db()
    assert task.done_at is not None


def test_a_term_that_has_come_is_renewed_unless_refused(commune: Commune, world: World) -> None:
    bound(commune, date(2027, 1, 1))
    refused = bound(world.belleville.commune, date(2027, 1, 1))
    Convention.objects.filter(pk=refused.pk).update(refused_on=date(2026, 9, 1))
    shown = told(commune.insee, date(2027, 1, 1))
    assert shown is not None
    assert shown.row.ends == date(2028, 1, 1)  # even before the worker comes by
    turn(date(2027, 1, 1))
    assert dict(Convention.objects.values_list("pk", "ends")) == {
        commune.insee: date(2028, 1, 1),
        refused.pk: date(2027, 1, 1),
    }


def test_a_commune_that_one_does_not_keep_is_not_there(here: Client, world: World) -> None:
    other = world.belleville.commune
    bound(other, later(200))
    for name in ("convention", "refuse"):
        assert here.get(at(name, other)).status_code == 404
    for name in ("keep", "stop", "convention", "refuse"):
        assert here.post(at(name, other), {"who": "x", "on": "2026-01-01"}).status_code == 404
    assert not Preparation.objects.exists()

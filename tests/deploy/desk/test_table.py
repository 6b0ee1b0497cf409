"""The table of communes: what it says, what narrows it, what it costs, and the same as a file."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from deploy.desk.filters import Filters, boxed, narrowed
from deploy.desk.rows import rows_of
from deploy.desk.states import LOOKED, Mood
from deploy.desk.views import PER_PAGE
from deploy.models import AgentTask, Convention, DomainName, Intervention, Line, Presence, Run, RunChange, Subscription
from sites.models import BakeState, Commune, Host
from sites.tenancy.roles import Role
from tests.deploy.desk.test_desk import subscribe
from tests.entering import enter
from tests.world import World, build_commune, member

NAMES = ("Cabrerets", "Duravel", "Espere")


@pytest.fixture
def towns(world: World) -> dict[str, Commune]:
    made = [world.aubord.commune, world.belleville.commune]
    made += [build_commune(world.aubord.departement, f"3090{n}", name) for n, name in enumerate(NAMES)]
    for commune in made:
        subscribe(commune)
    return {commune.name: commune for commune in made}


@pytest.fixture
def everywhere(towns: dict[str, Commune]) -> Client:
    return enter(member("partout@cdg.example", Role.WEBMESTRE))


def checked(commune: Commune, grade: str = "", **verdicts: list[str]) -> None:
    told = {number.replace("_", ".").removeprefix("c"): verdict for number, verdict in verdicts.items()}
    Presence.objects.create(
        commune_id=commune.insee, site="x", checked_at=timezone.now(), grade=grade, version="1", verdicts=told
    )


def box(commune: Commune) -> None:
    data = {"gigabytes": 5, "style": "classique"}
    Line.objects.create(
        subscription=Subscription.objects.get(pk=commune.insee),
        kind="mailbox",
        value=f"m@{commune.insee}.fr",
        since=date(2026, 1, 1),
        data=data,
    )


def stuck(commune: Commune, kind: str, **why: str) -> None:
    run = Run.objects.create(checksum="x", day=date(2026, 1, 1))
    RunChange.objects.create(run=run, rank=0, group=commune.insee, action="create", kind=kind, name="n", **why)


def shown(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("subscriptions:index"), query).context["page"]
    return [row.commune.name for row in page.object_list]


def variety(towns: dict[str, Commune]) -> None:
    """A fault of each kind, and communes without any."""
    checked(towns["Aubord"], "A", c1_3=["met", ""], c1_5=["failed", "périmé"], c2_4=["met", ""])
    checked(towns["Belleville"], c1_3=["failed", "ne mène nulle part", "name"], c1_5=["failed", "x"])
    checked(towns["Cabrerets"], "AA", c1_3=["met", ""], c1_4=["met", ""], c2_4=["failed", "pas de MX"])
    checked(towns["Duravel"], c1_3=["failed", "ne répond pas"], c2_5=["failed", "pas de SPF"])
    box(towns["Duravel"])
    stuck(towns["Espere"], "dns", waiting="La zone est tenue.")


def test_what_is_said_of_each_commune_is_what_the_filter_finds(towns: dict[str, Commune]) -> None:
    variety(towns)
    everyone = list(Commune.objects.select_related("site__root_page"))
    states = {row.commune.name: row.states for row in rows_of(everyone, 2026)}
    for code, looked in LOOKED.items():
        found = Commune.objects.filter(looked.faulty(boxed(timezone.localdate())))
        said = {name for name, of in states.items() if of[code].mood is Mood.FAULT}
        assert said == {one.name for one in found}
        assert said


def test_a_state_that_nobody_looked_at_is_unknown_and_a_site_that_is_down_says_nothing_of_its_certificate(
    towns: dict[str, Commune],
) -> None:
    variety(towns)
    rows = {row.commune.name: row for row in rows_of(list(Commune.objects.select_related("site__root_page")), 2026)}
    assert rows["Duravel"].states["https"].words == "pas encore vérifié"
    assert rows["Duravel"].states["dns"].words == "pas encore vérifié"
    assert rows["Duravel"].states["courrier"].words == "pas de SPF"
    assert rows["Cabrerets"].states["courrier"].words == "pas de boîte"  # no MX, and none is wanted
    assert rows["Espere"].states["dns"].words == "La zone est tenue."
    assert rows["Belleville"].states["dns"].words == "ne mène nulle part"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"panne": "dns"}, ["Belleville", "Espere"]),
        ({"panne": "https"}, ["Aubord"]),
        ({"panne": "courrier"}, ["Duravel"]),
        ({"panne": "toutes"}, ["Aubord", "Belleville", "Duravel", "Espere"]),
        ({"niveau": "AA"}, ["Cabrerets"]),
        ({"niveau": "aucun"}, ["Belleville", "Duravel"]),
        ({"niveau": "non-verifie"}, ["Espere"]),
        ({"niveau": "aucun", "panne": "courrier"}, ["Duravel"]),
        ({"q": "30901"}, ["Duravel"]),
        ({"q": "espère"}, ["Espere"]),
        ({"q": "cabre"}, ["Cabrerets"]),
        ({"q": "mairie-duravel"}, ["Duravel"]),
        ({"q": "!!!"}, []),
    ],
)
def test_each_filter_finds_its_communes(
    everywhere: Client, towns: dict[str, Commune], query: dict[str, str], names: list[str]
) -> None:
    variety(towns)
    Host.objects.create(commune=towns["Duravel"], name="www.mairie-duravel.fr")
    assert shown(everywhere, **query) == names


def test_the_state_of_the_site_the_pack_and_what_waits_narrow_it(everywhere: Client, towns: dict[str, Commune]) -> None:
    states: dict[str, dict[str, Any]] = {
        "Aubord": {"live_at": timezone.now()},
        "Belleville": {"error": "panne"},
        "Duravel": {},
    }
    BakeState.objects.update(dirty_at=timezone.now(), error="", live_at=None)
    for name, values in states.items():
        BakeState.objects.filter(commune=towns[name]).update(dirty_at=None, **values)
    assert shown(everywhere, site="en-ligne") == ["Aubord"]
    assert shown(everywhere, site="arrete") == ["Belleville"]
    assert shown(everywhere, site="jamais") == ["Duravel"]
    assert shown(everywhere, site="en-cours") == ["Cabrerets", "Espere"]
    Commune.objects.filter(name="Espere").update(pack="decouverte")
    assert shown(everywhere, pack="decouverte") == ["Espere"]
    AgentTask.objects.create(key="a", commune_id=towns["Aubord"].insee, title="t", sentence="s")
    AgentTask.objects.create(
        key="b", commune_id=towns["Belleville"].insee, title="t", sentence="s", done_at=timezone.now()
    )
    Intervention.objects.create(commune=towns["Duravel"], title="t", requested_on=date(2026, 1, 1))
    Intervention.objects.create(commune=towns["Espere"], title="t", requested_on=date(2026, 1, 1), state="refused")
    assert shown(everywhere, attente="on") == ["Aubord", "Duravel"]


def test_what_ends_within_ninety_days_is_found_and_sorts_first(everywhere: Client, towns: dict[str, Commune]) -> None:
    today = timezone.localdate()
    for name, days, state in (("Duravel", 90, "held"), ("Aubord", 91, "held"), ("Espere", 5, "wanted")):
        insee = towns[name].insee
        DomainName.objects.create(
            name=f"{name}.fr".lower(), commune_id=insee, state=state, expires=today + timedelta(days=days)
        )
    assert shown(everywhere, echeance="on") == ["Duravel"]
    for name, days in (("Cabrerets", 30), ("Duravel", 400)):
        start, ends = today - timedelta(days=365), today + timedelta(days=days)
        Convention.objects.create(commune_id=towns[name].insee, start=start, months=12, notice=3, ends=ends)
    assert shown(everywhere, echeance="on") == ["Cabrerets", "Duravel"]
    page = everywhere.get(reverse("subscriptions:index"), {"tri": "echeance"}).context["page"]
    ends_first = [row.renewal.what for row in page.object_list if row.renewal]
    assert ends_first == ["convention", "domaine duravel.fr", "domaine aubord.fr"]
    assert shown(everywhere, tri="echeance") == ["Cabrerets", "Duravel", "Aubord", "Belleville", "Espere"]


def test_a_choice_that_does_not_exist_is_said_and_narrows_nothing(everywhere: Client) -> None:
    answer = everywhere.get(reverse("subscriptions:index"), {"pack": "platine", "q": "aubord"})
    assert "« platine » n’existe pas, et ne filtre rien." in answer.content.decode().replace("\u00a0", " ")
    assert [row.commune.name for row in answer.context["page"].object_list] == ["Aubord"]


def test_the_file_is_the_table_with_its_filters(everywhere: Client, towns: dict[str, Commune]) -> None:
    variety(towns)
    answer = everywhere.get(reverse("subscriptions:list"), {"panne": "courrier", "annee": "2026"})
    lines = list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff")), delimiter=";"))
    assert [line["Commune"] for line in lines] == ["Duravel"]
    told = {
        "INSEE": "30901",
        "Courrier": "pas de SPF",
        "Boîtes": "1",
        "Boîtes du pack": "5",
        "DNS": "pas encore vérifié",
    }
    assert {name: lines[0][name] for name in told} == told


def test_every_filter_costs_the_same_for_one_commune_and_for_a_full_page(
    world: World, towns: dict[str, Commune], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    variety(towns)
    for rank in range(PER_PAGE - len(towns)):
        made = build_commune(world.aubord.departement, f"31{rank:03}", f"Commune-{rank}")
        subscribe(made)
        box(made)
        checked(made, c1_3=["failed", "ne répond pas"])
        towns[made.name] = made
    all_of_them = {"q": "e", "pack": "expert", "attente": "on", "echeance": "on", "panne": "toutes", "tri": "echeance"}

    def queries(*names: str, **query: str) -> int:
        with django_assert_max_num_queries(40) as seen:
            kept = Commune.objects.filter(name__in=names).select_related("site__root_page")
            rows_of(list(narrowed(kept, Filters(query))), 2026)
        return len(seen)

    queries("Aubord")  # content types
    assert len(towns) == PER_PAGE
    assert queries("Duravel") == queries(*towns)
    assert queries("Duravel", panne="toutes") == queries(*towns, panne="toutes", tri="echeance")
    with django_assert_max_num_queries(1):
        list(narrowed(Commune.objects.all(), Filters(all_of_them)))

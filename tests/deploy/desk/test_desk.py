from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from deploy.models import AgentTask, CommuneReference, Intervention, Line, Presence, Subscription, SyntecIndex, Tariff
from sites.models import Commune
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import World, build_commune, member

pytestmark = pytest.mark.usefixtures("in_november")


def subscribe(commune: Commune) -> None:
    reference = CommuneReference.objects.create(insee=commune.insee, name=commune.name, departement="30")
    subscription = Subscription.objects.create(commune=reference)
    Line.objects.create(
        subscription=subscription, kind="pack", value="confort", since=date(timezone.localdate().year - 1, 6, 1)
    )
    Line.objects.create(subscription=subscription, kind="host", value="a.example", since=date(2025, 6, 1))


@pytest.fixture
def everywhere(world: World) -> Client:
    for town in (world.aubord, world.belleville):
        subscribe(town.commune)
    return enter(member("partout@cdg.example", Role.WEBMESTRE))


@pytest.fixture
def here(world: World, everywhere: Client) -> Client:
    return enter(member("ici@cdg.example", Role.WEBMESTRE, commune=world.aubord.commune))


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"subscriptions:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def ask(client: Client, world: World) -> Intervention:
    told = {"title": "Reprise du site", "request": "Tout", "requested_on": "2026-01-05"}
    answer = client.post(reverse("subscriptions:add", args=(world.aubord.commune.pk,)), told)
    assert answer.status_code == 302
    return Intervention.objects.get()


def take(client: Client, row: Intervention, step: str, **told: str) -> list[str]:
    """The sentences of a refusal; none when the step was taken."""
    answer = client.post(reverse("subscriptions:step", args=(row.pk, step)), told)
    row.refresh_from_db()
    return (
        []
        if answer.status_code == 302
        else [one for errors in answer.context["form"].errors.values() for one in errors]
    )


def test_a_work_goes_from_its_request_to_the_statement(here: Client, world: World) -> None:
    row = ask(here, world)
    assert (row.state, row.author) == ("asked", "ici@cdg.example")
    assert take(here, row, "chiffrer", days="1,5", day="2026-01-06") == []
    assert (row.state, row.euros) == ("estimated", Decimal("375.00"))  # a day and a half at 250 euros
    assert take(here, row, "accepter", accepted_by="Mme la maire", day="2026-01-07") == []
    assert take(here, row, "terminer", day="2026-02-01") == []
    assert row.state == "done"
    sheet = text_of(here, "sheet", world.aubord.commune.pk)
    assert "Relevé 2026 : 1 011,12 € TTC" in sheet  # 636.12 and 375
    assert "faite le 1er février 2026" in sheet


def test_each_step_can_be_undone_and_forgets_what_it_wrote(here: Client, world: World) -> None:
    row = ask(here, world)
    take(here, row, "chiffrer", days="2", day="2026-01-06")
    take(here, row, "accepter", accepted_by="Mme la maire", day="2026-01-07")
    take(here, row, "terminer", day="2026-02-01")
    for state in ("accepted", "estimated", "asked", "asked"):
        here.post(reverse("subscriptions:back", args=(row.pk,)))
        row.refresh_from_db()
        assert row.state == state
    assert (row.days, row.euros, row.accepted_by, row.accepted_on, row.done_on) == (None, None, "", None, None)
    take(here, row, "abandonner", day="2026-02-02")
    assert row.state == "refused"
    here.post(reverse("subscriptions:back", args=(row.pk,)))
    row.refresh_from_db()
    assert row.state == "asked"


def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(here: Client, world: World) -> None:
    row = ask(here, world)
    assert take(here, row, "chiffrer", day="2026-01-06") == ["Donnez un nombre de jours, un montant, ou les deux."]
    assert take(here, row, "chiffrer", days="-1", day="2026-01-06") != []
    assert take(here, row, "chiffrer", days="1", day="2026-01-01") == [
        "L’étape précédente est du 05/01/2026\u202f: donnez un jour qui ne la précède pas."
    ]
    assert take(here, row, "chiffrer", days="1", day=f"{timezone.localdate().year + 1}-01-01") == [
        "Ce jour n’est pas encore venu."
    ]
    assert row.state == "asked"
    take(here, row, "terminer", day="2026-02-01")  # not accepted
    take(here, row, "accepter", accepted_by="Mme la maire", day="2026-02-01")  # not estimated
    assert row.state == "asked"


def test_what_was_estimated_stays_on_record(here: Client, world: World) -> None:
    row = ask(here, world)
    take(here, row, "chiffrer", euros="100", day="2026-01-06")
    here.post(reverse("subscriptions:forget", args=(row.pk,)))
    assert Intervention.objects.count() == 1
    here.post(reverse("subscriptions:back", args=(row.pk,)))
    here.post(reverse("subscriptions:forget", args=(row.pk,)))
    assert Intervention.objects.count() == 0


def test_a_statement_is_taken_away_as_a_document_or_a_table(here: Client, world: World) -> None:
    commune = world.aubord.commune
    pdf = here.get(reverse("subscriptions:pdf", args=(commune.pk, 2026)))
    assert pdf.content.startswith(b"%PDF-")
    assert f"releve-2026-{commune.insee}.pdf" in pdf["Content-Disposition"]
    assert "636,12" in text_of(here, "csv", commune.pk, 2026)
    for year in (2024, timezone.localdate().year + 1, 99999):  # before the first order, not begun, none
        assert here.get(reverse("subscriptions:pdf", args=(commune.pk, year))).status_code == 404


def test_a_webmestre_of_one_commune_keeps_that_one_alone(here: Client, world: World) -> None:
    assert "Belleville" not in text_of(here, "index")
    assert "Belleville" not in text_of(here, "table", annee="2026")
    other = world.belleville.commune.pk
    for name, args in (("sheet", (other,)), ("pdf", (other, 2026)), ("csv", (other, 2026)), ("add", (other,))):
        assert here.get(reverse(f"subscriptions:{name}", args=args)).status_code == 404
    row = Intervention.objects.create(commune_id=other, title="Leur demande", requested_on=date(2026, 1, 1))
    for name in ("intervention", "correct"):
        assert here.get(reverse(f"subscriptions:{name}", args=(row.pk,))).status_code == 404
    assert here.post(reverse("subscriptions:forget", args=(row.pk,))).status_code == 404
    assert here.get(reverse("subscriptions:prices")).status_code in {302, 403}
    assert Intervention.objects.filter(pk=row.pk).exists()


def test_the_commune_itself_does_not_enter(world: World, everywhere: Client) -> None:
    answer = enter(world.aubord.users[Role.GESTIONNAIRE]).get(reverse("subscriptions:index"))
    assert answer.status_code in {302, 403, 404}


def test_prices_follow_what_is_written_there_and_come_back_when_it_is_taken_away(
    everywhere: Client, world: World
) -> None:
    address = reverse("subscriptions:prices")
    for year, value in ((2024, "300"), (2025, "306")):
        everywhere.post(address, {"what": "syntec", "syntec-year": str(year), "syntec-value": value})
    assert "648,84 €" in text_of(everywhere, "prices")  # 636.12 × 306 ÷ 300
    assert "648,84 €" in text_of(everywhere, "sheet", world.aubord.commune.pk)
    told = {"what": "tariff", "tariff-item": "pack.confort", "tariff-since": "2026-01-01", "tariff-euros": "600"}
    everywhere.post(address, told)
    assert "600,00 €" in text_of(everywhere, "sheet", world.aubord.commune.pk)
    again = everywhere.post(address, told)
    assert "déjà un prix" in again.content.decode()
    everywhere.post(reverse("subscriptions:forget_price", args=(Tariff.objects.get().pk,)))
    for row in SyntecIndex.objects.all():
        everywhere.post(reverse("subscriptions:forget_index", args=(row.pk,)))
    assert "636,12 €" in text_of(everywhere, "sheet", world.aubord.commune.pk)


def test_the_table_costs_the_same_for_one_commune_and_for_three(
    everywhere: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(60) as seen:
            text_of(everywhere, "index")
        return len(seen)

    text_of(everywhere, "index")
    before = queries()
    for insee, name in (("30901", "Cabrerets"), ("30902", "Duravel"), ("30903", "Espere")):
        subscribe(build_commune(world.aubord.departement, insee, name))
    assert queries() == before


def test_the_table_says_what_a_commune_has_and_waits_for(here: Client, world: World) -> None:
    insee = world.aubord.commune.insee
    subscription = Subscription.objects.get(pk=insee)
    data = {"gigabytes": 5, "style": "classique"}
    Line.objects.create(subscription=subscription, kind="mailbox", value="a@b.fr", since=date(2026, 1, 1), data=data)
    AgentTask.objects.create(key="x", commune_id=insee, title="Réserver", sentence="Réserver aubord.fr")
    Presence.objects.create(commune_id=insee, site="aubord.fr", checked_at=timezone.now(), grade="AA", version="1")
    ask(here, world)
    told = text_of(here, "index")
    for words in ("1 boîte", "niveau AA", "1 tâche, 1 intervention", "Jamais mis en ligne"):
        assert words in told


def test_the_sheet_says_what_to_put_right(here: Client, world: World) -> None:
    commune = world.aubord.commune
    assert "La mairie déclare" not in text_of(here, "sheet", commune.pk)
    verdicts = {"1.1": ["task", ""], "1.2": ["failed", "aubord.example finit par « .example »"]}
    Presence.objects.create(
        commune_id=commune.insee, site="aubord.fr", checked_at=timezone.now(), version="1", verdicts=verdicts
    )
    told = text_of(here, "sheet", commune.pk)
    assert "aubord.example finit par « .example »" in told
    assert "Le site est déclaré sur Service-Public" in told

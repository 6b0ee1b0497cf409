"""« Plusieurs communes »: a table, one plan, one approval, and each commune on its own after that."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from cms.courrier.models import Message
from deploy.drivers.base import DriverError
from deploy.drivers.cms_site import CmsSiteDriver
from deploy.models import CommuneReference, Line, Order, Preparation
from deploy.wizard.carrying import carry_out
from sites.models import Commune
from sites.plan import Change
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import World, member

HEAD = "insee;pack;domaines;boites;contributeurs\n"
THREE = HEAD + "".join(
    f"4690{rank};confort;ici{rank}.example;mairie;Lou Bruyère <lou{rank}@ici.example>\n" for rank in range(3)
)


def told_of(count: int) -> None:
    CommuneReference.objects.bulk_create(
        CommuneReference(
            insee=f"46{900 + rank}", name=f"Ici-{rank}", departement="46", departement_name="Lot", population=900,
            postcodes="46150",
        )
        for rank in range(count)
    )  # fmt: skip


@pytest.fixture
def webmestre(world: World) -> Client:
    told_of(3)
    return enter(member("partout@cdg.example", Role.WEBMESTRE))


def hand(client: Client, text: str | bytes, name: str = "communes.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(reverse("orders:batch"), {"table": SimpleUploadedFile(name, data)})


def faults(answer: Any) -> list[tuple[int | None, str, str]]:
    assert answer.status_code == 200
    assert not Preparation.objects.exists()
    told = answer.context["faults"]
    return [(fault.line, fault.key, fault.problem.replace("\u00a0", " ")) for fault, _sentence in told]


def approve(client: Client, capture: DjangoCaptureOnCommitCallbacks, row: Preparation) -> None:
    plan = client.get(reverse("orders:plan", args=(row.pk,)))
    with capture(execute=True):
        client.post(reverse("orders:plan", args=(row.pk,)), {"checksum": plan.context["checksum"]})
    carry_out.func(row.pk)
    row.refresh_from_db()


def test_a_table_becomes_one_plan_and_one_approval_makes_each_site(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert hand(webmestre, THREE).status_code == 302
    row = Preparation.objects.get()
    assert sorted(row.communes.values_list("pk", flat=True)) == ["46900", "46901", "46902"]
    plan = webmestre.get(reverse("orders:plan", args=(row.pk,)))
    assert [one.name for one in plan.context["communes"]] == ["Ici-0", "Ici-1", "Ici-2"]
    totals = plan.context["totals"]
    assert (totals.sites, totals.domains, totals.mailboxes, totals.people) == (3, 3, 3, 3)
    assert totals.euros == sum(one.euros for one in plan.context["communes"]) > 0
    assert not Order.objects.exists()
    approve(webmestre, django_capture_on_commit_callbacks, row)
    assert (row.state, row.sentences) == ("done", [])
    assert Commune.objects.filter(insee__in=["46900", "46901", "46902"]).count() == 3
    page = webmestre.get(reverse("orders:plan", args=(row.pk,)))
    shown = [(one.address, one.invited) for one in page.context["results"]]
    assert [address.partition("//")[2].partition(":")[0].rstrip("/") for address, _invited in shown] == [
        f"www.ici{rank}.example" for rank in range(3)
    ]
    assert [invited for _address, invited in shown] == [[f"lou{rank}@ici.example"] for rank in range(3)]
    assert sorted(Message.objects.values_list("to__0", flat=True)) == [f"lou{rank}@ici.example" for rank in range(3)]


def test_a_failure_at_one_commune_holds_back_no_other_and_is_taken_up_again(
    webmestre: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand(webmestre, THREE)
    row = Preparation.objects.get()
    works = CmsSiteDriver.apply

    def fails(driver: CmsSiteDriver, change: Change) -> None:
        if change.group == "46901":
            raise DriverError("le site ne s’ouvre pas aujourd’hui.")
        works(driver, change)

    with monkeypatch.context() as broken:
        broken.setattr(CmsSiteDriver, "apply", fails)
        approve(webmestre, django_capture_on_commit_callbacks, row)
    assert row.state == "stopped"
    assert row.sentences == ["Ici-1 (46901)\u00a0: le site ne s’ouvre pas aujourd’hui."]
    assert set(Commune.objects.filter(insee__startswith="469").values_list("insee", flat=True)) == {"46900", "46902"}
    page = webmestre.get(reverse("orders:plan", args=(row.pk,)))
    assert [one.errors for one in page.context["results"]] == [[], ["le site ne s’ouvre pas aujourd’hui."], []]
    assert sorted(Message.objects.values_list("to__0", flat=True)) == ["lou0@ici.example", "lou2@ici.example"]
    with django_capture_on_commit_callbacks(execute=True):
        webmestre.post(reverse("orders:plan", args=(row.pk,)))
    carry_out.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.sentences) == ("done", [])
    assert Message.objects.count() == 3  # nobody is invited twice, and nobody is forgotten
    page = webmestre.get(reverse("orders:plan", args=(row.pk,)))
    assert [one.errors for one in page.context["results"]] == [[], [], []]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_made(world: World, webmestre: Client) -> None:
    Line.objects.all().delete()
    hand(webmestre, HEAD + "46900;confort;pris.example;;\n")
    first = Preparation.objects.get()
    carry_out.func(first.pk)
    first.delete()
    answer = hand(
        webmestre,
        HEAD
        + "46901;confort;deux.example;;\n46902;confort;DEUX.example;;\n46901;confort;;;\n46999;confort;;;\n"
        + f"46900;cher;{world.belleville.commune.site.hostname};;\n",
    )
    told = faults(answer)
    assert [(line, column) for line, column, _problem in told] == [
        (3, "domaines"), (4, "insee"), (5, "insee"), (6, "pack"),
    ]  # fmt: skip
    assert "deux.example » est déjà pris par la commune 46901" in told[0][2]
    assert "commandée deux fois" in told[1][2]
    assert "parmi celles que vous suivez" in told[2][2]
    page = answer.content.decode()
    assert "4 points à corriger" in page


def test_a_commune_that_has_subscribed_is_not_ordered_again(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    hand(webmestre, THREE)
    row = Preparation.objects.get()
    hand(webmestre, THREE.replace("Lou", "Léo"))
    late = Preparation.objects.exclude(pk=row.pk).get()
    approve(webmestre, django_capture_on_commit_callbacks, row)
    page = webmestre.get(reverse("orders:plan", args=(late.pk,)))
    assert [sentence.partition("\u00a0")[0] for sentence in page.context["refused"]] == ["46900", "46901", "46902"]
    Preparation.objects.all().delete()
    told = faults(hand(webmestre, THREE))
    assert [(line, column) for line, column, _problem in told] == [(2, "insee"), (3, "insee"), (4, "insee")]
    assert all("a déjà un abonnement" in problem for _line, _column, problem in told)


@pytest.mark.parametrize(("data", "sentence"), [(b"", "vide"), (b"%PDF-1.4", "PDF"), (b"PK\x03\x04", "classeur")])
def test_a_file_of_another_kind_is_refused_in_a_sentence(webmestre: Client, data: bytes, sentence: str) -> None:
    if not data:
        data = b"\n"
    ((_line, _column, problem),) = faults(hand(webmestre, data))
    assert sentence in problem
    assert len(faults(webmestre.post(reverse("orders:batch")))) == 1


def test_the_template_is_handed_over_with_its_mark(webmestre: Client) -> None:
    answer = webmestre.get(reverse("orders:blank"))
    assert answer.content.startswith(b"\xef\xbb\xbfinsee;commune;")
    assert "communes.csv" in answer["Content-Disposition"]
    assert "sous_domaine" in webmestre.get(reverse("orders:batch")).content.decode()


def test_who_keeps_some_of_the_communes_neither_orders_nor_sees_the_whole(world: World, webmestre: Client) -> None:
    here = enter(member("ici@cdg.example", Role.WEBMESTRE, commune=world.aubord.commune))
    foreign = hand(here, THREE)
    assert {problem for _line, _column, problem in faults(foreign)} == {
        "aucune commune parmi celles que vous suivez n’a ce code INSEE."
    }
    assert [line for line, _column, _problem in faults(hand(here, "commune;pack\nIci-0;confort\n"))] == [2]
    hand(webmestre, THREE)
    row = Preparation.objects.get()
    own = CommuneReference.objects.create(insee=world.aubord.commune.insee, name="Aubord", departement="30")
    row.communes.add(own)
    for name in ("plan", "progress"):
        assert here.get(reverse(f"orders:{name}", args=(row.pk,))).status_code == 404
    for name in ("plan", "discard"):
        assert here.post(reverse(f"orders:{name}", args=(row.pk,))).status_code == 404
    row.communes.set([own])
    assert here.get(reverse("orders:progress", args=(row.pk,))).status_code == 200


def test_thirty_lines_ask_no_more_than_three(webmestre: Client) -> None:
    CommuneReference.objects.filter(insee__startswith="469").delete()
    told_of(33)
    line = "{};confort;ici{}.example;mairie, maire;Lou Bruyère <lou@ici.example>\n"
    spent = []
    for rows in (range(3), range(3, 33)):
        with CaptureQueriesContext(
            connection,
        ) as handed:
            answer = hand(webmestre, HEAD + "".join(line.format(46900 + rank, rank) for rank in rows))
        assert answer.status_code == 302
        with CaptureQueriesContext(connection) as planned:
            webmestre.get(answer["Location"])
        row = Preparation.objects.first()
        assert row is not None
        Preparation.objects.filter(pk=row.pk).update(state="done", approved_at=timezone.now())
        with CaptureQueriesContext(connection) as shown:
            webmestre.get(answer["Location"])
        spent.append((len(handed), len(planned), len(shown)))
    assert spent[0] == spent[1]

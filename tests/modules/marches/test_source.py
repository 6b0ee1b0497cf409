"""Reading the sources: whose a notice is, what is merged, and what stays when a source fails."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.outgoing import hosts
from cms.sources import fetching
from modules.marches import source
from modules.marches.models import Avis, Inconnu, Source
from sites.models import BakeState, Commune
from tests.modules.marches.factories import avis, flux, notice
from tests.modules.marches.parse import fixtures
from tests.world import Town, World

Answer = Callable[[httpx.Request], httpx.Response]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SIREN = "214601485"


@pytest.fixture
def town(world: World) -> Town:
    world.aubord.mairie.siren, world.aubord.mairie.postcode = SIREN, "46230"
    world.aubord.mairie.save()
    return world.aubord


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[httpx.Request]]:
    """Have the whole internet answered by a function; gives what was asked."""

    def answered(answer: Answer) -> list[httpx.Request]:
        asked: list[httpx.Request] = []

        def note(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return answer(request)

        monkeypatch.setattr(fetching, "client", lambda: httpx.Client(transport=httpx.MockTransport(note)))
        monkeypatch.setattr(hosts, "public_address", _public)
        return asked

    return answered


def _public(host: str, _port: int, _resolve: Any = None) -> str:
    if host in {"127.0.0.1", "10.0.0.1", "localhost"}:
        raise hosts.PrivateHostError(host)
    return "93.184.215.14"


def given(content: str | bytes, **headers: str) -> Answer:
    return lambda _request: httpx.Response(200, content=content, headers=headers)


def boamp(town: Town) -> Source:
    return Source.objects.create(departement=town.departement, kind="boamp", name="BOAMP", address=source.BOAMP)


def titles(town: Town) -> list[str]:
    return list(Avis.objects.filter(commune=town.commune).order_by("pk").values_list("title", flat=True))


def commit() -> None:
    """What the end of a transaction does, which a test never reaches."""
    for waiting in connection.run_on_commit:
        waiting[1]()
    connection.run_on_commit.clear()


def test_a_feed_is_read_and_the_site_made_again_only_when_something_changed(town: Town, outside: Any) -> None:
    row = flux(town)
    outside(given(fixtures.RSS, etag='"a"'))
    assert source.refresh(NOW) == 1
    commit()
    assert titles(town) == ["Réfection du toit"]
    row.refresh_from_db()
    assert (row.error, row.count, row.validators, row.read_at) == ("", 1, {"etag": '"a"'}, NOW)
    assert BakeState.objects.get(commune=town.commune).dirty_at is not None
    BakeState.objects.update(dirty_at=None)
    assert source.refresh(NOW + timedelta(hours=1)) == 1
    commit()
    assert BakeState.objects.get(commune=town.commune).dirty_at is None


def test_what_did_not_change_is_not_asked_again(town: Town, outside: Any) -> None:
    row = flux(town, validators={"etag": '"a"'}, count=3)
    asked = outside(lambda _request: httpx.Response(304))
    source.refresh(NOW)
    assert asked[0].headers["if-none-match"] == '"a"'
    row.refresh_from_db()
    assert (row.error, row.count, row.read_at) == ("", 3, NOW)


def test_the_address_of_a_notice_stays_when_its_title_changes(town: Town, outside: Any) -> None:
    flux(town)
    outside(given(fixtures.RSS))
    source.refresh(NOW)
    before = Avis.objects.get(commune=town.commune).slug
    outside(given(fixtures.RSS.replace("du toit", "des murs")))
    source.refresh(NOW + timedelta(hours=1))
    after = Avis.objects.get(commune=town.commune)
    assert (after.title, after.slug) == ("Réfection des murs", before)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (given("<!DOCTYPE html><html></html>"), "mène à une page"),
        (given(fixtures.BOMB), "définitions dangereuses"),
        (given(b"\x00\x01"), "n’est ni un flux"),
        (lambda _request: httpx.Response(403), "refuse de le donner (403)"),
        (lambda _request: httpx.Response(302, headers={"location": "http://127.0.0.1/"}), "site public"),
        (lambda _request: httpx.Response(302, headers={"location": "http://10.0.0.1/"}), "site public"),
        (given('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'), "plus aucun avis"),
    ],
    ids=["page", "bomb", "noise", "refused", "loopback", "private", "silent"],
)
def test_a_source_that_fails_says_why_and_what_was_read_stays(
    town: Town, outside: Any, answer: Answer, sentence: str
) -> None:
    row = flux(town, count=1)
    avis(town, notice("s:1"), origin="flux", source=row)
    outside(answer)
    source.refresh(NOW)
    row.refresh_from_db()
    assert sentence in row.error
    assert "reste en ligne" in row.state()
    assert (row.read_at, len(titles(town))) == (None, 1)


def test_a_feed_of_two_gigabytes_is_given_up_on_the_way(town: Town, outside: Any) -> None:
    sent = []

    def endless() -> Iterator[bytes]:
        for _number in range(2048):
            sent.append(1)
            yield b"x" * 1024 * 1024

    row = flux(town)
    outside(lambda _request: httpx.Response(200, content=endless()))
    source.refresh(NOW)
    row.refresh_from_db()
    assert "pèse plus de" in row.error
    assert len(sent) < 10


def test_boamp_gives_each_notice_to_the_commune_that_buys(town: Town, world: World, outside: Any) -> None:
    boamp(town)
    by_siren = fixtures.boamp(fixtures.SIMPLE, idweb="26-1", objet="Par le SIREN")
    named = json.loads(json.dumps(fixtures.MAPA).replace("Lalbenque", "Aubord"))
    by_name = fixtures.boamp(named, idweb="26-2", objet="Par le nom")
    other = json.loads(json.dumps(fixtures.MAPA).replace("Mairie de Lalbenque", "CCAS d’Aubord"))
    unsure = fixtures.boamp(other, idweb="26-3", objet="Du CCAS")
    stranger = fixtures.boamp(fixtures.MAPA, idweb="26-4", objet="Ailleurs", nomacheteur="Hôpital")
    asked = outside(given(fixtures.answer(by_siren, by_name, unsure, stranger)))
    source.refresh(NOW)
    assert titles(town) == ["Par le SIREN", "Par le nom"]
    assert titles(world.belleville) == []
    (waiting,) = Inconnu.objects.all()
    assert (waiting.name, waiting.commune_id, [told["title"] for told in waiting.notices]) == (
        "CCAS d’Aubord", None, ["Du CCAS"],
    )  # fmt: skip
    assert "code_departement='30'" in asked[0].url.params["where"]


def test_an_attached_buyer_goes_straight_to_its_commune_from_then_on(town: Town, outside: Any) -> None:
    boamp(town)
    other = json.loads(json.dumps(fixtures.MAPA).replace("Mairie de Lalbenque", "CCAS d’Aubord"))
    outside(given(fixtures.answer(fixtures.boamp(other, idweb="26-3", objet="Du CCAS"))))
    source.refresh(NOW)
    Inconnu.objects.update(commune=town.commune, notices=[])
    outside(given(fixtures.answer(fixtures.boamp(other, idweb="26-5", objet="Encore"))))
    source.refresh(NOW + timedelta(hours=7))
    assert titles(town) == ["Encore"]


def test_a_feed_of_one_commune_leaves_what_is_of_another_buyer(town: Town, outside: Any) -> None:
    row = flux(town)
    outside(given("objet;acheteur;siret\nDu bourg;Mairie d’Aubord;\nD’un autre;Nîmes;21300189400012\nMuet;;\n"))
    source.refresh(NOW)
    assert titles(town) == ["Du bourg", "Muet"]
    row.refresh_from_db()
    assert [fault[0] for fault in row.faults] == ["other_buyer"]


def test_an_address_takes_the_siren_and_the_year_of_each_commune(town: Town, outside: Any) -> None:
    flux(town, kind="decp", address="https://ouvert.example/decp/{siren}/{annee}")
    asked = outside(given(fixtures.essential(fixtures.market())))
    source.refresh(NOW)
    assert asked[0].url.path == f"/decp/{SIREN}/2026"
    assert titles(town) == ["Toiture, lot 1"]


def test_without_the_siren_the_source_says_what_is_missing(town: Town, outside: Any) -> None:
    town.mairie.siren = ""
    town.mairie.save()
    row = flux(town, kind="decp", address="https://ouvert.example/decp/{siren}")
    assert outside(given("")) == []
    source.refresh(NOW)
    row.refresh_from_db()
    assert "SIREN de la commune manque" in row.error


def test_where_the_module_is_off_nobody_is_asked_and_nothing_is_given(town: Town, outside: Any) -> None:
    flux(town)
    boamp(town)
    Commune.objects.filter(pk=town.commune.pk).update(options={"modules_off": ["marches"]})
    asked = outside(given(fixtures.answer(fixtures.boamp(fixtures.SIMPLE))))
    source.refresh(NOW)
    assert [request.url.host for request in asked] == ["93.184.215.14"]  # the département's alone
    assert titles(town) == []


def test_the_same_reading_costs_as_many_queries_for_one_notice_as_for_three(town: Town, outside: Any) -> None:
    row = flux(town)
    counts = []
    for lines in ("objet;reference\nA;2026-1\n", "objet;reference\nA;2026-1\nB;2026-2\nC;2026-3\n"):
        outside(given(lines))
        source.read(row, NOW)  # the first time writes
        with CaptureQueriesContext(connection) as queries:
            source.read(row, NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_source_that_falls_silent_is_told_once_then_again_after_it_spoke(
    town: Town, outside: Any, mailoutbox: list[Any], settings: Any
) -> None:
    flux(town)
    never = flux(town, name="Jamais lue", address="https://jamais.example/")
    outside(given(fixtures.RSS))
    source.refresh(NOW)
    Source.objects.filter(pk=never.pk).update(read_at=None, error="Rien.")
    outside(lambda _request: httpx.Response(500))
    source.refresh(NOW + timedelta(hours=2))
    source.refresh(NOW + timedelta(days=2))
    assert mailoutbox == [], "it may mend itself"
    source.refresh(NOW + timedelta(days=4))
    source.refresh(NOW + timedelta(days=5))
    (letter,) = mailoutbox
    assert letter.to == [settings.BEFFROI_CDG_CONTACT]
    assert "Plate-forme, Aubord (Aubord)\u00a0: rien depuis le 23 novembre 2026." in letter.body.replace(
        "23\u00a0", "23 "
    )
    assert "Jamais lue" not in letter.body
    outside(given(fixtures.RSS))
    source.refresh(NOW + timedelta(days=6))
    assert Source.objects.get(name__startswith="Plate").told_at is None

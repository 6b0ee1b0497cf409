"""News of other sites: read by the worker, shown with their origin, kept when their site is away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.sources import fetching
from cms.takeover.directives import Directive, build
from modules.flux_externes import models, source
from modules.flux_externes.models import Flux
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.reader import Reader
from sites.models import BakeState, Commune
from sites.modules import Files, installed_modules
from tests.entering import enter
from tests.modules.flux_externes.factories import ATOM, RSS, flux, line
from tests.world import Town, World

MODULE: Any = next(module for module in installed_modules() if module.code == "flux_externes")
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def town(world: World, settings: Any) -> Town:
    settings.BEFFROI_STRICT_TEMPLATES = True
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
        monkeypatch.setattr(fetching, "public_address", lambda _host, _port: "93.184.215.14")
        return asked

    return answered


def shown(town: Town, **value: Any) -> list[str]:
    """The lines of a block placed in a page: title, then origin."""
    page = town.page
    page.body = [{"type": "flux", "id": "f", "value": {"title": "Autour", "name": "", "count": 5, **value}}]
    page.save()
    html = BeautifulSoup(render_page(page, draft=False), "html.parser")
    return [" ".join(item.get_text(" ").split()) for item in html.select(".wire__list li")]


def dirty(town: Town) -> bool:
    return BakeState.objects.get(commune=town.commune).dirty_at is not None


def commit() -> None:
    """What the end of a transaction does, which a test never reaches."""
    for waiting in connection.run_on_commit:
        waiting[1]()
    connection.run_on_commit.clear()


def test_the_worker_reads_a_feed_and_asks_for_the_site(town: Town, outside: Any) -> None:
    row = flux(town)
    commit()
    BakeState.objects.update(dirty_at=None)
    asked = outside(lambda _request: httpx.Response(200, content=RSS, headers={"etag": '"a"'}))
    assert source.refresh() == 1
    commit()
    row.refresh_from_db()
    assert [it["title"] for it in row.content["entries"]] == ["Travaux & déviations", "Collège"]
    assert (row.error, row.validators, dirty(town)) == ("", {"etag": '"a"'}, True)
    assert "atom+xml" in asked[0].headers["accept"]


def test_a_feed_that_did_not_change_asks_for_no_bake(town: Town, outside: Any) -> None:
    flux(town, line(), validators={"etag": '"a"'})
    commit()
    BakeState.objects.update(dirty_at=None)
    outside(lambda _request: httpx.Response(304))
    source.refresh()
    commit()
    assert not dirty(town)


def away(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("away")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (away, "Le site de cette adresse ne répond pas."),
        (lambda _request: httpx.Response(410), "L’autre site refuse de le donner (410)."),
        (lambda _request: httpx.Response(200, content=b"x" * 3_000_000), "pèse plus de 2\u00a0Mo"),
        (lambda _request: httpx.Response(200, content=b"{}"), "Ce fichier n’est pas un flux lisible."),
        (lambda _request: httpx.Response(200, content=b"<html>"), "mène à une page et non à un flux"),
        (
            lambda _request: httpx.Response(
                200, content=b'<html><link rel=alternate type="application/atom+xml" href="/atom.xml">'
            ),
            "Son flux est là\u00a0: https://lot.example/atom.xml",
        ),
    ],
)
def test_a_feed_that_fails_keeps_its_last_good_lines_and_says_why(
    town: Town, outside: Any, answer: Answer, sentence: str
) -> None:
    row = flux(town, line(), read_at=datetime(2026, 9, 4, 8, 42, tzinfo=UTC))
    outside(answer)
    source.refresh()
    row.refresh_from_db()
    assert sentence in row.state()
    assert row.state().endswith("Ce qui était déjà repris reste en ligne\u00a0: 1 nouvelle.")
    assert row.last_read() == "4\u00a0septembre 2026 à 10\u00a0h\u00a042"
    assert shown(town) != []


def test_the_state_of_a_feed_is_told_before_and_after_it_is_read(town: Town) -> None:
    row = flux(town)
    assert (row.state(), row.last_read()) == ("Sera lu dans quelques minutes.", "jamais")
    row.read_at = timezone.now()
    assert row.state() == "À jour\u00a0: 0 nouvelle."


def test_a_feed_is_asked_once_an_hour_and_not_where_the_module_is_off(town: Town, outside: Any) -> None:
    flux(town)
    asked = outside(lambda _request: httpx.Response(200, content=ATOM))
    now = timezone.now()
    for minutes in (0, 30, 61):
        source.refresh(now + timedelta(minutes=minutes))
    assert len(asked) == 2
    Commune.objects.filter(pk=town.commune.pk).update(options={"modules_off": ["flux_externes"]})
    assert (source.refresh(now + timedelta(minutes=200)), len(asked)) == (0, 2)


def test_another_address_starts_anew(town: Town) -> None:
    row = flux(town, validators={"etag": "x"}, asked_at=timezone.now())
    row.address = "https://ailleurs.example/rss.xml"
    row.full_clean()
    assert (row.address, row.validators, row.asked_at) == ("https://ailleurs.example/rss.xml", {}, None)


def test_a_line_says_its_origin_and_leads_there(town: Town) -> None:
    flux(town, line(), line("Collège", "2026-09-06", url=""))
    assert shown(town) == [
        "Collège 6\u00a0septembre 2026 D’après : Département, Aubord La D820 est fermée.".replace("\u00a0", " "),
        "Travaux 5\u00a0septembre 2026 D’après : Département, Aubord La D820 est fermée.".replace("\u00a0", " "),
    ]
    html = BeautifulSoup(render_page(town.page, draft=False), "html.parser")
    links = [(link["href"], link["rel"]) for link in html.select(".wire__list a")]
    assert links[0] == ("https://lot.example/", ["external", "nofollow"])
    assert ("https://lot.example/routes", ["external", "nofollow"]) in links
    assert html.select(".wire img") == []


def test_a_block_shows_one_feed_or_all_of_them_as_many_lines_as_asked(town: Town) -> None:
    flux(town, line("A", "2026-09-01"), line("B", "2026-09-03"))
    flux(town, line("C", "2026-09-02"), name="Parc")
    assert [text[0] for text in shown(town)] == ["B", "C", "A"]
    assert [text[0] for text in shown(town, name=" parc ")] == ["C"]
    assert [text[0] for text in shown(town, count=1)] == ["B"]
    assert shown(town, name="Personne") == []


def test_what_others_write_is_never_markup_of_ours(town: Town) -> None:
    flux(town, line("</h3><script>x</script>"))
    shown(town)
    assert "<script>x" not in render_page(town.page, draft=False)


def test_one_commune_never_shows_the_feeds_of_another(world: World, town: Town) -> None:
    flux(world.belleville, line("Belleville"))
    assert shown(town) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_one_query_whatever_the_number_of_feeds(town: Town, count: int) -> None:
    for number in range(count):
        flux(town, line(), name=f"Flux {number}")
    reader = Reader(town.commune.pk)
    with CaptureQueriesContext(connection) as captured:
        rows = MODULE.read(reader)
    assert (len(captured), len(rows["feeds"])) == (1, count)


def test_no_bake_and_no_visitor_asks_another_site(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    flux(town, line())

    def refuse() -> httpx.Client:
        raise AssertionError

    monkeypatch.setattr(fetching, "client", refuse)
    assert bake(town.commune).error == ""
    assert shown(town) != []
    callers = [
        path.name for path in Path(source.__file__).parent.glob("*.py") if "import source" in path.read_text("utf-8")
    ]
    assert callers == []


def test_where_the_module_is_off_nothing_of_it_is_left(town: Town) -> None:
    flux(town, line())
    Commune.objects.filter(pk=town.commune.pk).update(options={"modules_off": ["flux_externes"]})
    town.commune.refresh_from_db()
    assert shown(town) == []
    assert "wire" not in render_page(town.page, draft=False)


def test_a_contributor_adds_a_feed_and_reads_how_it_goes(town: Town) -> None:
    client = enter(town.contributeur)
    sent = client.post(
        reverse("flux_externes:add"),
        {"commune": town.commune.pk, "name": "Le Lot", "address": "https://lot.example/rss.xml"},
    )
    assert sent.status_code == 302
    row = Flux.objects.get()
    assert (row.commune, row.name) == (town.commune, "Le Lot")
    page = client.get(reverse("flux_externes:index")).content.decode()
    assert "Sera lu dans quelques minutes." in page
    assert "jamais" in page
    assert reverse("flux_externes:index") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_commune_has_ten_feeds_at_most_and_each_its_own_name(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "MOST", 2)
    flux(town)
    with pytest.raises(ValidationError, match="déjà ce nom"):
        Flux(commune=town.commune, name=f"Département, {town.name}", address="https://x.example/").full_clean()
    flux(town, name="Deux")
    with pytest.raises(ValidationError, match="au plus"):
        Flux(commune=town.commune, name="Trois", address="https://x.example/").full_clean()
    with pytest.raises(ValidationError, match="https://"):
        Flux(commune=town.commune, name="Trois", address="file:///etc/passwd").clean()


def test_feeds_that_fail_wait_on_the_desk(town: Town) -> None:
    flux(town, error="Le site de cette adresse ne répond pas.")
    flux(town, name="Sain")
    (waiting,) = MODULE.waiting(town.contributeur, [town.commune])
    assert (str(waiting.label), waiting.count) == ("Flux extérieurs en panne", 1)


def test_a_folder_brings_feeds_and_blocks(town: Town) -> None:
    files: Files = None  # type: ignore[assignment]  # nothing is asked of it
    table = {"flux": [{"nom": "Le Lot", "adresse": "https://lot.example/rss.xml"}]}
    assert [MODULE.take_over(town.commune, table, files) for _again in range(2)] == [True, False]
    made = build(Directive("flux", "Autour de nous", 'flux = "Le Lot"\nnombre = 3'), None)  # type: ignore[arg-type]
    assert made == {"type": "flux", "value": {"title": "Autour de nous", "name": "Le Lot", "count": 3}}

"""Calendars of others: what is read in them, what is refused, and what stays when they fail."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from cms.sources import fetching
from modules.agenda import openagenda, parse
from modules.agenda import source as sources
from modules.agenda.models import Source
from sites.models import BakeState, Commune
from tests.modules.agenda.factories import source
from tests.world import Town, World

SINCE, UNTIL = date(2026, 6, 1), date(2027, 6, 1)
PUBLIC = "93.184.215.14"
Answer = Callable[[httpx.Request], httpx.Response]


def ics(*lines: str, start: str = "DTSTART;TZID=Europe/Paris:20260620T200000", title: str = "Bal") -> bytes:
    event = ["BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", start, f"SUMMARY:{title}", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event, "END:VCALENDAR", ""]).encode()


def starts(content: bytes) -> list[str]:
    return [row["start"] for row in parse.dates(content, SINCE, UNTIL)]


def test_each_date_of_a_rule_is_read_but_those_taken_away() -> None:
    content = ics("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Paris:20260627T200000")
    assert starts(content) == ["2026-06-20T20:00:00", "2026-07-04T20:00:00"]


def test_a_moment_of_another_zone_is_told_in_that_of_paris() -> None:
    assert starts(ics(start="DTSTART:20260620T180000Z")) == ["2026-06-20T20:00:00"]


def test_a_whole_day_ends_on_its_own_day() -> None:
    (row,) = parse.dates(ics("DTEND;VALUE=DATE:20260621", start="DTSTART;VALUE=DATE:20260620"), SINCE, UNTIL)
    assert (row["all_day"], row["start"], row["end"]) == (True, "2026-06-20T00:00:00", "2026-06-20T00:00:00")


def test_a_rule_without_end_stops_at_the_horizon() -> None:
    found = starts(ics("RRULE:FREQ=DAILY"))
    assert (len(found), found[-1][:10]) == (347, "2027-06-01")


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=2", "FREQ=HOURLY"])
def test_a_rule_that_would_be_counted_for_hours_is_left_out(rule: str) -> None:
    assert starts(ics(f"RRULE:{rule}")) == []


def test_a_cancelled_event_is_left_out() -> None:
    assert starts(ics("STATUS:CANCELLED")) == []


def test_an_address_that_is_no_page_of_the_web_is_dropped() -> None:
    (row,) = parse.dates(ics("URL:javascript:alert(1)", "LOCATION:La\\, halle"), SINCE, UNTIL)
    assert (row["url"], row["place"]) == ("", "La, halle")


def test_an_openagenda_gives_each_of_its_timings() -> None:
    event = {
        "title": {"fr": "Visite", "en": "Visit"},
        "location": {"name": "Musée", "city": "Cahors"},
        "canonicalUrl": "https://openagenda.example/visite",
        "timings": [
            {"begin": "2026-06-20T14:00:00+02:00", "end": "2026-06-20T16:00:00+02:00"},
            {"begin": "2020-06-20T14:00:00+02:00", "end": "2020-06-20T16:00:00+02:00"},
        ],
    }
    (row,) = parse.dates(json.dumps({"events": [event, {"timings": 3}, None]}).encode(), SINCE, UNTIL)
    assert row == {
        "start": "2026-06-20T14:00:00", "end": "2026-06-20T16:00:00", "all_day": False, "title": "Visite",
        "place": "Musée, Cahors", "url": "https://openagenda.example/visite",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html><html></html>", "page"),
        (b"nothing", "broken"),
        (b"", "broken"),
        (b"{", "broken"),
        (b"[" * 3000, "broken"),
        (b'{"events": 3}', "broken"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "broken"),
        (json.dumps({"events": [{}] * 3001}).encode(), "long"),
    ],
)
def test_what_is_no_calendar_is_told_apart(content: bytes, code: str) -> None:
    with pytest.raises(parse.UnreadableError, match=code):
        parse.dates(content, SINCE, UNTIL)


# --- fetching --------------------------------------------------------------------------------------------------------
@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[httpx.Request]]:
    """Have the whole internet answered by a function; gives what was asked."""

    def answered(answer: Answer) -> list[httpx.Request]:
        asked: list[httpx.Request] = []

        def note(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return answer(request)

        monkeypatch.setattr(fetching, "client", lambda: httpx.Client(transport=httpx.MockTransport(note)))
        monkeypatch.setattr(fetching, "public_address", lambda _host, _port: PUBLIC)
        return asked

    return answered


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


def coming() -> bytes:
    day = timezone.localdate() + timedelta(days=5)
    return ics(start=f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T200000")


def commit() -> None:
    """What the end of a transaction does, which a test never reaches."""
    for waiting in connection.run_on_commit:
        waiting[1]()
    connection.run_on_commit.clear()


def dirty(town: Town) -> bool:
    return BakeState.objects.get(commune=town.commune).dirty_at is not None


@pytest.fixture
def row(town: Town) -> Source:
    made = source(town)
    commit()
    BakeState.objects.update(dirty_at=None)
    return made


def test_the_worker_reads_a_source_and_asks_for_the_site(row: Source, town: Town, outside: Any) -> None:
    asked = outside(lambda _request: httpx.Response(200, content=coming(), headers={"etag": '"a"'}))
    assert sources.refresh() == 1
    commit()
    row.refresh_from_db()
    assert ([event["title"] for event in row.events], row.error, row.validators) == (["Bal"], "", {"etag": '"a"'})
    assert dirty(town)
    assert (asked[0].url.host, asked[0].headers["host"]) == (PUBLIC, "agenda.example")


def test_the_second_time_only_a_change_is_asked_for(row: Source, town: Town, outside: Any) -> None:
    Source.objects.update(validators={"etag": '"a"'}, events=[{"title": "Bal"}])
    asked = outside(lambda _request: httpx.Response(304))
    sources.refresh()
    commit()
    row.refresh_from_db()
    assert asked[0].headers["if-none-match"] == '"a"'
    assert (row.events, row.error, dirty(town)) == ([{"title": "Bal"}], "", False)


def test_a_source_is_asked_once_an_hour(row: Source, outside: Any) -> None:
    asked = outside(lambda _request: httpx.Response(200, content=coming()))
    now = timezone.now()
    for minutes in (0, 30, 61):
        sources.refresh(now + timedelta(minutes=minutes))
    assert len(asked) == 2


def weighty() -> Iterator[bytes]:
    for _block in range(50):
        yield b"x" * 1024 * 1024


def away(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("away")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda _request: httpx.Response(200, content=weighty()), "plus de 5\u00a0Mo"),
        (
            lambda _request: httpx.Response(
                200, content=gzip.compress(b"x" * 50 * 1024 * 1024), headers={"content-encoding": "gzip"}
            ),
            "plus de 5\u00a0Mo",
        ),
        (lambda _request: httpx.Response(500), "refuse de le donner (500)"),
        (lambda _request: httpx.Response(200, content=b"<html>"), "mène à une page"),
        (lambda request: httpx.Response(302, headers={"location": str(request.url)}), "renvoie sans fin"),
        (away, "ne répond pas"),
    ],
    ids=["fifty megabytes", "a bomb", "an error", "a page", "a loop", "away"],
)
def test_a_source_that_fails_keeps_its_last_good_events_and_says_so(
    row: Source, outside: Any, answer: Answer, sentence: str
) -> None:
    Source.objects.update(events=[{"title": "Bal"}])
    outside(answer)
    sources.refresh()
    row.refresh_from_db()
    assert sentence in row.error
    assert row.events == [{"title": "Bal"}]
    assert row.state() == f"{row.error} 1 date déjà reprise reste en ligne."


def test_a_slow_source_is_left(row: Source, outside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_SECONDS", -1.0)
    outside(lambda _request: httpx.Response(200, content=coming()))
    sources.refresh()
    row.refresh_from_db()
    assert "trop de temps" in row.error


def test_a_source_of_a_commune_without_the_module_is_not_asked(row: Source, outside: Any) -> None:
    commune = Commune.objects.get(pk=row.commune_id)
    commune.options = {"modules_off": ["agenda"]}
    commune.save()
    asked = outside(lambda _request: httpx.Response(200, content=coming()))
    assert (sources.refresh(), asked) == (0, [])


API = "https://api.openagenda.com/v2/agendas/123/events?key=abc&city[]=Cahors"


def told(number: int, **more: Any) -> dict[str, Any]:
    """An event as the API gives it, five days from now."""
    start = timezone.localtime() + timedelta(days=5)
    timing = {"begin": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
    return {
        "title": f"Visite {number}", "slug": f"visite-{number}", "status": 1, "timings": [timing],
        "location": {"name": "Musée", "city": "Cahors"}, "originAgenda": {"slug": "grand-cahors"}, **more,
    }  # fmt: skip


def test_the_api_of_openagenda_is_read_to_its_last_page(
    row: Source, outside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openagenda, "PAGE_SIZE", 2)
    Source.objects.update(address=API)
    pages = {
        (): {"events": [told(1), told(2, status=6)], "after": [1700000000, 42]},
        ("1700000000", "42"): {"events": [told(3)], "after": [1800000000, 43]},
    }
    asked = outside(lambda request: httpx.Response(200, json=pages[tuple(request.url.params.get_list("after[]"))]))
    sources.refresh()
    row.refresh_from_db()
    assert (row.error, [event["title"] for event in row.events]) == ("", ["Visite 1", "Visite 3"])
    assert row.events[0]["url"] == "https://openagenda.com/fr/grand-cahors/events/visite-1"
    first = asked[0].url.params
    assert (len(asked), asked[0].headers["host"], first["key"], first["city[]"]) == (
        2,
        openagenda.HOST,
        "abc",
        "Cahors",
    )
    assert {"timings", "title"} <= set(first.get_list("includeFields[]"))
    assert first.get_list("relative[]") == ["current", "upcoming"]


def test_an_api_without_end_is_left(row: Source, outside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openagenda, "PAGE_SIZE", 1)
    Source.objects.update(address=API)
    asked = outside(lambda _request: httpx.Response(200, json={"events": [told(1)], "after": [1, 2]}))
    sources.refresh()
    row.refresh_from_db()
    assert "plus de 3 000 évènements" in row.error.replace("\u00a0", " ")
    assert len(asked) == openagenda.MAX_PAGES


def endless(row: Source, outside: Any, answered: Callable[[], httpx.Response]) -> list[httpx.Request]:
    """An API whose pages always name another one."""
    Source.objects.update(address=API, events=[{"title": "Bal"}])
    asked: list[httpx.Request] = outside(lambda _request: answered())
    sources.refresh()
    row.refresh_from_db()
    assert row.events == [{"title": "Bal"}]
    return asked


def test_the_pages_of_an_api_share_one_deadline(row: Source, outside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(fetching, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(openagenda, "PAGE_SIZE", 1)

    def slow() -> httpx.Response:
        clock[0] += 8.0
        return httpx.Response(200, json={"events": [told(1)], "after": [1]})

    asked = endless(row, outside, slow)
    assert "trop de temps" in row.error
    assert [request.extensions["timeout"]["read"] for request in asked] == [8.0, 8.0, 4.0]


def test_the_pages_of_an_api_share_one_weight(row: Source, outside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openagenda, "PAGE_SIZE", 1)
    heavy = {"events": [told(1, more="x" * 2 * 1024 * 1024)], "after": [1]}
    asked = endless(row, outside, lambda: httpx.Response(200, json=heavy))
    assert "plus de 5\u00a0Mo" in row.error
    assert len(asked) == 3


@pytest.mark.parametrize("code", [401, 403])
def test_a_key_that_is_refused_is_told(row: Source, outside: Any, code: int) -> None:
    Source.objects.update(address=API)
    outside(lambda _request: httpx.Response(code))
    sources.refresh()
    row.refresh_from_db()
    assert "refuse cette clé" in row.error
    assert "abc" not in row.error


def test_a_page_that_is_none_in_the_middle_keeps_what_was_there(
    row: Source, outside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openagenda, "PAGE_SIZE", 1)
    Source.objects.update(address=API, events=[{"title": "Bal"}])
    answers = iter([httpx.Response(200, json={"events": [told(1)], "after": [1]}), httpx.Response(200, content=b"[")])
    outside(lambda _request: next(answers))
    sources.refresh()
    row.refresh_from_db()
    assert row.events == [{"title": "Bal"}]
    assert "pas un calendrier lisible" in row.error


def test_the_api_asks_for_a_key(row: Source) -> None:
    row.address = "https://api.openagenda.com/v2/agendas/123/events"
    with pytest.raises(Exception, match="clé publique"):
        row.clean()


def test_webcal_is_https_and_nothing_else_is_taken(row: Source) -> None:
    row.address = "webcal://agenda.example/a.ics"
    row.clean()
    assert row.address == "https://agenda.example/a.ics"
    with pytest.raises(Exception, match="https://"):
        Source(commune=row.commune, name="x", address="file:///etc/passwd").clean()


def test_nothing_here_is_called_by_a_request() -> None:
    callers = [
        path.name
        for path in Path(sources.__file__).parent.glob("*.py")
        if "agenda import source" in path.read_text("utf-8")
    ]
    assert callers == []


def test_a_date_is_a_moment_of_paris() -> None:
    assert datetime.fromisoformat(starts(ics())[0]).tzinfo is None

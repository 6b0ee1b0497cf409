"""What is kept of a feed: words without markup, addresses of the web, days of Paris."""

import time

import pytest

from modules.flux_externes import parse
from tests.modules.flux_externes.factories import ATOM, RSS

AT = "https://lot.example/flux/rss.xml"


def item(title: str = "x", link: str = "https://lot.example/", more: str = "") -> bytes:
    inside = f"<item><title>{title}</title><link>{link}</link>{more}</item>"
    return f'<rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()


def test_an_rss_feed_gives_words_alone_with_absolute_addresses_and_days_of_paris() -> None:
    assert parse.feed_of(RSS, AT) == {
        "home": "https://lot.example/",
        "entries": [
            {
                "title": "Travaux & déviations",
                "url": "https://lot.example/routes/d820",
                "day": "2026-09-05",  # half past midnight in Paris
                "text": "La D820 est fermée.",
            },
            {"title": "Collège", "url": "https://lot.example/college", "day": "2026-09-02", "text": ""},
        ],
    }


def test_an_atom_feed_is_read_too() -> None:
    found = parse.feed_of(ATOM, AT)
    assert found["home"] == "https://parc.example/"
    assert found["entries"] == [
        {"title": "Sentier ouvert", "url": "https://parc.example/1", "day": "2026-09-01", "text": "Bonne marche."}
    ]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://moi:secret@lot.example/",
        "https://lot.example/" + "a" * 700, "http://[", "http://", "mailto:a@b.example", 'https://lot.example/"x',
    ],
)  # fmt: skip
def test_an_address_that_is_not_one_of_the_web_is_dropped_and_its_words_stay(link: str) -> None:
    (row,) = parse.feed_of(item("Titre", link), AT)["entries"]
    assert (row["title"], row["url"]) == ("Titre", "")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;Bal", "Bal"),
        ("&lt;img src=x onerror=alert(1)&gt;Bal", "Bal"),
        ("Bal\u202eà l’envers\u200b", "Bal à l’envers"),
        ("&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;Deux&lt;/p&gt;", "Un Deux"),
        ("&lt;style&gt;p{}&lt;/style&gt;Bal", "Bal"),
        ("a" * 10 + " mot" * 100, "a" * 10 + " mot" * 37 + "…"),
    ],
)
def test_a_title_is_words_on_one_line(markup: str, words: str) -> None:
    (row,) = parse.feed_of(item(markup), AT)["entries"]
    assert row["title"] == words


def test_a_line_without_title_or_with_a_date_that_is_none_stops_nothing() -> None:
    content = item("", more="") + b""
    assert parse.feed_of(content, AT)["entries"] == []
    (row,) = parse.feed_of(item(more="<pubDate>hier</pubDate>"), AT)["entries"]
    assert row["day"] == ""


def test_twenty_lines_are_kept_the_newest_first() -> None:
    items = "".join(
        f"<item><title>n{number}</title><pubDate>{number:02d} Sep 2026 08:00:00 GMT</pubDate></item>"
        for number in range(1, 31)
    )
    entries = parse.feed_of(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), AT)["entries"]
    assert [len(entries), entries[0]["title"], entries[-1]["title"]] == [20, "n30", "n11"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "broken"),
        (b"nothing", "broken"),
        (b"\xff\xfe\x00", "broken"),
        (b"{}", "broken"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "page"),
    ],
)
def test_what_is_no_feed_is_told_apart(content: bytes, code: str) -> None:
    with pytest.raises(parse.UnreadableError, match=code):
        parse.feed_of(content, AT)


def test_a_page_that_announces_its_feed_gives_its_address() -> None:
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    with pytest.raises(parse.UnreadableError) as raised:
        parse.feed_of(page, AT)
    assert raised.value.feed == "https://lot.example/rss.xml"


@pytest.mark.parametrize("content", [b"http://127.0.0.1:9/", b"pyproject.toml", b"/etc/hostname"])
def test_a_content_that_names_a_file_or_an_address_opens_nothing(content: bytes) -> None:
    with pytest.raises(parse.UnreadableError, match="broken"):
        parse.feed_of(content, AT)


def test_entities_of_the_document_are_neither_read_from_a_file_nor_multiplied() -> None:
    billion = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "x">{billion}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    began = time.process_time()
    (row,) = parse.feed_of(bomb.encode() + item("&a9;&f; Bal"), AT)["entries"]
    assert time.process_time() - began < 5
    assert "root:" not in row["title"]
    assert len(row["title"]) <= parse.MAX_TITLE

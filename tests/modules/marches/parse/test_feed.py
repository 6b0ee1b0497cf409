"""A feed of a platform, whatever its form, by a mapping that may be adjusted."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from modules.marches.parse import feed
from modules.marches.parse.values import UnreadableError
from sites.law.dated import PARIS
from tests.modules.marches.parse.fixtures import RSS

TODAY = date(2026, 11, 23)
BASE = "https://plateforme.example/flux"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>u</id><updated>2026-11-02T08:00:00Z</updated>
<entry><id>7</id><title>Voirie</title><link href="/avis/7"/><updated>2026-11-02T08:00:00Z</updated>
<summary>Date limite de remise des plis : 08/12/2026 12:00</summary></entry></feed>"""


def read(content: str | bytes, **mapping: Any) -> Any:
    written = content if isinstance(content, bytes) else content.encode()
    return feed.read(written, mapping, BASE, TODAY, "s1")


def test_rss_is_understood_without_a_word_of_the_webmestre() -> None:
    (one,) = read(RSS).notices
    assert one.title == "Réfection du toit"  # HTML in a title is words, its script nothing
    assert (one.reference, one.category, one.procedure) == ("2026-T-07", "travaux", "adaptee")
    assert one.deadline == datetime(2026, 12, 4, 12, tzinfo=PARIS)
    assert (one.url, one.published) == ("https://plateforme.example/avis/1", date(2026, 11, 2))


def test_atom_is_understood_too_and_its_relative_addresses_are_completed() -> None:
    (one,) = read(ATOM).notices
    assert (one.title, one.url) == ("Voirie", "https://plateforme.example/avis/7")
    assert one.deadline == datetime(2026, 12, 8, 12, tzinfo=PARIS)


def test_a_mapping_names_the_place_and_the_words_around() -> None:
    rows = {"data": {"avis": [{"lib": "AO – Voirie [2026-V-1]", "fin": {"quand": "2026-12-04T14:00:00Z"}}]}}
    champs = {"objet": ["lib", "AO –", "["], "reference": ["lib", "[", "]"], "limite": ["fin.quand", "", ""]}
    found = read(json.dumps(rows), champs=champs, chemin="data.avis", heure_de_paris=True)
    (one,) = found.notices
    assert (one.title, one.reference) == ("Voirie", "2026-V-1")
    assert one.deadline == datetime(2026, 12, 4, 14, tzinfo=PARIS)


def test_a_table_of_forty_columns_is_read_by_those_that_are_known() -> None:
    names = ["Objet", "Date limite", *(f"c{number}" for number in range(38))]
    cells = ["Voirie", "04/12/2026 12:00", *("x" for _ in range(38))]
    (one,) = read(";".join(names) + "\n" + ";".join(cells)).notices
    assert (one.title, one.deadline) == ("Voirie", datetime(2026, 12, 4, 12, tzinfo=PARIS))


def test_a_table_in_latin_1_is_read() -> None:
    (one,) = read("objet;reference\nRéfection;A-1\n".encode("latin-1")).notices
    assert (one.title, one.reference) == ("Réfection", "A-1")


def test_what_is_not_understood_is_told_and_stops_nothing() -> None:
    table = "objet;limite;montant;publie_le\n;;;\nSans objet mais;bientôt;1e17;01/01/2099\nBon;04/12/2026;;\n;x;;\n"
    found = read(table)
    assert [one.title for one in found.notices] == ["Sans objet mais", "Bon"]
    assert [(fault.code, fault.where) for fault in found.faults] == [
        ("deadline", "1"), ("date", "1"), ("amount", "1"), ("title", "3"),
    ]  # fmt: skip


def test_a_feed_says_when_a_consultation_is_cancelled() -> None:
    natures = [feed.nature_of(words, "") for words in ("Avis d’annulation", "Déclaration sans suite", "Rectificatif")]
    assert natures == ["annulation", "annulation", "rectificatif"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>captcha</body></html>", "page"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rss/>', "bomb"),
        (b"{}", "broken"),
        (b"mots sans colonne", "broken"),
        (b";".join([b"c"] * 300) + b"\n", "wide"),
    ],
)
def test_what_is_no_feed_says_so(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError, match=code):
        read(content)

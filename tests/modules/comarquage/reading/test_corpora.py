"""Whole feeds, where they are kept: no sheet loses a word, no link within the guide is dead."""

import itertools
import os
import re
from collections import Counter
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from lxml import etree

from modules.comarquage.reading import archive, corpus
from modules.comarquage.reading.scene import AUDIENCES, GUIDE
from modules.comarquage.reading.sheet import made
from modules.comarquage.reading.tree import Element
from sites.composing.sheets import Sheet

ROOT = Path(__file__).resolve().parents[4]
CORPORA = Path(os.environ.get("BEFFROI_CORPUS", ROOT.parent / "shared" / "data")) / "comarquage" / "corpus-2020-11"
FEEDS = {"part": "particuliers", "pro": "professionnels", "asso": "associations"}
HOMES = {GUIDE, *(f"{GUIDE}{folder}/" for folder in AUDIENCES.values())}
# What holds the words of a sheet; the rest of a file says where it stands.
TEXTS = frozenset({"Introduction", "Texte", "ListeSituations", "Avertissement", "Problematiques", "Questionnaire"})

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="The feeds of 2020 are not kept here (BEFFROI_CORPUS).")


@pytest.fixture(scope="module")
def feeds() -> dict[str, Element]:
    """Every sheet of the corpus by its key."""
    found: dict[str, Element] = {}
    for name, audience in FEEDS.items():
        if (kept := CORPORA / f"vosdroits-{name}.zip").exists():
            read = corpus.read(audience, archive.sheets(kept))
            assert read.refused == {}
            found |= {f"{audience}/{ident}": root for ident, root in read.roots.items()}
    return found


@pytest.fixture(scope="module")
def pages(feeds: dict[str, Element]) -> dict[str, Sheet]:
    roots = [(key.split("/")[0], root) for key, root in feeds.items()]
    catalogue = {(audience, root.get("ID")): "x" for audience, root in roots}
    shown = list(made(roots, catalogue, date(2026, 11, 23)))
    assert sum((Counter(unknown) for _sheet, unknown in shown), Counter()) == {}
    return {sheet.key: sheet for sheet, _unknown in shown}


def test_no_link_within_the_guide_is_dead(pages: dict[str, Sheet]) -> None:
    dead = []
    for key, sheet in pages.items():
        ids = re.findall(r' id="([^"]*)"', sheet.body)
        assert len(ids) == len(set(ids)), key
        for where in re.findall(r'href="([^"]*)"', sheet.body):
            if where.startswith("#") and where[1:] not in ids:
                dead.append((key, where))
            if where.startswith("/") and where not in HOMES and where[len(GUIDE) : -1] not in pages:
                dead.append((key, where))
    assert dead == []


def test_headings_never_leap(pages: dict[str, Sheet]) -> None:
    leaps = []
    for key, sheet in pages.items():
        levels = [int(a or b) for a, b in re.findall(r'<h(\d)|aria-level="(\d)"', sheet.body)]
        if levels[0] != 1 or any(lower > upper + 1 for upper, lower in itertools.pairwise(levels)):
            leaps.append(key)
    assert leaps == []


def test_no_word_of_a_sheet_is_lost(feeds: dict[str, Element], pages: dict[str, Sheet]) -> None:
    lost = {}
    for key, root in feeds.items():
        needed = Counter(
            word for part in root if part.tag in TEXTS for word in _words(etree.tostring(part, encoding="unicode"))
        )
        shown = Counter(_words(pages[key].body))
        if missing := needed - shown:
            lost[key] = missing
    assert lost == {}


def _words(markup: str) -> list[str]:
    bare = re.sub(r"<PivotLocal>[^<]*</PivotLocal>|<[^>]+/>", "", markup)
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", bare)))

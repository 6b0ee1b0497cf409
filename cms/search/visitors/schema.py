"""The fields of a visitors' shard, and what each word weighs by where it stands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from whoosh.fields import ID, STORED, TEXT, Schema

from cms.search.analysis import VERSION, French
from cms.search.shards import Shard
from cms.search.visitors.entries import Entry
from cms.search.visitors.reading import Words

WEIGHTS: Mapping[str, float] = {"title": 6.0, "headings": 2.5, "summary": 2.5, "text": 1.0, "links": 0.3}
WHOLE = "whole"  # every word as it is written: to complete, and to correct
BEGINNING = "beginning"  # the words of the title, as they are written
# Characters kept to show an extract of, and characters looked in.
SHOWN, READ = 12_000, 200_000
FIELDS = 3  # to be changed with the fields


def schema() -> Schema:
    """A new one at each call."""
    made = Schema(
        key=ID(unique=True, stored=True),
        digest=STORED,
        kind=ID(stored=True, sortable=True),
        rubrique=ID(stored=True, sortable=True),
        year=ID(stored=True, sortable=True),
        day=STORED,
        shown=STORED,
    )
    for name in WEIGHTS:
        made.add(name, TEXT(analyzer=French(), phrase=False, stored=name in {"title", "summary"}))
    for name in (WHOLE, BEGINNING):
        made.add(name, TEXT(analyzer=French(whole=True), phrase=False))
    return made


def folder_of(insee: str) -> Path:
    """Where the index of a commune lies, beside the texts of its documents."""
    return Path(settings.BEFFROI_VAR) / "search" / "visitors" / insee


def shard_of(insee: str) -> Shard:
    """The visitors' shard of a commune."""
    return Shard(folder_of(insee) / "index", schema, f"{VERSION}.{FIELDS}")


def document(entry: Entry, words: Words, text: str | None) -> dict[str, Any]:
    """An entry as it is indexed: ``words`` of its page, ``text`` of its file."""
    whole = " \n".join(part for part in (entry.words, words.text, text or "") if part)[:READ]
    return {
        "key": entry.url,
        "digest": entry.digest(text),
        "kind": entry.kind,
        "rubrique": entry.rubrique,
        "year": str(entry.day.year) if entry.day else "",
        "day": entry.day.isoformat() if entry.day else "",
        "title": entry.title,
        "summary": entry.summary,
        "headings": words.headings,
        "text": whole,
        "links": words.links,
        "shown": whole[:SHOWN],
        BEGINNING: entry.title,
        WHOLE: f"{entry.title} {entry.summary} {words.headings} {whole}",
    }

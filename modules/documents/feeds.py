"""The acts as an Atom feed. Rendered twice from the same acts, it is the same to the byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from feedgen.feed import FeedGenerator

from modules.documents.actes.shown import Act

MAX_ENTRIES = 50
ATOM, ATOM_TYPE = "actes.xml", "application/atom+xml"
DAWN = datetime(2020, 1, 1, tzinfo=UTC)  # the age of a feed where nothing was ever published


@dataclass(frozen=True, slots=True)
class Source:
    """What the feed says of its commune; ``url`` is the page of the acts, ``feed_url`` its own address."""

    insee: str
    author: str
    title: str
    origin: str
    url: str
    feed_url: str


def feed(acts: Sequence[Act], source: Source) -> bytes:
    """``acts`` from the newest on."""
    generator = FeedGenerator()
    generator.id(identifier(source.insee, "feed", 0))
    generator.title(source.title)
    generator.subtitle(source.title)
    generator.author({"name": source.author})
    generator.language("fr")
    generator.generator("Beffroi")
    generator.link(href=source.origin + source.url, rel="alternate", type="text/html")
    generator.link(href=source.origin + source.feed_url, rel="self", type=ATOM_TYPE)
    generator.updated(max((changed(act) for act in acts), default=DAWN))
    for act in reversed(acts[:MAX_ENTRIES]):  # feedgen puts the last one added first
        _add(generator, act, source)
    return bytes(generator.atom_str(pretty=True))


def _add(generator: Any, act: Act, source: Source) -> None:
    entry = generator.add_entry()
    entry.id(identifier(source.insee, "acte", act.id))
    entry.title(" – ".join(part for part in (f"{act.kind.label} {act.number}".strip(), act.title) if part))
    entry.link(href=source.origin + act.url, rel="alternate", type="text/html")
    entry.author({"name": source.author})
    entry.category({"term": act.kind.code, "label": act.kind.label})
    entry.published(act.copies[-1].put_online_at)
    entry.updated(changed(act))


def identifier(insee: str, kind: str, number: int) -> str:
    """Stays the same when the address of the act, or that of the site, changes."""
    return uuid5(NAMESPACE_URL, f"beffroi/{insee}/documents/{kind}/{number}").urn


def changed(act: Act) -> datetime:
    """When a copy last came or left."""
    return max(copy.withdrawn_at or copy.put_online_at for copy in act.copies)

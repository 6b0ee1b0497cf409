"""One file of the feed as a tree, read without entities, DTD or network; and what is asked of its elements."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from lxml import etree

Element = Any  # lxml ships no types
FIRST_DAY = date(2000, 1, 1)  # the site that publishes the sheets was born in that year
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MAX_DEPTH = 200
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
ROOTS = frozenset({"Publication", "ServiceComplementaire"})


class UnreadableError(ValueError):
    """The file is no sheet; ``str()`` says why, in a French sentence."""


def parsed(content: bytes) -> Element:
    """The root of one sheet. ``UnreadableError`` for what is no XML, declares entities, or is no sheet."""
    if DECLARED.search(content):
        raise UnreadableError("Le fichier déclare des entités, ce que le guide n’admet pas.")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as reason:
        raise UnreadableError("Le fichier n’est pas un document XML lisible.") from reason
    if root.getroottree().docinfo.doctype:  # written in an encoding that the bytes above do not show
        raise UnreadableError("Le fichier déclare des entités, ce que le guide n’admet pas.")
    if root.tag not in ROOTS or not root.get("ID"):
        raise UnreadableError("Le fichier n’est pas une fiche.")
    return root


def name(element: Element) -> str:
    """The name of an element as the feed writes it: « Chapitre », « dc:date »."""
    return _named(element.tag)


@lru_cache(maxsize=2_000)
def _named(tag: str) -> str:
    return f"dc:{tag[len(DUBLIN) :]}" if tag.startswith(DUBLIN) else tag.rsplit("}", 1)[-1]


def text(element: Element | None) -> str:
    """The words of an element and all it holds, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def meta(root: Element, field: str) -> str:
    """One field of the Dublin Core of the sheet: ``title``, ``date``."""
    return text(root.find(f"{DUBLIN}{field}"))


def day(said: str, latest: date) -> date | None:
    """The day in « modified 2020-11-12 »; nothing when it is absurd, or after ``latest``."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", said)
    try:
        when = date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
    return when if when and FIRST_DAY <= when <= latest else None


def each(element: Element, *names: str) -> Iterator[Element]:
    """The children of these names, in their order."""
    return (child for child in element if name(child) in names)

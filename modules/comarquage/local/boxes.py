"""What stands beside each sheet on one site. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

TOWN_HALL, DEPARTEMENT, PLATFORM = "mairie", "departement", "cdg"
ORDER = (TOWN_HALL, DEPARTEMENT, PLATFORM)  # the nearest first
SHOWN = 3  # offices of one kind


@dataclass(frozen=True, slots=True)
class Said:
    """A few words beside a sheet, and where they lead. ``by``: whose they are."""

    sheet: str
    by: str
    kind: str
    title: str
    text: str = ""
    page_id: int | None = None
    url: str = ""
    label: str = ""

    @property
    def paragraphs(self) -> list[str]:
        """As they were written, blank lines between them."""
        return [it.strip() for it in self.text.replace("\r\n", "\n").split("\n\n") if it.strip()]


@dataclass(frozen=True, slots=True)
class Box:
    """All that is said beside one sheet. ``anchor`` is unique in the page."""

    name: str
    anchor: str
    said: tuple[Said, ...]


def boxes(rows: Iterable[Said]) -> tuple[Box, ...]:
    """One for each sheet, in the order of their keys."""
    told = sorted(rows, key=lambda row: (row.sheet, ORDER.index(row.by)))
    return tuple(
        Box(f"sheet:{key}", "ici-" + key.replace("/", "-").lower(), tuple(found))
        for key, found in groupby(told, key=lambda row: row.sheet)
    )


@dataclass(frozen=True, slots=True)
class Office:
    """An office that serves the commune. ``hours``: sentences; ``anchor`` is unique in the page."""

    anchor: str
    name: str
    address: str = ""
    postcode: str = ""
    town: str = ""
    telephone: str = ""
    email: str = ""
    site: str = ""
    hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """The offices of one kind that serve the commune, beside the sheets that send to them."""

    name: str
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Services:
    """All of them, and the date of the directory that tells them."""

    kinds: tuple[Kind, ...] = ()
    dated: date | None = None


def services(kinds: Mapping[str, Sequence[str]], told: Mapping[str, Mapping[str, Any]], dated: date | None) -> Services:
    """``kinds``: identifiers by kind; ``told``: what is known of each. A kind of many offices shows the first ones."""
    shown = {kind: [told[ident] for ident in idents if ident in told][:SHOWN] for kind, idents in kinds.items()}
    return Services(
        tuple(
            Kind(kind, tuple(_office(f"ici-{kind}-{place}", one) for place, one in enumerate(those, 1)))
            for kind, those in sorted(shown.items())
            if those
        ),
        dated,
    )


def _office(anchor: str, told: Mapping[str, Any]) -> Office:
    return Office(anchor, **{**told, "hours": tuple(told.get("hours", ()))})

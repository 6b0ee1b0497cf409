"""Notices of several sources that speak of one contract, put together; what corrects or cancels it, linked. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Lot, Notice
from modules.marches.parse.values import plain

#: Whose word is taken first where two differ: what the town hall wrote, then what its platform says of it.
TRUST = ("saisie", "flux", "boamp", "fichier", "decp")
IDM = re.compile(r"\bIDM=(\d+)", re.IGNORECASE)
BOAMP = re.compile(r"boamp\.fr/.*?(\d{2}-\d{3,6})\b", re.IGNORECASE)
CONSULTATION = re.compile(r"/entreprise/consultation/(\d+)|\brefConsultation=(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A notice as it is stored: its source, the address it got when it was first seen, its rank."""

    id: int
    slug: str
    origin: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class Contract:
    """All that is known of one contract. ``rows`` are in the order in which they were published."""

    rows: tuple[Row, ...]

    @property
    def notices(self) -> tuple[Notice, ...]:
        """In the order in which they were published."""
        return tuple(row.notice for row in self.rows)

    @property
    def slug(self) -> str:
        """The address of what was seen first: it stays when others join."""
        return min(self.rows, key=lambda row: row.id).slug

    @property
    def natures(self) -> tuple[str, ...]:
        """What was published of it."""
        return tuple(one.nature for one in self.notices)

    @property
    def deadline(self) -> datetime | None:
        """The last correction's, else that of the most trusted."""
        return self._until[0]

    @property
    def day_only(self) -> bool:
        """Whether the source gave no hour."""
        return self._until[1]

    @property
    def _until(self) -> tuple[datetime | None, bool]:
        corrections = [one for one in self.notices if one.nature == common.CORRECTION and one.deadline]
        own = [row.notice for row in self._trusted if row.origin == "saisie" and row.notice.deadline]
        last = corrections[-1:] if not own or (corrections[-1:] and _later(corrections[-1], own[0])) else []
        for one in [*last, *own, *(row.notice for row in self._trusted)]:
            if one.deadline:
                return one.deadline, one.day_only
        return None, False

    @property
    def _trusted(self) -> list[Row]:
        order = {name: place for place, name in enumerate(TRUST)}
        return sorted(self.rows, key=lambda row: (order.get(row.origin, len(TRUST)), _rank(row.notice)))

    def first(self, name: str) -> Any:
        """The value of a field in the most trusted notice that has one."""
        return next((value for row in self._trusted if (value := getattr(row.notice, name))), None)

    @property
    def title(self) -> str:
        """What is bought."""
        return str(self.first("title") or "")

    @property
    def holders(self) -> tuple[str, ...]:
        """Who got it: names before numbers."""
        found = [row.notice.holders for row in self._trusted if row.notice.holders]
        named = [names for names in found if not all(name.startswith("SIRET ") for name in names)]
        return next(iter(named or found), ())

    @property
    def lots(self) -> tuple[Lot, ...]:
        """Its parts."""
        found: tuple[Lot, ...] = self.first("lots") or ()
        return found

    @property
    def procedure(self) -> str:
        """The code of its procedure."""
        kinds = [row.notice.procedure for row in self._trusted]
        return next((kind for kind in kinds if kind != common.OTHER), common.OTHER)

    @property
    def published(self) -> date | None:
        """The day of its first notice."""
        return min((one.published for one in self.notices if one.published), default=None)

    @property
    def last_published(self) -> date | None:
        """The day of its last notice."""
        return max((one.published for one in self.notices if one.published), default=None)

    @property
    def amount(self) -> float | None:
        """What was agreed, of what was awarded alone: an estimate is no price."""
        told = [row.notice.amount for row in self._trusted if row.notice.nature in (common.AWARD, common.DATA)]
        return next((euros for euros in told if euros), None)

    @property
    def corrections(self) -> tuple[Notice, ...]:
        """What corrected or cancelled it, or told who got it."""
        return tuple(
            one for one in self.notices if one.nature in (common.CORRECTION, common.CANCELLATION, common.AWARD)
        )


def _later(one: Notice, other: Notice) -> bool:
    return bool(one.published and other.published and one.published > other.published)


def _rank(one: Notice) -> tuple[bool, date]:
    return one.nature != common.CALL, one.published or date.min


def contracts(rows: Iterable[Row]) -> list[Contract]:
    """The rows by contract."""
    groups: dict[int, list[Row]] = {}
    owner: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.id):
        signs = list(_signs(row.notice))
        joined = sorted({owner[sign] for sign in signs if sign in owner})
        home = joined[0] if joined else row.id
        groups.setdefault(home, []).append(row)
        for other in joined[1:]:
            groups[home] += groups.pop(other)
            owner.update({sign: home for sign, place in owner.items() if place == other})
        owner.update(dict.fromkeys(signs, home))
    return [Contract(tuple(_ordered(group))) for group in groups.values()]


def _ordered(rows: Sequence[Row]) -> list[Row]:
    order = {common.CALL: 0, common.CORRECTION: 1, common.CANCELLATION: 2, common.AWARD: 3, common.DATA: 4}
    return sorted(rows, key=lambda row: (row.notice.published or date.max, order.get(row.notice.nature, 0), row.id))


def _signs(one: Notice) -> Iterator[str]:
    """What two notices of one contract have in common."""
    yield one.key
    yield from one.related
    if one.folder:
        yield f"folder:{one.folder}"
    for link in (one.url, one.file_url, one.deposit_url):
        host = (urlsplit(link).hostname or "").removeprefix("www.")
        if seen := IDM.search(link):
            yield f"idm:{host}:{seen[1]}"
        if seen := CONSULTATION.search(link):
            yield f"consultation:{host}:{seen[1] or seen[2]}"
        if seen := BOAMP.search(link):
            yield f"boamp:{seen[1]}"
    if seen := BOAMP.search(one.summary):
        yield f"boamp:{seen[1]}"
    if one.reference and (short := reference_key(one.reference)):
        yield f"reference:{short}"


def reference_key(reference: str) -> str:
    """A reference as references are compared; one of a single sign or two names nothing."""
    bare = re.sub(r"[^a-z0-9]", "", plain(reference))
    return bare if len(bare) > 2 and any(sign.isdigit() for sign in bare) else ""  # noqa: PLR2004

"""The council as templates show it: groups of members in the order of the table, then commissions. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

# Groups, in the order of the page. That of the law (CGCT, L2121-1) is the order in which members were put.
GROUPS = ("maire", "delegue", "conseiller")


@dataclass(frozen=True, slots=True)
class Presented:
    """One elected person, as the town hall presents them: no address, no telephone of their own."""

    id: int
    name: str
    group: str
    function: str
    delegations: str
    majority: str
    hours: str


@dataclass(frozen=True, slots=True)
class Member(Presented):
    """As templates show them."""

    photo_id: int | None

    @property
    def initials(self) -> str:
        """For who has no photo."""
        words = self.name.replace("-", " ").split()
        return "".join(word[0] for word in (words[0], words[-1])).upper() if len(words) > 1 else self.name[:1].upper()


@dataclass(frozen=True, slots=True)
class Commission:
    """What it deals with, who presides, who sits."""

    name: str
    mission: str
    president: Member | None
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """What the templates of the module receive as ``data``."""

    groups: tuple[tuple[str, tuple[Member, ...]], ...] = ()
    commissions: tuple[Commission, ...] = ()
    lists: tuple[str, ...] = field(default=())


def gather(rows: Iterable[tuple[Any, ...]]) -> Team:
    """Sort what one query gave: a member, then a commission of theirs or nothing, in the order of both lists."""
    members: dict[int, Member] = {}
    seats: dict[int, tuple[Any, ...]] = {}
    sitting: dict[int, list[Member]] = {}
    for row in rows:
        member = members.setdefault(row[0], Member(*row[:8]))
        commission = row[8:]
        if commission[0] is not None:
            seats[commission[0]] = commission
            sitting.setdefault(commission[0], []).append(member)
    ordered = sorted(members.values(), key=lambda one: GROUPS.index(one.group))
    groups = tuple((code, tuple(found)) for code, found in groupby(ordered, key=lambda one: one.group))
    commissions = tuple(
        Commission(name, mission, members.get(president), tuple(sitting[number]))
        for number, name, mission, president, _order in sorted(seats.values(), key=lambda one: (one[4] or 0, one[0]))
    )
    lists = tuple(dict.fromkeys(one.majority for one in members.values() if one.majority))
    return Team(groups, commissions, lists)

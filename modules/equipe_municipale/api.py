"""The council, for other programs, where a page of the site shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from modules.equipe_municipale.team import Member, Presented, Team
from sites.bake.snapshot import Snapshot
from sites.bake.views import Picture
from sites.modules import PublicList

CODE, BLOCK = "equipe_municipale", "equipe"


@dataclass(frozen=True, slots=True)
class Elected(Presented):
    """As programs are told of them."""

    photo: Picture | None


@dataclass(frozen=True, slots=True)
class CommissionRow:
    """A commission; the numbers are those of ``elus``."""

    name: str
    mission: str
    president: int | None
    members: tuple[int, ...]


def _team(snapshot: Snapshot) -> Team:
    shown = snapshot.places(BLOCK, CODE)
    return snapshot.data[CODE] if shown else Team()


def _elected(snapshot: Snapshot) -> Iterator[Elected]:
    for _group, members in _team(snapshot).groups:
        for it in members:
            photo = snapshot.picture(it.photo_id)
            yield Elected(it.id, it.name, it.group, it.function, it.delegations, it.majority, it.hours, photo)


def _commissions(snapshot: Snapshot) -> Iterator[CommissionRow]:
    for it in _team(snapshot).commissions:
        yield CommissionRow(it.name, it.mission, _id(it.president), tuple(member.id for member in it.members))


def _id(member: Member | None) -> int | None:
    return member.id if member else None


LISTS = (
    PublicList("elus", _("Les élus, dans l’ordre du tableau"), Elected, _elected),
    PublicList("commissions", _("Les commissions"), CommissionRow, _commissions),
)

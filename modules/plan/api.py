"""The places of the commune, for other programs, where a page of the site shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sites.bake.snapshot import Snapshot
from sites.modules import PublicList

if TYPE_CHECKING:
    from modules.plan.apps import Plan

CODE = "plan"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place; degrees north and east (WGS 84) where its position is known."""

    name: str
    kind: str
    kind_label: str
    address: str
    details: str
    latitude: float | None
    longitude: float | None


def _places(snapshot: Snapshot) -> Iterator[PlaceRow]:
    if not snapshot.places(CODE, CODE):
        return
    plan: Plan = snapshot.data[CODE]
    for it in plan.places:
        north, east = (it.point.latitude, it.point.longitude) if it.point else (None, None)
        yield PlaceRow(it.name, it.kind, it.label, it.address, it.details, north, east)


LISTS = (PublicList("lieux", _("Les lieux de la commune"), PlaceRow, _places),)

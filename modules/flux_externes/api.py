"""The news of others, for other programs, where a page of the site shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sites.bake.snapshot import Snapshot
from sites.modules import PublicList

if TYPE_CHECKING:
    from modules.flux_externes.apps import Wire

CODE = "flux_externes"


@dataclass(frozen=True, slots=True)
class NewsRow:
    """A line of an outside feed. ``origin`` names who says it, ``origin_url`` is their page."""

    title: str
    url: str
    date: date | None
    summary: str
    origin: str
    origin_url: str


def _news(snapshot: Snapshot) -> Iterator[NewsRow]:
    if snapshot.places("flux", CODE):
        wire: Wire = snapshot.data[CODE]
        for it in wire.news:
            yield NewsRow(it.title, it.url, it.day, it.text, it.origin, it.home)


LISTS = (PublicList("nouvelles", _("Les nouvelles d’autres sites, avec leur origine"), NewsRow, _news, "date"),)

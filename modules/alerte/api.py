"""The alert of the moment, for other programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from modules.alerte.levels import Alert
from sites.bake.snapshot import Snapshot
from sites.bake.views import PageView
from sites.modules import PublicList


@dataclass(frozen=True, slots=True)
class AlertRow:
    """What stands above every page of the site. ``page``, else ``url``, says more."""

    level: str
    title: str
    text: str
    start: datetime
    end: datetime
    page: PageView | None
    url: str


def _shown(snapshot: Snapshot) -> Iterator[AlertRow]:
    it: Alert | None = snapshot.data["alerte"]
    if it is not None:
        yield AlertRow(it.level, it.title, it.text, it.start, it.end, snapshot.page(it.page_id), it.url)


LISTS = (PublicList("alertes", _("L’alerte du moment, s’il y en a une"), AlertRow, _shown),)

"""One writer at a time for a zone, from its reading to its writing: a row says who, and since when."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deploy.drivers.base import WaitingError
from deploy.models import Zone
from deploy.orders.hosts import readable

#: A lock of another machine older than this was left by a process that died: a zone is written in seconds.
LASTS = timedelta(minutes=10)


@contextmanager
def held(zone: Zone, author: str) -> Iterator[None]:
    """Hold the zone during the block; ``WaitingError`` says who holds it already."""
    process = f"{socket.gethostname()} {os.getpid()}"
    row = Zone.objects.get(pk=zone.pk)
    if row.holder_process and not _abandoned(row):
        raise WaitingError(_sentence(row))
    mine = {"holder": author, "holder_process": process, "held_since": timezone.now()}
    if not Zone.objects.filter(pk=zone.pk, holder_process=row.holder_process, held_since=row.held_since).update(**mine):
        raise WaitingError(_sentence(Zone.objects.get(pk=zone.pk)))
    try:
        yield
    finally:
        released = Zone.objects.filter(pk=zone.pk, holder_process=process)
        released.update(holder="", holder_process="", held_since=None)


def _abandoned(row: Zone) -> bool:
    """Whether the process that holds the zone is dead, or has been silent for too long to be alive elsewhere."""
    host, _space, number = row.holder_process.rpartition(" ")
    if host == socket.gethostname():
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False
    return row.held_since is None or row.held_since < timezone.now() - LASTS


def _sentence(row: Zone) -> str:
    return _("la zone « %(zone)s » est tenue par %(holder)s depuis %(time)s : relancez quand ce sera fini.") % {
        "zone": readable(row.name),
        "holder": row.holder or _("un autre processus"),
        "time": date_format(timezone.localtime(row.held_since), "j F, G \\h i") if row.held_since else _("peu"),
    }

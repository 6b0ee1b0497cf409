"""Counts what the logs say, once: what is added up and how far was read are written together."""

import logging
import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.statistiques.missing import count as missing
from modules.statistiques.models import ReadLog, Views
from modules.statistiques.parse import View, lost_of, view_of
from sites.law import dated
from sites.law.dated import Delay
from sites.models import Host
from sites.modules import active_codes

logger = logging.getLogger(__name__)

FOLDER = "visits"
LOST_FOLDER = "absents"  # the embedded server keeps apart what leads nowhere; Caddy has one log for both
EVERY = 60.0
AT_ONCE = 8 * 1024 * 1024  # bytes of a log read in one transaction
IDLE = 2 * 3600  # seconds: a server writes into a log of its own for one hour
KEPT: Sequence[Delay] = (
    Delay(date(2020, 9, 17), months=25, source="CNIL, guidelines on cookies and other trackers, § 50"),
)
CODE = "statistiques"

Key = tuple[int, date, str]


def collect() -> int:
    """Read what is new in each log; the number of pages counted. Called by the worker."""
    folders = [Path(settings.BEFFROI_VAR) / name for name in (FOLDER, LOST_FOLDER)]
    logs = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()]
    return sum(_attempt(path) for path in logs)


def _attempt(path: Path) -> int:
    """A log that cannot be read is told, and stops no other."""
    try:
        return _read(path)
    except OSError as error:
        logger.error(_("Statistiques\u00a0: le journal %s ne se lit pas (%s)."), path, error.strerror)  # noqa: TRY400
        return 0


def _read(path: Path) -> int:
    found = 0
    while True:
        with transaction.atomic():
            views, lost, whole = _next_part(path)
            found += sum(views.values())
            _add(views)
            missing.add(lost, _communes_of({one.host for one in lost}))
        if whole:
            break
    _forget_when_done(path)
    return found


def _next_part(path: Path) -> tuple[Counter[View], Counter[View], bool]:
    """What the next lines say was read, and not found; whether the end is reached. A line being written waits."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        mark, _new = ReadLog.objects.select_for_update().get_or_create(inode=_inode(status))
        if mark.offset > status.st_size:  # emptied, or another file at the same place
            mark.offset = 0
        file.seek(mark.offset)
        content = file.read(AT_ONCE)
    end = content.rfind(b"\n") + 1
    if not end and len(content) == AT_ONCE:  # no line is that long: what this is, nobody knows
        end = len(content)
    lines = content[:end].splitlines()
    views = Counter(view for line in lines if (view := view_of(line)))
    lost = Counter(view for line in lines if (view := lost_of(line)))
    mark.offset += end
    mark.save(update_fields=["offset"])
    return views, lost, not end or mark.offset >= status.st_size


def _inode(status: os.stat_result) -> str:
    return f"{status.st_dev}:{status.st_ino}"


def _add(views: Counter[View]) -> None:
    communes = _communes_of({view.host for view in views})
    added: Counter[Key] = Counter()
    for view, count in views.items():
        if view.host in communes:
            added[(communes[view.host], view.day, view.path)] += count
    Views.add([(*key, count) for key, count in added.items()])


def _communes_of(hosts: set[str]) -> dict[str, int]:
    """By host, the communes that have the module: of the others nothing is counted."""
    rows = (
        Host.objects.filter(name__in=hosts).select_related("commune").only("name", "commune__pack", "commune__options")
    )
    return {host.name: host.commune_id for host in rows if CODE in active_codes(host.commune)}


def _forget_when_done(path: Path) -> None:
    """A log of the embedded server is read, then thrown away; those of Caddy are its own business."""
    status = path.stat()
    if path.suffix == ".log" and time.time() - status.st_mtime > IDLE:
        path.unlink(missing_ok=True)
        ReadLog.objects.filter(inode=_inode(status)).delete()


def purge(today: date | None = None) -> int:
    """Forget what is older than the CNIL allows; the number of rows. Called by the worker once a day."""
    day = today or timezone.localdate()
    missing.purge(day)
    old = Views.objects.filter(day__lt=dated.first_day(KEPT, day))
    gone = old._raw_delete(old.db)  # noqa: SLF001  # one statement; ``delete`` would load years of rows one by one
    if gone:
        logger.info(
            _("Statistiques\u00a0: %(count)d lignes de plus de %(months)d mois effacées."),
            {"count": gone, "months": kept_months(day)},
        )
    return gone


def kept_months(day: date) -> int:
    """How long a count is kept."""
    return dated.in_force(KEPT, day).months

"""The public services of the communes: the file of the country taken in, or each commune asked about once a week."""

import logging
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.sources.fetching import Budget, SourceError, fetch
from modules.comarquage.feeds.audiences import SERVICES
from modules.comarquage.local.serving import read, write
from modules.comarquage.models import Feed, Import, Office, Served
from modules.comarquage.reading.archive import RefusedError
from modules.comarquage.reading.changes import poor
from modules.comarquage.source import SyncError, alone, sites
from sites.models import Commune

logger = logging.getLogger(__name__)

MAX_FILE = 1_000_000_000  # bytes of the country; 273 million in 2026
MAX_ANSWER = 5_000_000  # bytes about one commune
ACCEPT = "application/json"
EVERY, AGAIN = timedelta(days=7), timedelta(days=1)
AT_A_TIME = 10


def from_file(path: Path, *, force: bool = False) -> Import:
    """Keep the offices that serve the communes of the platform. Raises ``SyncError``; nothing is changed then."""
    try:
        with alone():
            return _taken(path, force=force)
    except RefusedError as error:
        raise SyncError(str(error)) from error
    except OSError as error:
        raise SyncError(_("%(file)s ne se lit pas.") % {"file": path}) from error


def _taken(path: Path, *, force: bool) -> Import:
    stat = path.stat()
    if stat.st_size > MAX_FILE:
        raise SyncError(_("%(file)s est trop lourd pour être l’annuaire de l’administration.") % {"file": path.name})
    with path.open("rb") as stream:
        told, served = read(stream, dict(Commune.objects.values_list("insee", "pk")))
    if not told:
        raise SyncError(_("%(file)s ne dit rien des communes de la plateforme.") % {"file": path.name})
    row, _made = Feed.objects.get_or_create(audience=SERVICES)
    if poor(row.sheets, len(told)) and not force:
        raise SyncError(
            _("%(file)s tient %(now)d services et le dernier en tenait %(before)d\u00a0: rien n’est changé.")
            % {"file": path.name, "now": len(told), "before": row.sheets}
        )
    stamp, now = datetime.fromtimestamp(stat.st_mtime, UTC), timezone.now()
    changes = write(told, served, timezone.localdate(stamp), whole=True)
    Feed.objects.filter(pk=row.pk).update(sheets=len(told), read_at=now, asked_at=now, error="", told_at=None)
    return Import.objects.create(
        feed=row, name=path.name[:200], dated=stamp, sheets=len(told), added=len(changes.added),
        changed=len(changes.changed), removed=len(changes.removed),
    )  # fmt: skip


def refresh(now: datetime | None = None) -> int:
    """The turn of the worker: ask the address of the settings about some communes; how many were asked."""
    if not settings.BEFFROI_ANNUAIRE_URL:
        return 0
    now = now or timezone.now()
    here = sites()
    fresh = Served.objects.filter(asked_at__gt=now - EVERY).exclude(failed=True, asked_at__lte=now - AGAIN)
    known = set(fresh.values_list("commune", flat=True))
    due = Commune.objects.filter(pk__in=[commune for commune in here if commune not in known][:AT_A_TIME])
    try:
        with alone():
            for commune in due:
                _ask(commune, now)
    except SyncError:  # the command is at it
        return 0
    return len(due)


def _ask(commune: Commune, now: datetime) -> None:
    """One commune. What was known stays when the source fails; why is told beside the feeds."""
    row, _made = Served.objects.get_or_create(
        commune=commune, defaults={"offices": {}, "dated": timezone.localdate(now)}
    )
    feed, _made = Feed.objects.get_or_create(audience=SERVICES)
    validators, error = row.validators, ""
    try:
        address = settings.BEFFROI_ANNUAIRE_URL.replace("{insee}", commune.insee)
        content, validators = fetch(address, row.validators, Budget(MAX_ANSWER), ACCEPT)
        if content is not None:
            _take(row, commune, content, now)
    except (SourceError, RefusedError) as reason:
        error = f"{commune.name}\u00a0: {reason}"[:300]
        logger.warning(error)
    Served.objects.filter(pk=row.pk).update(asked_at=now, validators=validators, failed=bool(error))
    told = {"error": error} if error else {"read_at": now, "error": "", "told_at": None}
    Feed.objects.filter(pk=feed.pk).update(asked_at=now, sheets=Office.objects.count(), **told)


def _take(row: Served, commune: Commune, content: bytes, now: datetime) -> None:
    told, served = read(BytesIO(content), {commune.insee: commune.pk})
    if not told:
        raise SourceError(_("la réponse ne dit rien de cette commune."))
    before = {ident for those in row.offices.values() for ident in those}
    if poor(len(before), len(told)):
        raise SourceError(
            _("la réponse tient %(now)d services et la dernière en tenait %(before)d\u00a0: rien n’est changé.")
            % {"now": len(told), "before": len(before)}
        )
    write(told, served, timezone.localdate(now), whole=False)

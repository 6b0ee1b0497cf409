"""The guide brought up to date: feeds asked for, checked, made into the pack, and what came of it kept."""

import fcntl
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.sources import silence
from cms.sources.fetching import Budget, RefusedError, SourceError, fetch
from modules.comarquage.feeds.audiences import AUDIENCES, BY_CODE, SERVICES, Audience
from modules.comarquage.feeds.delays import ASK_EVERY, SERVICES_SILENT_AFTER, SILENT_AFTER
from modules.comarquage.models import Feed, Import
from modules.comarquage.packing.update import PREFIX, SHELF, Outcome, imported
from modules.comarquage.reading import sheet
from modules.comarquage.reading.archive import MAX_ZIP
from modules.comarquage.reading.archive import RefusedError as RefusedArchiveError
from sites.composing.places import pack_file
from sites.law import dated
from sites.marking import mark
from sites.models import Commune
from sites.modules import active_codes
from sites.packs import PACKS, Offer
from sites.rendering.french import date_text

logger = logging.getLogger(__name__)
CODE = "comarquage"
ACCEPT = "application/zip"
MAX_SECONDS = 300.0
NOT_FOUND = 404


class SyncError(Exception):
    """Nothing was changed; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A feed that lies beside the last good one, and where it came from."""

    path: Path
    address: str
    name: str
    dated: datetime | None
    validators: dict[str, Any]


def var() -> Path:
    """The folder of the install."""
    return Path(settings.BEFFROI_VAR)


def root() -> Path:
    """Where feeds are kept."""
    return var() / SHELF


def feeds() -> dict[str, Feed]:
    """A row for each audience."""
    ours = Feed.objects.exclude(audience=SERVICES)
    found = {row.audience: row for row in ours}
    missing = [Feed(audience=it.code) for it in AUDIENCES if it.code not in found]
    if missing:
        Feed.objects.bulk_create(missing, ignore_conflicts=True)
        found = {row.audience: row for row in ours.all()}
    return found


@contextmanager
def alone() -> Iterator[None]:
    """One at a time, the command and the worker alike. Raises ``SyncError``."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SyncError(_("Le guide est déjà en cours de mise à jour. Attendez qu’elle finisse.")) from None
        yield


def from_file(audience: Audience, path: Path, *, force: bool = False) -> Import:
    """Take an archive in. Raises ``SyncError``; nothing is changed then."""
    try:
        stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        with alone():
            return _take(audience, Arrived(path, "", path.name[:200], stamp, {}), force=force)
    except RefusedArchiveError as error:
        raise SyncError(str(error)) from error
    except OSError as error:
        raise SyncError(_("%(file)s ne se lit pas.") % {"file": path}) from error


def from_addresses(audiences: Iterable[Audience], *, force: bool = False) -> list[Import]:
    """Ask for each feed; a fault of one is noted on its row, and the others are taken in. Raises ``SyncError``."""
    done = []
    with alone():
        rows = feeds()
        for audience in audiences:
            row = rows[audience.code]
            values: dict[str, Any] = {"asked_at": timezone.now(), "wanted": False, "error": ""}
            try:
                arrived = _asked(audience, row)
                if arrived is not None:
                    done.append(_take(audience, arrived, force=force))
                values |= {"read_at": timezone.now(), "told_at": None}
            except RefusedError as error:
                if not (audience.optional and error.code == NOT_FOUND):
                    values["error"] = str(error)[:300]
            except (SourceError, RefusedArchiveError) as error:
                values["error"] = str(error)[:300]
            if values["error"]:
                logger.warning("%s\u00a0: %s", audience.label, values["error"])
            Feed.objects.filter(pk=row.pk).update(**values)
    return done


def _asked(audience: Audience, row: Feed) -> Arrived | None:
    address = settings.BEFFROI_GUIDE_URL.replace("{audience}", audience.word)
    stands = (root() / f"{audience.code}.zip").exists() and pack_file(var(), PREFIX).exists()
    stands &= row.validators.get("rendering") == sheet.VERSION  # a newer platform makes all the pages again
    content, validators = fetch(address, row.validators if stands else {}, Budget(MAX_ZIP, MAX_SECONDS), ACCEPT)
    if content is None:
        return None
    arrived = root() / f"{audience.code}.arrived"
    arrived.write_bytes(content)
    return Arrived(arrived, address, address.rpartition("/")[2][:200], _stamp(validators), validators)


def _stamp(validators: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(validators["last-modified"])
    except (KeyError, ValueError):
        return None


def _take(audience: Audience, arrived: Arrived, *, force: bool) -> Import:
    try:
        told = imported(var(), audience.code, arrived.path, timezone.localdate(), believe=force)
    finally:
        if arrived.address:
            arrived.path.unlink(missing_ok=True)
    return _kept(audience, arrived, told)


@transaction.atomic
def _kept(audience: Audience, arrived: Arrived, told: Outcome) -> Import:
    row, now = feeds()[audience.code], timezone.now()
    Feed.objects.filter(pk=row.pk).update(
        sheets=told.count,
        read_at=now,
        asked_at=now,
        error="",
        told_at=None,
        validators=arrived.validators | {"rendering": sheet.VERSION},
    )
    if not row.sheets:
        mark(communes=sites())  # the page of the guide names the audiences there are
    return Import.objects.create(
        feed=row, address=arrived.address, name=arrived.name, dated=arrived.dated, sheets=told.count,
        added=len(told.changes.added), changed=len(told.changes.changed), removed=len(told.changes.removed),
        unknown=dict(told.unknown), refused=dict(told.refused),
    )  # fmt: skip


def sites() -> list[int]:
    """The communes that have the guide."""
    sold = [code for code, pack in PACKS.items() if pack.modules.get(CODE, Offer.NOT_SOLD) is not Offer.NOT_SOLD]
    return [row.pk for row in Commune.objects.filter(pack__in=sold) if CODE in active_codes(row)]


def turn(now: datetime | None = None) -> int:
    """The turn of the worker: the feeds asked for by hand, and each one once a day while somebody shows the guide."""
    now = now or timezone.now()
    tell_silences(now)
    rows = feeds()
    before = now - timedelta(hours=dated.days(ASK_EVERY, timezone.localdate()) * 24)
    due = Feed.objects.filter(
        Q(wanted=True) | Q(asked_at=None) | Q(asked_at__lte=before), pk__in=[it.pk for it in rows.values()]
    )
    wanted = [BY_CODE[row.audience] for row in due]
    if not wanted or not settings.BEFFROI_GUIDE_URL or not (sites() or any(row.wanted for row in due)):
        return 0
    try:
        from_addresses(wanted)
    except SyncError:  # the command is at it
        return 0
    return len(wanted)


def tell_silences(now: datetime) -> int:
    """One message to the centre de gestion about the feeds that fell silent, once for each silence."""
    found = silent(now).filter(told_at=None)
    lines = [
        _("%(feed)s\u00a0: rien depuis le %(day)s. %(error)s")
        % {"feed": row, "day": date_text(timezone.localdate(row.read_at)), "error": row.error}
        for row in found
    ]
    if not sites():
        return 0
    remedy = _(
        "Les fiches déjà reçues restent en ligne, mais vieillissent. Voyez «\u00a0Réglages\u00a0», puis «\u00a0Guide "
        "des droits et démarches\u00a0»."
    )
    told = silence.tell(_("Le guide des démarches n’est plus mis à jour"), lines, remedy)
    return found.update(told_at=now) if told else 0


def silent(now: datetime) -> QuerySet[Feed]:
    """The feeds that a site shows and that nobody could read for too long."""
    day = timezone.localdate(now)
    since, services_since = (now - timedelta(days=dated.days(it, day)) for it in (SILENT_AFTER, SERVICES_SILENT_AFTER))
    services = Q(audience=SERVICES)
    return Feed.objects.filter(
        ~services & Q(read_at__lt=since) | services & Q(read_at__lt=services_since), sheets__gt=0
    )

"""From a question to a number: a line in a file, that the worker adds up. A request never waits for the database."""

import logging
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.search.journal.words import kept
from cms.search.models import Asked
from sites.law import dated
from sites.law.dated import Delay
from sites.models import Commune

logger = logging.getLogger(__name__)

# How long a question is kept: what nobody asked again in a season has no answer to wait for.
KEPT: Sequence[Delay] = (Delay(date(2026, 1, 1), days=90),)
# Bytes of lines that wait, beyond which none is added; different questions of a commune and day, beyond which the same.
MOST_WAITING = 4_000_000
MOST_A_DAY = 500
FILE = "asked"
BATCH = 500

Key = tuple[int, date, str]


def _folder() -> Path:
    return Path(settings.BEFFROI_VAR) / "search" / "asked"


def note(commune: Commune, text: str, *, found: bool) -> None:
    """Count a question, unless it is not to be kept. Never fails: it matters less than the answer."""
    if not (words := kept(text)):
        return
    file = _folder() / FILE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            if lines.tell() < MOST_WAITING:
                lines.write(f"{commune.pk}\t{timezone.localdate().isoformat()}\t{int(found)}\t{words}\n")
    except OSError:
        logger.warning(_("Une recherche n’a pas pu être comptée."), exc_info=True)


def collect() -> int:
    """Add up the lines that wait; how many. Called by the worker.

    What a process that dies leaves is taken by the next turn. A line written at the very moment may be lost.
    """
    folder = _folder()
    with suppress(FileNotFoundError):
        (folder / FILE).rename(folder / f"{uuid.uuid4().hex}.{FILE}")
    return sum(_added(file) for file in sorted(folder.glob(f"*.{FILE}")))


def _added(file: Path) -> int:
    asked, empty = Counter[Key](), Counter[Key]()
    for line in file.read_text(encoding="utf-8").splitlines():
        commune, day, found, words = line.split("\t")
        key = (int(commune), date.fromisoformat(day), words)
        asked[key] += 1
        empty[key] += found == "0"
    with transaction.atomic():
        _add(asked, empty)
    file.unlink(missing_ok=True)
    return asked.total()


def _add(asked: Mapping[Key, int], empty: Mapping[Key, int]) -> None:
    """A number of queries that depends on the days and communes together, not on the questions."""
    communes, days = {key[0] for key in asked}, {key[1] for key in asked}
    rows = Asked.objects.filter(commune__in=communes, day__in=days)
    known = {(row.commune_id, row.day, row.words): row for row in rows}
    living = set(Commune.objects.filter(pk__in=communes).values_list("pk", flat=True))
    room = Counter((commune, day) for commune, day, _words in known)
    fresh = []
    for key, count in asked.items():
        commune, day, words = key
        if row := known.get(key):
            row.count += count
            row.empty += empty[key]
        elif commune in living and room[commune, day] < MOST_A_DAY:
            room[commune, day] += 1
            fresh.append(Asked(commune_id=commune, day=day, words=words, count=count, empty=empty[key]))
    Asked.objects.bulk_update([known[key] for key in asked if key in known], ["count", "empty"], batch_size=BATCH)
    Asked.objects.bulk_create(fresh, batch_size=BATCH)


def purge(today: date | None = None) -> int:
    """Forget what was kept long enough; how many rows. Called by the worker once a day."""
    today = today or timezone.localdate()
    first = today - timedelta(days=dated.days(KEPT, today))
    old = Asked.objects.filter(day__lt=first)
    return old._raw_delete(old.db)  # noqa: SLF001  # one statement; ``delete`` would load the rows one by one

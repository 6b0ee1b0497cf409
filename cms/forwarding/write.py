"""Writes a list of redirects, the whole of it or nothing; takes it back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.forwarding.check import WRITTEN, Checked, check, faults
from cms.forwarding.models import Batch
from cms.forwarding.parse import Line
from sites.marking import mark
from sites.models import Commune

BATCH = 400  # SQLite takes so many variables in one statement
FILES = 2  # of one redirect in a baked site: its small page, and the mark of its 301


class FaultyError(Exception):
    """Some lines are wrong: ``checked`` says which. Nothing was written."""

    def __init__(self, checked: list[Checked]) -> None:
        self.checked = checked
        super().__init__()


@transaction.atomic
def apply(batch: Batch) -> int:
    """How many redirects were written; ``FaultyError`` if the site has changed since the list was seen."""
    commune = Commune.objects.select_for_update().select_related("site__root_page").get(pk=batch.commune_id)
    checked = check(commune, [_line(line) for line in batch.lines])
    if faults(checked):
        raise FaultyError(checked)
    wanted = [one for one in checked if one.state == WRITTEN]
    rows = write(commune, wanted)
    batch.written = {str(row.pk): [row.redirect_page_id, row.redirect_link] for row in rows}
    batch.lines, batch.applied_at = [], timezone.now()
    batch.save(update_fields=["written", "lines", "applied_at"])
    return len(rows)


def write(commune: Commune, wanted: Sequence[Checked]) -> list[Redirect]:
    """The rows of lines that were checked. The site is baked again once."""
    rows = Redirect.objects.bulk_create(
        (
            Redirect(
                old_path=one.old_path,
                site_id=commune.site_id,
                redirect_page_id=one.page,
                redirect_link=one.link,
                is_permanent=True,
            )
            for one in wanted
        ),
        batch_size=BATCH,
    )
    if rows:
        mark(sites=[commune.site_id])
    return rows


@transaction.atomic
def undo(batch: Batch) -> int:
    """How many redirects went: those that are still as the list wrote them."""
    site = batch.commune.site_id
    numbers = [int(number) for number in batch.written]
    gone: list[int] = []
    for start in range(0, len(numbers), BATCH):
        part = Redirect.objects.filter(site=site, pk__in=numbers[start : start + BATCH])
        rows = part.values_list("pk", "redirect_page_id", "redirect_link")
        same = [pk for pk, page, link in rows if [page, link] == batch.written[str(pk)]]
        doomed: Any = Redirect.objects.filter(pk__in=same)
        doomed._raw_delete(doomed.db)  # noqa: SLF001  # one statement: nothing hangs on a redirect, the mark is below
        gone += same
    mark(sites=[site], removals=FILES * len(gone))
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    return len(gone)


def _line(stored: Sequence[Any]) -> Line:
    number, old, new = stored
    return int(number), str(old), str(new)

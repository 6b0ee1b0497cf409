"""One old site into one commune: what it would take, then the drafts, then what is to be said of it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.limits.usage import pack_of, pages_left
from cms.models import BasePage
from cms.oldsite import forward
from cms.oldsite.models import LONGEST, Brought, Remark, Run
from cms.oldsite.reading.folder import Watch, unwatched
from cms.oldsite.reading.site import Left, OldSite, UnreadableError
from cms.oldsite.write import NEWS, Writer
from sites.models import Commune
from sites.modules import active_codes

BATCH = 400


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run would do, or did. ``brought`` counts by kind (``Brought.Kind``); ``before`` were there already."""

    run: Run | None
    brought: Counter[str]
    before: int
    left: tuple[Left, ...]


def foreseen(commune: Commune, site: OldSite) -> Outcome:
    """Nothing is written. ``UnreadableError`` when the pack has not so many pages."""
    new = _new_pages(commune, site)
    _hold_to_pack(commune, new)
    return Outcome(None, Counter({Brought.Kind.PAGE: len(new)}), len(site.pages) - len(new), site.left)


def bring(commune: Commune, site: OldSite, source: str, author: Any = None, watch: Watch = unwatched) -> Outcome:
    """Drafts of all that was not brought before. ``UnreadableError``, before anything is written, as above."""
    new = _new_pages(commune, site)
    _hold_to_pack(commune, new)
    run = _run(commune, source, author)
    with watch(2 * len(site.pages)) as advance:
        writer = Writer(run, site, advance)
        writer.write()
    left = [*site.left, *writer.left, *forward.lead(run, site, writer.pages, writer.files.documents())]
    _finish(run, left)
    counts = Counter(run.brought.values_list("kind", flat=True))
    return Outcome(run, counts, len(site.pages) - writer.created, tuple(left))


def _new_pages(commune: Commune, site: OldSite) -> list[Any]:
    known = set(Brought.objects.filter(commune=commune, kind=Brought.Kind.PAGE).values_list("address", flat=True))
    return [page for page in site.pages if page.key[:LONGEST] not in known]


def _hold_to_pack(commune: Commune, new: list[Any]) -> None:
    left = pages_left(commune)
    news = NEWS in active_codes(commune)
    wanted = sum(1 for page in new if not (page.is_news and news))
    if left is not None and wanted > left:
        pack = pack_of(commune)
        told = {"wanted": wanted, "left": max(0, left), "pack": pack.label, "limit": pack.page_limit}
        raise UnreadableError(
            _(
                "L’ancien site apporterait %(wanted)d pages et il en reste %(left)d sur les %(limit)d du pack "
                "%(pack)s\u00a0: changez de pack, ou reprenez une partie du site."
            )
            % told
        )


def _run(commune: Commune, source: str, author: Any) -> Run:
    """The one that was interrupted, or a new one."""
    source = source[:LONGEST]
    started = Run.objects.filter(commune=commune, source=source, finished_at=None, undone_at=None).first()
    return started or Run.objects.create(commune=commune, source=source, author=author)


@transaction.atomic
def _finish(run: Run, left: list[Left]) -> None:
    run.remarks.all().delete()
    Remark.objects.bulk_create(
        (
            Remark(run=run, why=str(one.why)[:80], address=one.address[:LONGEST], sentence=str(one.sentence)[:LONGEST])
            for one in left
        ),
        batch_size=BATCH,
    )
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])


def drafts_of(run: Run) -> Any:
    """The pages that the run made and that stand still."""
    numbers = run.brought.filter(kind=Brought.Kind.PAGE).values("number")
    return BasePage.objects.filter(pk__in=numbers).order_by("path")

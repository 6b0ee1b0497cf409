"""Which sites are to be indexed: a mark on a row, so that looking for them costs what there is to do, and no more."""

from typing import Any

from django.core.cache import cache
from django.db.models import BooleanField, ExpressionWrapper, Q

from cms.search.models import SiteIndex
from sites.models import Commune

# Seconds before a lost index is asked for again.
ASKED_FOR = 60


def mark(commune: Commune, generation: int) -> None:
    """This generation stands: it is to be indexed, unless it was."""
    rows = SiteIndex.objects.filter(commune=commune)
    if not rows.exclude(wanted=generation).update(wanted=generation, due=True):
        SiteIndex.objects.get_or_create(commune=commune, defaults={"wanted": generation})


def lost(commune: Commune) -> None:
    """Nothing answers for this site: a hundred visitors ask for it once."""
    if cache.add(f"search-lost-{commune.insee}", value=True, timeout=ASKED_FOR):
        SiteIndex.objects.filter(commune=commune).update(due=True)


def indexed(commune: Commune, generation: int, *, waiting: bool) -> None:
    """The index is of this generation; the mark stays when another one stands by now."""
    rows = SiteIndex.objects.filter(commune=commune)
    rows.update(generation=generation, waiting=waiting)
    rows.filter(wanted=generation).update(due=False)


def changed(last_read: int = 0) -> Any:
    """The sites whose index is not of what stands online, by their ``SiteIndex``, the most urgent first.

    ``reading`` tells those that lack the text of documents alone: they come last, in turn from ``last_read``, the key
    of the one that was read before.
    """
    return (
        SiteIndex.objects.filter(Q(due=True) | Q(waiting=True))
        .annotate(
            reading=ExpressionWrapper(Q(due=False), BooleanField()),
            had_its_turn=ExpressionWrapper(Q(pk__lte=last_read), BooleanField()),
        )
        .order_by("reading", "had_its_turn", "pk")
    )

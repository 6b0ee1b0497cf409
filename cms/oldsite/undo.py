"""Takes back what a run brought, as long as nobody has worked on it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex

from cms.models import BasePage, DocumentFile, Picture
from cms.oldsite.models import Brought, Run

FILES: dict[str, type[Any]] = {Brought.Kind.PICTURE: Picture, Brought.Kind.DOCUMENT: DocumentFile}


@dataclass(frozen=True, slots=True)
class Undone:
    """How many of each kind were taken away; the titles of the pages that stay, since they are somebody's now."""

    taken: Counter[str]
    kept: tuple[str, ...]


@transaction.atomic
def undo(run: Run, user: Any = None) -> Undone:
    """Pages first, then the files and the categories that nothing uses any more. The run may then be done again."""
    rows = list(run.brought.all())
    taken: Counter[str] = Counter()
    kept = _pages([row for row in rows if row.kind == Brought.Kind.PAGE], taken, user)
    numbers = [row.number for row in rows if row.kind == Brought.Kind.REDIRECT]
    gone, _models = Redirect.objects.filter(pk__in=numbers, site=run.commune.site).delete()
    taken[Brought.Kind.REDIRECT] = gone
    for row in rows:
        if row.kind in FILES:
            taken[row.kind] += _file(row)
        elif row.kind == Brought.Kind.CATEGORY:
            taken[row.kind] += _category(row)
    run.brought.exclude(
        pk__in=[row.pk for row in rows if row.kind == Brought.Kind.PAGE and row.number in kept]
    ).delete()
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at"])
    return Undone(taken, tuple(kept.values()))


def _pages(rows: list[Brought], taken: Counter[str], user: Any) -> dict[int, str]:
    """Delete drafts as they came, deepest first; the others, by id with their titles, stay."""
    came = {row.number: row.revision for row in rows}
    kept: dict[int, str] = {}
    for page in BasePage.objects.filter(pk__in=came).order_by("-depth", "-path"):
        touched = page.live or page.first_published_at or page.latest_revision_id != came[page.pk]
        if touched or BasePage.objects.child_of(page).exists():
            kept[page.pk] = page.title
            continue
        BasePage.objects.get(pk=page.pk).specific.delete(user=user)
        taken[Brought.Kind.PAGE] += 1
    return kept


def _file(row: Brought) -> int:
    item = FILES[row.kind].objects.filter(pk=row.number).first()
    if item is None or ReferenceIndex.get_references_to(item).exists():
        return 0
    item.delete()  # Wagtail takes its files away once this is committed
    return 1


def _category(row: Brought) -> int:
    model = apps.get_model(row.address.partition(":")[0])
    category = model._default_manager.filter(pk=row.number, commune=row.commune).first()
    if category is None or ReferenceIndex.get_references_to(category).exists():
        return 0
    category.delete()
    return 1

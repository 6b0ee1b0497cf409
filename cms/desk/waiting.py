"""« Ce qui vous attend »: what somebody left, what somebody else asks, and what the calendar brings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState

from cms.accessibilite import reminding as accessibility
from cms.desk.reach import communes_of, fills
from cms.models import BasePage
from cms.search.journal import unanswered
from sites.law import dated
from sites.law.dated import Delay
from sites.models import Commune, User
from sites.modules import Waiting, active_modules, installed_modules
from sites.tenancy.paths import ancestors, within
from sites.tenancy.reach import reachable

if TYPE_CHECKING:
    from collections.abc import Callable

    Pages = Callable[[User, Sequence[Commune] | None], QuerySet[BasePage]]


# A page that leaves the site by itself is announced so long before.
EXPIRY_NOTICE: Sequence[Delay] = (Delay(date(2026, 1, 1), days=14),)


@dataclass(frozen=True, slots=True)
class Row:
    """A page, and whose it is."""

    page: BasePage
    commune: str


def with_commune(user: User, pages: Iterable[BasePage]) -> list[Row]:
    """Each page with the name of its commune, in one query for all."""
    shown = list(pages)
    above = ancestors([page.path for page in shown]) | {page.path for page in shown}
    names = dict(communes_of(user).filter(site__root_page__path__in=above).values_list("site__root_page__path", "name"))
    return [Row(page, next((name for home, name in names.items() if page.path.startswith(home)), "")) for page in shown]


def lines(user: User, communes: Sequence[Commune] | None) -> list[Waiting]:
    """What is not at zero: a fixed number of queries, and one for each installed module that speaks of some.

    ``communes`` is ``None`` for somebody who has too many of them to be told more than what waits for that person.
    """
    return [line for line in _lines(user, communes) if line.count]


def _lines(user: User, communes: Sequence[Commune] | None) -> Iterator[Waiting]:
    to_approve = TaskState.objects.reviewable_by(user).count()
    yield Waiting(_("Contenus à valider"), to_approve, "#to-approve-title")
    for kind, (label, pages) in PAGES.items():
        yield Waiting(label, pages(user, communes).count(), reverse("desk:pages", args=(kind,)))
    if communes:
        yield unanswered.waiting(communes, reverse("recherches:index"))
    yield from accessibility.waiting(user, communes)
    for module in installed_modules():
        theirs = [
            commune
            for commune in communes or ()
            if module in active_modules(commune) and (module.public_urls or fills(user, commune, module.code))
        ]  # who reads messages is told of them, whatever this person fills in
        if theirs:
            yield from module.waiting(user, theirs)


def drafts(user: User, communes: Sequence[Commune] | None) -> "QuerySet[BasePage]":
    """Pages that ``user`` left unpublished, and did not propose to anybody."""
    asked = WorkflowState.objects.active().filter(object_id=OuterRef("as_text"))
    mine = _written(user, communes).filter(has_unpublished_changes=True, latest_revision__user=user)
    return mine.annotate(as_text=Cast("pk", CharField())).exclude(Exists(asked)).order_by("-latest_revision_created_at")


def recent(user: User) -> "QuerySet[BasePage]":
    """What ``user`` wrote last."""
    return _written(user, None).filter(latest_revision__user=user).order_by("-latest_revision_created_at")


def expiring(user: User, communes: Sequence[Commune] | None) -> "QuerySet[BasePage]":
    """Pages that leave the site by themselves in a few days."""
    if communes is None:
        return BasePage.objects.none()
    now = timezone.now()
    until = now + timedelta(days=dated.days(EXPIRY_NOTICE, timezone.localdate()))
    return _written(user, communes).filter(live=True, expire_at__gt=now, expire_at__lte=until).order_by("expire_at")


def to_read_again(user: User, communes: Sequence[Commune] | None) -> "QuerySet[BasePage]":
    """Pages of ``user`` whose day has come, and those that an answer to the message said to correct."""
    rows = _written(user, communes).filter(live=True, owner=user, review__due__lte=timezone.localdate())
    return rows.order_by("review__due")


def _written(user: User, communes: Sequence[Commune] | None) -> "QuerySet[BasePage]":
    rows: QuerySet[BasePage] = reachable(user, BasePage)
    if communes is None:
        return rows
    return rows.filter(within("path", [commune.site.root_page.path for commune in communes]))


# Kind, as its address names it: what it is called, and the pages of it.
PAGES: Mapping[str, tuple[Any, "Pages"]] = {
    "brouillons": (_("Brouillons à finir"), drafts),
    "a-relire": (_("Pages à relire ou à corriger"), to_read_again),
    "bientot-retirees": (_("Pages bientôt retirées du site"), expiring),
}

"""Tokens: signed, dated, bound to one page, and void as soon as who gave them may no longer change it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from cms.drafts.models import DraftLink
from sites.law import dated
from sites.law.dated import Delay
from sites.models import Commune, User
from sites.tenancy.reach import commune_above

_SALT = "cms.drafts.links"
LASTS: Sequence[Delay] = (Delay(date(2026, 1, 1), 7),)
# Of one page, at the same time: more would be a leak that nobody looks after.
MOST = 10


class VoidLinkError(Exception):
    """A token that was good once: revoked, expired, or given by somebody who has left."""


class UnknownLinkError(Exception):
    """A token that never was, or is not of this commune."""


def give(page: Any, person: User, now: datetime) -> DraftLink | None:
    """A new address for a page; ``None`` when it has as many as it may. Those that expired are forgotten."""
    links = DraftLink.objects.filter(page_id=page.pk)
    links.filter(until__lte=now).delete()
    if links.count() >= MOST:
        return None
    until = now + timedelta(days=dated.days(LASTS, timezone.localdate(now)))
    return DraftLink.objects.create(page_id=page.pk, made_by=person, made_at=now, until=until.replace(microsecond=0))


def standing(page: Any, now: datetime) -> Any:
    """The addresses of a page that answer, the last first."""
    return DraftLink.objects.filter(page_id=page.pk, until__gt=now).select_related("made_by")


def token_of(link: DraftLink) -> str:
    """Always the same for the same row: number, page and end, signed."""
    return Signer(salt=_SALT).sign(f"{link.pk}-{link.page_id}-{int(link.until.timestamp())}")


def draft_of(token: str, commune: Commune, now: datetime) -> Any:
    """The page of a token, as its last revision says. Raises ``UnknownLinkError``, ``VoidLinkError``."""
    try:
        number, page_id, end = (int(part) for part in Signer(salt=_SALT).unsign(token).split("-"))
    except (BadSignature, ValueError):
        raise UnknownLinkError from None
    link = DraftLink.objects.filter(pk=number, page=page_id).select_related("page", "made_by").first()
    if link is None or datetime.fromtimestamp(end, UTC) <= now or link.until <= now:
        raise VoidLinkError
    page: Any = link.page.specific
    if commune_above(page=page.path) != commune or page.get_view_restrictions().exists():
        raise UnknownLinkError
    if not link.made_by.is_active or not page.permissions_for_user(link.made_by).can_edit():
        raise VoidLinkError
    return page.get_latest_revision_as_object()

"""Links that answer without a password: signed, dated, good for one answer."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from cms.relecture.calendar import LINK_LASTS
from cms.relecture.models import Review
from cms.relecture.people import keeps
from sites.law import dated
from sites.models import User

_SALT = "cms.relecture.links"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the person it was asked to."""

    review: Review
    person: User


def token_for(review: Review, person: User) -> str:
    """A signed mention of this turn of the question: any answer makes it void."""
    return TimestampSigner(salt=_SALT).sign(f"{review.pk}-{review.turn}-{person.pk}")


def asked(token: str) -> Asked | None:
    """What the link is about; ``None`` when it is void, forged, too old, or its holder no longer keeps the page."""
    lasts = timedelta(days=dated.days(LINK_LASTS, timezone.localdate()))
    try:
        number, turn, who = TimestampSigner(salt=_SALT).unsign(token, max_age=lasts).split("-")
    except (BadSignature, ValueError):
        return None
    review = Review.objects.filter(pk=number, turn=turn, page__live=True).select_related("page").first()
    person = User.objects.filter(pk=who, is_active=True).first()
    if review is None or person is None or not keeps(person, review.page):
        return None
    return Asked(review, person)

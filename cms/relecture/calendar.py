"""How often each type of page is read again, and how long an answer is waited for: dated data, and what follows."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cms.relecture.models import Review
from sites.law import dated
from sites.law.dated import Delay

# By ``snapshot_type``. News and dated contents grow old by themselves: nobody is asked about them.
READ_AGAIN: Mapping[str, Sequence[Delay]] = {
    "accueil": (Delay(date(2026, 1, 1), 180),),
    "rubrique": (Delay(date(2026, 1, 1), 365),),
    "page": (Delay(date(2026, 1, 1), 365),),
    "page_legale": (Delay(date(2026, 1, 1), 365),),
}
# Then another person is asked.
ANSWER_WITHIN: Sequence[Delay] = (Delay(date(2026, 1, 1), 14),)
# Then a link no longer answers.
LINK_LASTS: Sequence[Delay] = (Delay(date(2026, 1, 1), 45),)


def next_day(snapshot_type: str, since: date) -> date | None:
    """The day a page read on ``since`` is to be read again; ``None`` for a type nobody is asked about."""
    delays = READ_AGAIN.get(snapshot_type)
    return since + timedelta(days=dated.days(delays, since)) if delays else None


def read_today(page: Any) -> None:
    """Somebody has just said that the page is right: what was asked is answered, its links stop working."""
    due = next_day(getattr(page.specific_class, "snapshot_type", ""), timezone.localdate())
    if due is None:
        return
    review, made = Review.objects.get_or_create(page_id=page.pk, defaults={"due": due})
    if not made:
        review.due, review.to_correct, review.asked_at, review.second_asked_at = due, False, None, None
        review.turn += 1
        review.save()


def after_publication(instance: Any, **_signal: Any) -> None:
    """Published is read."""
    read_today(instance)

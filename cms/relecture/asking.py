"""The turn of the worker: asking owners, then somebody else, one message per person and commune."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from cms.courrier.queue import send
from cms.models import BasePage
from cms.relecture.calendar import ANSWER_WITHIN, READ_AGAIN, next_day
from cms.relecture.links import token_for
from cms.relecture.models import Review
from cms.relecture.people import keeps, second_for
from sites.bake.preview import NotInACommuneError, commune_of
from sites.law import dated
from sites.models import Commune, User

logger = logging.getLogger(__name__)

AT_ONCE = 200
IN_ONE_MESSAGE = 10

Letters = dict[tuple[Commune, User], list[Review]]


def turn() -> None:
    """Give a day to pages that have none, then ask what falls due. Each message and its mark are one transaction."""
    schedule()
    _write(_first(), "asked_at")
    _write(_second(), "second_asked_at")


def schedule() -> int:
    """Pages that came otherwise than by the editor: so long after their last publication."""
    kinds = {
        ContentType.objects.get_for_model(model).pk: model.snapshot_type
        for model in BasePage.__subclasses__()
        if model.snapshot_type in READ_AGAIN
    }
    pages = BasePage.objects.filter(live=True, review=None, content_type__in=kinds)[:AT_ONCE]
    made = []
    for page in pages:
        since = timezone.localdate(page.last_published_at) if page.last_published_at else timezone.localdate()
        if due := next_day(kinds[page.content_type_id], since):
            made.append(Review(page_id=page.pk, due=due))
    Review.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _open() -> Any:
    waiting = Review.objects.filter(due__lte=timezone.localdate(), to_correct=False, page__live=True)
    return waiting.select_related("page__owner").order_by("due", "pk")


def _first() -> Letters:
    letters: Letters = defaultdict(list)
    for review in _open().filter(asked_at=None)[:AT_ONCE]:
        commune, owner = _commune(review), review.page.owner
        person = owner if keeps(owner, review.page) else commune and second_for(review.page, commune, owner)
        if commune and person:
            letters[commune, person].append(review)
    return letters


def _second() -> Letters:
    letters: Letters = defaultdict(list)
    before = timezone.now() - timedelta(days=dated.days(ANSWER_WITHIN, timezone.localdate()))
    for review in _open().filter(asked_at__lte=before, second_asked_at=None)[:AT_ONCE]:
        commune = _commune(review)
        person = second_for(review.page, commune, review.page.owner) if commune else None
        if commune and person:
            letters[commune, person].append(review)
    return letters


def _commune(review: Review) -> Commune | None:
    try:
        return commune_of(review.page)
    except NotInACommuneError:
        return None


def _write(letters: Letters, mark: str) -> None:
    for (commune, person), reviews in letters.items():
        for start in range(0, len(reviews), IN_ONE_MESSAGE):
            few = reviews[start : start + IN_ONE_MESSAGE]
            try:
                with transaction.atomic():
                    Review.objects.filter(pk__in=[review.pk for review in few]).update(**{mark: timezone.now()})
                    _ask(commune, person, few, second=mark == "second_asked_at")
            except ValueError:  # an address that is none: the page stays on the home of its people
                logger.exception("No question to %s about pages of %s", person.pk, commune.insee)


def _ask(commune: Commune, person: User, reviews: Iterable[Review], *, second: bool) -> None:
    rows = [
        {"title": review.page.title, **{name: _url(review, person, name) for name in ("vrai", "corriger", "retirer")}}
        for review in reviews
    ]
    context = {
        "person": person,
        "commune": commune,
        "rows": rows,
        "second": second,
        "cdg_name": settings.BEFFROI_CDG_NAME,
    }
    one, many = (
        "%(commune)s\u00a0: cette page est-elle toujours juste\u202f?",
        "%(commune)s\u00a0: ces %(number)d pages sont-elles toujours justes\u202f?",
    )
    subject = ngettext(one, many, len(rows)) % {"commune": commune.name, "number": len(rows)}
    send(commune=commune, to=[person.email], subject=subject, body=render_to_string("relecture/question.txt", context))


def _url(review: Review, person: User, answer: str) -> str:
    path = reverse("relecture_answer", args=(token_for(review, person), answer))
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"

"""« Recherches sans résultat »: what visitors looked for and did not find, for who can write it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from cms.search.models import Asked
from sites.models import Commune
from sites.modules import Waiting

LABEL = _("Recherches sans résultat")


def unanswered(communes: "Sequence[Commune] | QuerySet[Commune]") -> "QuerySet[Any, Any]":
    """Rows ``commune``, ``words``, ``times`` and ``last``, the last day, the most asked first."""
    rows = Asked.objects.filter(commune__in=communes, empty__gt=0).values("commune", "words")
    return rows.annotate(times=Sum("empty"), last=Max("day")).order_by("-times", "-last", "words", "commune")


def forget(commune: Commune, words: str) -> None:
    """What was looked for has its page by now, or never will: it is shown no more, until somebody asks again."""
    Asked.objects.filter(commune=commune, words=words).update(empty=0)


def waiting(communes: Sequence[Commune], url: str) -> Waiting:
    """The line of the desk, in one query."""
    return Waiting(LABEL, unanswered(communes).count(), url)

"""The search of the site, for other programs: what its page finds, no more and no less, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.api.problems import ProblemError, no_such_page
from cms.api.shapes.blocks import HTML
from cms.api.shapes.hints import Schema, array, component, nullable, record
from cms.search.visitors.answers import PER_PAGE, Answer, Choice, Hit
from cms.search.visitors.find import FACETS, UnavailableError, find
from sites.models import Commune

NAME, LABEL = "search", gettext_lazy("La recherche du site")
# Seconds: an index that is being made answers after this.
SOON = 5
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
DAY = nullable({"type": "string", "format": "date"})
FOUND = {"url": TEXT, "title": TEXT, "extract": HTML, "kind": TEXT, "rubrique": TEXT, "date": DAY}
CHOICES = array(record({"value": TEXT, "count": NUMBER}))
#: What an answer holds besides the page of results.
AROUND: Mapping[str, Schema] = {
    "words": TEXT,
    "corrected": TEXT,
    "partial": {"type": "boolean"},
    "facets": record(dict.fromkeys(FACETS, CHOICES)),
}
HIT = component("SearchHit", record(FOUND))


def answer_of(commune: Commune, values: Mapping[str, Any]) -> Answer:
    """What is found; ``values`` are those of ``parameters.SEARCH``. Raises ``ProblemError``."""
    chosen = {name: values[name] for name in FACETS if values[name]}
    try:
        answer = find(commune, values["q"], chosen, values["page"])
    except UnavailableError:
        raise ProblemError(503, _("La recherche se prépare. Réessayez dans un instant."), retry_after=SOON) from None
    if values["page"] > answer.pages:
        raise no_such_page(answer.pages)
    return answer


def around(answer: Answer) -> dict[str, Any]:
    """The counts of every list, and what ``AROUND`` says."""
    return {
        "count": answer.total,
        "page": answer.page,
        "pages": answer.pages,
        "per_page": PER_PAGE,
        "words": answer.words,
        "corrected": answer.corrected,
        "partial": answer.partial,
        "facets": {name: [_choice(it) for it in answer.facets.get(name, ())] for name in FACETS},
    }


def results(answer: Answer) -> Sequence[Mapping[str, Any]]:
    """The results of one page, the best first."""
    return [_hit(it) for it in answer.hits]


def _hit(it: Hit) -> dict[str, Any]:
    return {
        "url": it.url,
        "title": it.title.striptags(),
        "extract": str(it.extract),
        "kind": it.kind,
        "rubrique": it.rubrique,
        "date": it.day.isoformat() if it.day else None,
    }


def _choice(it: Choice) -> dict[str, Any]:
    return {"value": it.value, "count": it.count}

"""The search of a commune's site: a page without script, and the titles that a script offers while one types."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.search.journal.counting import note
from cms.search.visitors import shelves
from cms.search.visitors.answers import Answer, Choice
from cms.search.visitors.find import SUGGESTIONS, UnavailableError, find, suggest
from sites.bake import state
from sites.public import answers
from sites.public.visitors import Limiter, truncated

TEMPLATE = "pages/recherche.html"
# Names of the facets in addresses.
FILTERS = {"type": "kind", "rubrique": "rubrique", "annee": "year"}
LONGEST_FILTER = 200
SHELF = "dans"
# What the script adds while one types.
MEANWHILE = "vif"
# For all the neighbours of a street: a letter a second for each of a few people who type.
SEARCHES_A_MINUTE = 240

_limiter = Limiter(SEARCHES_A_MINUTE, 60.0)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What is found, ten by ten. Whatever the address holds, it is a page of the site."""
    if not _limiter.takes(truncated(request.META.get("REMOTE_ADDR", ""))):
        return answers.too_many()
    asked = {name: request.GET.get(name, "")[:LONGEST_FILTER] for name in FILTERS}
    filters = {facet: asked[name] for name, facet in FILTERS.items()}
    commune = request.commune  # type: ignore[attr-defined]  # set by the middleware
    text, page = request.GET.get("q", ""), _number(request.GET.get("page", ""))
    shelf = request.GET.get(SHELF, "")
    label = shelves.labels(commune).get(shelf, "")
    first = not label and page == 1 and not any(filters.values())
    try:
        _refuse_before_it_stands(commune)
        answer = shelves.find_on(commune, shelf, text, filters, page) if label else find(commune, text, filters, page)
    except UnavailableError:
        return answers.say(request, 503, _("La recherche se prépare"), _("Elle répondra dans un instant. Réessayez."))
    beside = shelves.beside(commune, text) if first and not answer.reduced else []
    if not (label or answer.reduced or asked_again(request, filters)):
        note(commune, answer.words, found=answer.total > 0 or bool(beside))
    title = _("Recherche\u00a0: %(words)s") % {"words": answer.words} if answer.words else _("Rechercher")
    told = {"answer": answer, "shelf": label, "beside": _told(answer, beside), **_links(answer, asked, label and shelf)}
    return answers.themed(request, TEMPLATE, title, told)


def _told(answer: Answer, beside: Sequence[shelves.Shelf]) -> list[dict[str, Any]]:
    """The first results of each shelf, and the address of all of them."""
    return [
        {
            "shelf": it,
            "hits": it.answer.hits[: shelves.FIRST],
            "url": "?" + urlencode({"q": answer.words, SHELF: it.code}),
        }
        for it in beside
    ]


def asked_again(request: HttpRequest, filters: Mapping[str, str]) -> bool:
    """Whether it was counted already, or is not whole: a filter, another page, what a script asks meanwhile."""
    return any(filters.values()) or any(name in request.GET for name in ("page", MEANWHILE))


def _refuse_before_it_stands(commune: Any) -> None:
    if not state.is_baked(commune):
        raise UnavailableError


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004  # beyond, no page


def _links(answer: Answer, asked: Mapping[str, str], shelf: str) -> dict[str, Any]:
    """The addresses of the choices and of the pages."""
    chosen = {name: value for name, value in asked.items() if value}
    kept = {"q": answer.words, SHELF: shelf, **chosen}

    def to(**changes: Any) -> str:
        return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})

    def choice(name: str, it: Choice) -> tuple[Choice, str]:
        return it, to(**{name: "" if it.chosen else it.value})

    return {
        "facets": [
            (name, [choice(name, it) for it in answer.facets.get(facet, ())]) for name, facet in FILTERS.items()
        ],
        "chosen": chosen,
        "everything": to(**dict.fromkeys(chosen, "")),
        "on_the_site": "?" + urlencode({"q": answer.words}),
        "before": to(page=answer.page - 1) if answer.page > 1 else "",
        "after": to(page=answer.page + 1) if answer.page < answer.pages else "",
    }


@require_safe
def titles(request: HttpRequest) -> HttpResponse:
    """``[{"title", "url"}]`` for what begins as one types; none while the index is being made."""
    if not _limiter.takes(truncated(request.META.get("REMOTE_ADDR", ""))):
        return answers.too_many()
    commune = request.commune  # type: ignore[attr-defined]  # as above
    try:
        _refuse_before_it_stands(commune)
        found = suggest(commune, request.GET.get("q", ""))
        found += shelves.suggest_on(commune, request.GET.get("q", ""), SUGGESTIONS - len(found))
    except UnavailableError:
        found = []
    return JsonResponse([{"title": title, "url": url} for title, url in found], safe=False)

"""Answers to a citizen, dressed as the commune's site: its menu, its colours, its telephone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sites.bake.preview import render_page, render_template

if TYPE_CHECKING:
    from sites.models import Commune

ANSWER = "pages/answer.html"


class PublicRequest(HttpRequest):
    """What a public view receives: the commune is that of the host name."""

    commune: "Commune"


def themed(
    request: HttpRequest, template: str, title: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A template of the theme or of a module, as a page that stands in no tree."""
    commune: Commune = request.commune  # type: ignore[attr-defined]  # set by the middleware
    return HttpResponse(render_template(commune, template, request.path, title, context), status=status)


def with_page(page: Any, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of the commune as it is baked, told more: the form that is sent back with what was typed."""
    return HttpResponse(render_page(page, draft=False, more=context), status=status)


def say(request: HttpRequest, status: int, title: str, *sentences: str, back: str = "") -> HttpResponse:
    """A title, sentences, how to reach the town hall; ``back`` is the address of a page to return to."""
    return themed(request, ANSWER, title, {"sentences": sentences, "back": back}, status)


def plain(status: int, sentence: str) -> HttpResponse:
    """For whom a page is not worth its making."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest) -> HttpResponse:
    """Nothing stands there, or not for this commune."""
    return say(request, 404, _("Cette page n’existe pas, ou plus"), _("L’adresse demandée ne mène à rien sur ce site."))


def too_heavy(request: HttpRequest) -> HttpResponse:
    """More bytes than any form accepts."""
    return say(
        request,
        413,
        _("Votre envoi est trop lourd"),
        _(
            "Rien n’a été reçu. Revenez en arrière, puis écrivez moins, "
            "ou joignez des fichiers moins lourds ou moins nombreux."
        ),
    )


def illegible(request: HttpRequest) -> HttpResponse:
    """Bytes that are no form."""
    return say(request, 400, _("Cet envoi est illisible"), _("Rien n’a été reçu. Merci de recommencer."))


def from_elsewhere() -> HttpResponse:
    """A form that another site would have sent in the visitor's name."""
    sentence = _(
        "Cet envoi ne vient pas de ce site\u00a0: rien n’a été reçu. Ouvrez la page du formulaire, puis recommencez."
    )
    return plain(403, sentence)


def too_many() -> HttpResponse:
    """Refused so often that the page which explains it is refused too."""
    answer = plain(429, _("Trop de demandes à la fois. Réessayez dans une minute."))
    answer["Retry-After"] = "60"
    return answer

"""What is said of a request that is too large, illegible, or leads nowhere: Django's own pages are in English."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

TOO_LARGE, ILLEGIBLE = 413, 400


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler400``: 413 for more text than ``DATA_UPLOAD_MAX_MEMORY_SIZE``, else 400.

    A script that asked for JSON receives ``{"errors": […]}``.
    """
    if isinstance(exception, RequestDataTooBig):
        status, title, sentences = TOO_LARGE, _("C’est trop long pour être enregistré"), _too_large()
    else:
        status, title, sentences = ILLEGIBLE, _("Cet envoi est illisible"), _illegible()
    if not request.accepts("text/html"):
        return JsonResponse({"errors": sentences}, status=status)
    if not hasattr(request, "user"):  # refused before anybody was recognised
        request.user = AnonymousUser()
    context: dict[str, Any] = {"title": title, "sentences": sentences}
    return HttpResponse(render_to_string("limits/refused.html", context, request), status=status)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's contract
    """Django's ``handler404``: what is not there, or is another commune's."""
    if not hasattr(request, "user"):
        request.user = AnonymousUser()
    return HttpResponse(render_to_string("wagtailadmin/404.html", {}, request), status=404)


def _too_large() -> list[str]:
    return [
        _("Rien n’a été enregistré de ce dernier envoi\u202f; la version d’avant est intacte."),
        _(
            "Revenez en arrière, puis enlevez du texte\u00a0: répartissez-le sur plusieurs pages, "
            "ou déposez-le comme document à télécharger."
        ),
    ]


def _illegible() -> list[str]:
    return [_("Rien n’a été enregistré. Revenez en arrière, puis recommencez.")]

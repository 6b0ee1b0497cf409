"""A visitor tells of a barrier: no script, no account, whatever the pack of the commune."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.accessibilite.visitors.sheet import sheet_of
from cms.guichet import receive
from cms.guichet.questions import blank
from sites.public import answers

TEMPLATE = "pages/obstacle.html"

challenge = require_GET(receive.challenge)


@require_GET
def form(request: HttpRequest) -> HttpResponse:
    """The form, nothing written in it yet."""
    return _shown(request, {"form": blank(sheet_of(_commune(request)))})


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """The form was sent."""
    return receive.receive(request, sheet_of(_commune(request)), partial(_shown, request))


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Read again, and confirmed."""
    return receive.confirm(request, sheet_of(_commune(request)))


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Thanked."""
    return receive.thank(request, sheet_of(_commune(request)))


def _shown(request: HttpRequest, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return answers.themed(request, TEMPLATE, _("Signaler un obstacle"), context, status)


def _commune(request: HttpRequest) -> Any:
    return request.commune  # type: ignore[attr-defined]  # set by the middleware of public views

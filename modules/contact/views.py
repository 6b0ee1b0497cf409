"""A citizen writes to a service."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from cms.guichet import receive
from cms.guichet.questions import Sheet
from modules.contact.listing import sheet_of
from modules.contact.models import PageContact, Service
from sites.bake.reader import below
from sites.public import answers

challenge = require_GET(receive.challenge)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """The form was sent."""
    page, sheet = _form(request)
    return receive.receive(request, sheet, partial(answers.with_page, page))


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Read again, and confirmed."""
    return receive.confirm(request, _form(request)[1])


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Thanked."""
    return receive.thank(request, _form(request)[1])


def _form(request: HttpRequest) -> tuple[PageContact, Sheet]:
    """The live page of the commune, and its form as it is today."""
    commune: Any = request.commune  # type: ignore[attr-defined]  # set by the middleware of public views
    home = commune.site.root_page
    page = PageContact.objects.filter(below(home.path), live=True).first()
    if page is None:
        raise Http404
    rows = Service.objects.filter(commune=commune).order_by("position", "name")
    url = page.url_path[len(home.url_path) - 1 :]
    return page, sheet_of(commune.name, url, list(rows.values_list("name", "recipient", "about")))

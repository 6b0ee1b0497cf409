"""A citizen fills in a form."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from cms.guichet import receive
from cms.guichet.questions import Sheet
from modules.formulaires.listing import sheet_of
from modules.formulaires.models import Formulaire
from sites.bake.reader import below
from sites.public import answers

challenge = require_GET(receive.challenge)


@require_POST
def send(request: HttpRequest, form_id: int) -> HttpResponse:
    """The form was sent."""
    page, sheet = _form(request, form_id)
    return receive.receive(request, sheet, partial(answers.with_page, page))


@require_POST
def confirm(request: HttpRequest, form_id: int) -> HttpResponse:
    """Read again, and confirmed."""
    return receive.confirm(request, _form(request, form_id)[1])


@require_GET
def received(request: HttpRequest, form_id: int) -> HttpResponse:
    """Thanked."""
    return receive.thank(request, _form(request, form_id)[1])


def _form(request: HttpRequest, form_id: int) -> tuple[Formulaire, Sheet]:
    """A live form of the commune, as it is today."""
    commune: Any = request.commune  # type: ignore[attr-defined]  # set by the middleware of public views
    home = commune.site.root_page
    page = get_object_or_404(Formulaire.objects.filter(below(home.path), live=True), pk=form_id)
    url = page.url_path[len(home.url_path) - 1 :]
    return page, sheet_of(commune.name, page.pk, url, page.facts)

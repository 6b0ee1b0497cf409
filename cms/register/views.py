"""The register on a screen that prints well, and as a spreadsheet."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.desk.reach import communes_of
from cms.register.entries import entries
from sites.models import Commune
from sites.rendering.spreadsheets import inert


def register(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """The record of processing activities of one commune."""
    commune = _commune(request, commune_id)
    context = {
        "page_title": _("Registre des traitements"),
        "page_subtitle": commune.name,
        "header_icon": "list-ul",
        "commune": commune,
        "entries": entries(commune),
    }
    return TemplateResponse(request, "register/register.html", context)


def export(request: HttpRequest, commune_id: int) -> HttpResponse:
    """One line for each entry, for the register that the commune keeps elsewhere."""
    commune = _commune(request, commune_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="registre-{commune.insee}.csv"'
    answer.write("\ufeff")  # without which a spreadsheet breaks the accents
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(
        [
            _("traitement"),
            _("finalité"),
            _("base légale"),
            _("données"),
            _("destinataires"),
            _("durée de conservation"),
            _("page"),
        ]
    )
    for one in entries(commune):
        cells = (one.title, one.purpose, one.basis, one.data, one.recipients, one.kept, one.url)
        writer.writerow([inert(cell) for cell in cells])
    return answer


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    return get_object_or_404(communes_of(user), pk=commune_id)

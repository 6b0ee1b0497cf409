"""« Plusieurs communes »: a table becomes one order for all of them, or every reason why not."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from deploy.models import CommuneReference, Preparation
from deploy.orders.columns import COLUMNS, SUFFIX, TableSource, template
from deploy.orders.faults import Fault, OrderError
from deploy.orders.source import Known
from deploy.orders.table import MAX_BYTES, MAX_ROWS
from deploy.provision import check, known
from deploy.wizard.carrying import capital
from deploy.wizard.reach import references_kept
from deploy.wizard.writing import batch_text
from sites.models import User

NAME = 120  # of a file, as it is kept


def blank(_request: HttpRequest) -> HttpResponse:
    """The table to fill in; with its mark, without which a spreadsheet takes accents for something else."""
    answer = HttpResponse("\ufeff" + template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="communes{SUFFIX}"'
    return answer


class Batch(View):
    """Hand a table over."""

    model = CommuneReference

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The columns and what they mean."""
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """A draft of all its communes, or all that is wrong: nothing is kept by halves."""
        user: Any = request.user
        file = request.FILES.get("table")
        if file is None:
            return self._page(request, [Fault(_("choisissez un fichier."))])
        if (file.size or 0) > MAX_BYTES:
            size = _("ce fichier est trop gros (%(most)s\u00a0Mo au plus).") % {"most": MAX_BYTES // 1_000_000}
            return self._page(request, [Fault(size)])
        try:
            row = prepare(file.name or "communes.csv", file.read(), user)
        except OrderError as error:
            return self._page(request, error.faults)
        return redirect("orders:plan", row.pk)

    def _page(self, request: HttpRequest, faults: Sequence[Fault] = ()) -> HttpResponseBase:
        context = {
            "page_title": _("Plusieurs communes"), "header_icon": "plus", "columns": COLUMNS.items(),
            "most": MAX_ROWS, "faults": [(fault, capital(fault.problem)) for fault in faults],
        }  # fmt: skip
        return TemplateResponse(request, "deploy/wizard_batch.html", context)


def prepare(name: str, data: bytes, user: User) -> Preparation:
    """A draft for the communes of a table; ``OrderError`` says all that is wrong with it."""
    within = references_kept(user)
    source = TableSource.of(name[-NAME:], data)
    orders = check([source], timezone.localdate(), within)
    knowing: Known = known(within)
    text = batch_text(user.email, source.document(knowing)["commune"], opens=True)
    with transaction.atomic():
        row = Preparation.objects.create(file=source.name, text=text, author=user.email)
        insees = {commune.insee for order in orders for commune in order.communes}
        row.communes.set(CommuneReference.objects.filter(insee__in=insees))
    return row

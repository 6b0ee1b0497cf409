"""Prices and indices: what everything costs this year, what the CDG set, what the revision made of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from deploy.desk.forms import SyntecForm, TariffForm
from deploy.desk.reach import sets_prices
from deploy.models.billing import SyntecIndex, Tariff
from deploy.prices import ITEMS
from deploy.statement.records import prices


def index(request: HttpRequest) -> HttpResponseBase:
    """The prices of the day; two forms to add a price or an index."""
    _only_for_all_communes(request)
    forms = {"tariff": TariffForm, "syntec": SyntecForm}
    asked = request.POST.get("what", "")
    filled = {name: form(request.POST if asked == name else None, prefix=name) for name, form in forms.items()}
    if request.method == "POST" and asked in filled and filled[asked].is_valid():
        filled[asked].save()
        messages.success(request, _("C’est enregistré\u00a0: les prix ci-dessous en tiennent compte."))
        return redirect("subscriptions:prices")
    on, today = prices(), timezone.localdate()
    listed = [(label, on.on(item, today)) for item, label in ITEMS.items()]
    context = {
        "page_title": _("Prix et révision"), "header_icon": "tag", "year": today.year,
        "prices": [(label, euros) for label, euros in listed if euros is not None],
        "unpriced": [label for label, euros in listed if euros is None and label.startswith("Pack")],
        "tariffs": [(row, ITEMS.get(row.item, row.item)) for row in Tariff.objects.all()],
        "indices": SyntecIndex.objects.all(), "coefficient": on.coefficient(today.year),
        "revised": on.coefficient(today.year) != 1, "media": filled["tariff"].media + filled["syntec"].media, **filled,
    }  # fmt: skip
    return TemplateResponse(request, "deploy/prices.html", context)


class Forget(View):
    """Take a price or an index back."""

    model: type[Tariff] | type[SyntecIndex] = Tariff

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At once: the message says what to write to have it again."""
        _only_for_all_communes(request)
        row: Any = get_object_or_404(self.model, pk=pk)
        row.delete()
        messages.success(
            request, _("C’est retiré. Pour l’annuler, ajoutez-le de nouveau\u00a0: %(row)s.") % {"row": row}
        )
        return redirect("subscriptions:prices")


def _only_for_all_communes(request: HttpRequest) -> None:
    user: Any = request.user
    if not sets_prices(user):
        raise PermissionDenied

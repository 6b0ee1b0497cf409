"""The screens of the statistics. Each starts from the communes of the person: nothing else is reachable."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.desk.reach import communes_of
from modules.statistiques.figures import DAYS, YEAR, figures_of, first_day
from modules.statistiques.models import Views
from sites.models import Commune
from sites.modules import active_codes

CODE = "statistiques"
PERIODS = (DAYS, YEAR)


def index(request: HttpRequest) -> HttpResponseBase:
    """The statistics of my commune, or the choice between mine."""
    communes = _communes(request)
    if len(communes) == 1:
        return redirect("statistiques:show", communes[0].pk)
    context = {"page_title": _("Statistiques"), "header_icon": "view", "communes": communes}
    return TemplateResponse(request, "statistiques/index.html", context)


def show(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """One commune: a chart, its table, the pages read most."""
    commune = _commune(request, commune_id)
    period = _period(request)
    context = {
        "page_title": _("Statistiques"),
        "page_subtitle": commune.name,
        "header_icon": "view",
        "commune": commune,
        "period": period,
        "periods": ((DAYS, _("30 derniers jours")), (YEAR, _("12 derniers mois"))),
        "figures": figures_of(commune, period, timezone.localdate()),
    }
    return TemplateResponse(request, "statistiques/show.html", context)


def export(request: HttpRequest, commune_id: int) -> HttpResponse:
    """The same figures, a line for each page and day, as a spreadsheet reads them in French."""
    commune = _commune(request, commune_id)
    today = timezone.localdate()
    period = _period(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statistiques-{commune.insee}-{period}.csv"'
    answer.write("\ufeff")  # without which a spreadsheet breaks the accents
    rows = Views.objects.filter(commune=commune, day__gte=first_day(period, today), day__lte=today)
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("jour"), _("adresse"), _("lectures")])
    # An address begins with « / »: no cell can be taken for a formula.
    writer.writerows(rows.order_by("day", "path").values_list("day", "path", "count").iterator())
    return answer


def _communes(request: HttpRequest) -> list[Commune]:
    user: Any = request.user
    return [commune for commune in communes_of(user) if CODE in active_codes(commune)]


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if CODE not in active_codes(commune):
        raise Http404
    return commune


def _period(request: HttpRequest) -> str:
    asked = request.GET.get("periode", DAYS)
    return asked if asked in PERIODS else DAYS

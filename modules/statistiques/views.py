"""The screens of the statistics. Each starts from the communes of the person: nothing else is reachable."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.desk.choice import chosen
from cms.desk.reach import communes_of, fills
from modules.statistiques.collect import kept_months
from modules.statistiques.figures import DAYS, YEAR, figures_of, first_day
from modules.statistiques.models import Views
from sites.models import Commune, User
from sites.modules import active_codes
from sites.tenancy.reach import policy_of

CODE = "statistiques"
PERIODS = (DAYS, YEAR)
PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponseBase:
    """The statistics of my commune, of the one I chose, or the choice between mine."""
    user: Any = request.user
    if (commune := chosen(request)) and reads(user, commune):
        return redirect("statistiques:show", commune.pk)
    asked = request.GET.get("q", "").strip()
    found = communes_of(user).filter(name__icontains=asked) if asked else communes_of(user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    mine = [commune for commune in page.object_list if reads(user, commune)]
    if len(mine) == 1 and page.paginator.count == 1:
        return redirect("statistiques:show", mine[0].pk)
    context = {"page_title": _("Statistiques"), "header_icon": "view", "communes": mine, "page": page, "asked": asked}
    return TemplateResponse(request, "statistiques/index.html", context)


def reads(user: User, commune: Commune) -> bool:
    """Whether the commune has statistics, and its pack shows them to ``user``."""
    return CODE in active_codes(commune) and fills(user, commune, CODE)


def mends(user: User, commune: Commune) -> bool:
    """Whether ``user`` sees the statistics of the commune, and keeps its redirects."""
    if not reads(user, commune):
        return False
    sites = policy_of(Redirect).sites_user_has_any_permission_for(user, {"add"})
    return bool(sites.filter(pk=commune.site_id).exists())


def show(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """One commune: a chart, its table, the pages read most."""
    commune = _commune(request, commune_id)
    period = _period(request)
    user: Any = request.user
    context = {
        "page_title": _("Statistiques"),
        "page_subtitle": commune.name,
        "header_icon": "view",
        "commune": commune,
        "period": period,
        "periods": ((DAYS, _("30 derniers jours")), (YEAR, _("12 derniers mois"))),
        "figures": figures_of(commune, period, timezone.localdate()),
        "kept_months": kept_months(timezone.localdate()),
        "mends": mends(user, commune),
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


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if not reads(user, commune):
        raise Http404
    return commune


def _period(request: HttpRequest) -> str:
    asked = request.GET.get("periode", DAYS)
    return asked if asked in PERIODS else DAYS

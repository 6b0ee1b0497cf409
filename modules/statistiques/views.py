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
from modules.statistiques.asked import DAYS, YEAR, asked, months, sections_of
from modules.statistiques.collect import kept_months
from modules.statistiques.figures import figures_of, titles_of
from sites.models import Commune, User
from sites.modules import active_codes
from sites.rendering.spreadsheets import inert
from sites.tenancy.reach import policy_of

CODE = "statistiques"
PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponseBase:
    """The statistics of my commune, of the one I chose, or the choice between mine."""
    user: Any = request.user
    if (commune := chosen(request)) and reads(user, commune):
        return redirect("statistiques:show", commune.pk)
    sought = request.GET.get("q", "").strip()
    found = communes_of(user).filter(name__icontains=sought) if sought else communes_of(user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    mine = [commune for commune in page.object_list if reads(user, commune)]
    if len(mine) == 1 and page.paginator.count == 1:
        return redirect("statistiques:show", mine[0].pk)
    context = {"page_title": _("Statistiques"), "header_icon": "view", "communes": mine, "page": page, "asked": sought}
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
    sections, today = sections_of(commune), timezone.localdate()
    wanted = asked(request.GET, sections, today)
    figures = figures_of(commune, wanted)
    user: Any = request.user
    context = {
        "page_title": _("Statistiques"),
        "page_subtitle": commune.name,
        "header_icon": "view",
        "commune": commune,
        "asked": wanted,
        "periods": ((DAYS, _("30 derniers jours")), (YEAR, _("12 derniers mois"))),
        "months": months(figures.since, today),
        "sections": sections,
        "figures": figures,
        "kept_months": kept_months(today),
        "mends": mends(user, commune),
    }
    return TemplateResponse(request, "statistiques/show.html", context)


def export(request: HttpRequest, commune_id: int) -> HttpResponse:
    """The same figures, a line for each page and day, as a spreadsheet reads them in French."""
    commune = _commune(request, commune_id)
    wanted = asked(request.GET, sections_of(commune), timezone.localdate())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statistiques-{commune.insee}-{wanted.name}.csv"'
    answer.write("\ufeff")  # without which a spreadsheet breaks the accents
    titles = titles_of(commune)
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("jour"), _("page"), _("adresse"), _("lectures")])
    # An address begins with « / »: no cell can be taken for a formula. A title is what somebody wrote.
    for day, path, count in wanted.rows(commune).order_by("day", "path").values_list("day", "path", "count").iterator():
        writer.writerow([day, inert(titles.get(path, "")), path, count])
    return answer


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if not reads(user, commune):
        raise Http404
    return commune

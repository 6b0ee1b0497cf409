"""The table of subscriptions, the sheet of one commune, and its statements to take away."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.desk.filters import Filters, narrowed
from deploy.desk.reach import communes_kept, sets_prices
from deploy.desk.rows import as_cells, rows_of
from deploy.life import handing
from deploy.life.convention import told
from deploy.life.journal import history
from deploy.life.retention import kept_until
from deploy.life.suspension import current
from deploy.models.billing import Intervention
from deploy.rcpnt.showing import shown
from deploy.records import batches, read_subscriptions
from deploy.statement.pdf import as_pdf
from deploy.statement.reckon import Statement, statement, years
from deploy.statement.records import prices, statements, works_of
from deploy.statement.table import rows
from deploy.subscriptions import LineKind
from sites.models import Commune
from sites.rendering.french import size_fr
from sites.rendering.spreadsheets import CSV, as_csv

PER_PAGE = 50
FIRST_YEAR = 2000


def index(request: HttpRequest) -> HttpResponseBase:
    """What each commune has, owes for a year and waits for, fifty communes at a time."""
    user: Any = request.user
    year, today = _asked_year(request), timezone.localdate()
    form = Filters(request.GET)
    kept = narrowed(communes_kept(user), form)
    page: Any = Paginator(kept, PER_PAGE).get_page(request.GET.get("p"))
    page.object_list = rows_of(list(page.object_list), year)
    context = {
        "page_title": _("Abonnements"), "header_icon": "doc-full", "page": page, "year": year, "form": form,
        "years": range(today.year, today.year - 3, -1), "sets_prices": sets_prices(user),
        "asked": bool(form.told.keys() - {"tri"}), "refused": [one for told in form.errors.values() for one in told],
    }  # fmt: skip
    return TemplateResponse(request, "deploy/subscriptions.html", context)


def listed(request: HttpRequest) -> HttpResponseBase:
    """The very same table, all its pages, for a spreadsheet."""
    user: Any = request.user
    year = _asked_year(request)
    found = narrowed(communes_kept(user), Filters(request.GET))
    rows = [row for batch in batches(found) for row in rows_of(batch, year)]
    return _file(as_csv(as_cells(rows, year)), CSV, f"communes-{timezone.localdate():%Y-%m-%d}.csv")


def table(request: HttpRequest) -> HttpResponseBase:
    """The statements of a year of all the communes one keeps, as one table."""
    user: Any = request.user
    year = _asked_year(request)
    found = statements(communes_kept(user).values_list("insee", flat=True), year)
    return _file(as_csv(rows(found.values())), CSV, f"releves-{year}.csv")


def sheet(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """All of one commune: the statement of each year, the interventions."""
    commune = _kept(request, commune_id)
    subscription = read_subscriptions([commune.insee]).get(commune.insee)
    on, today, works = prices(), timezone.localdate(), works_of([commune.insee]).get(commune.insee, ())
    lines = subscription.on(today, LineKind.PACK) if subscription else ()
    running = next(iter(lines), None)
    years_told = (
        [statement(subscription, works, on, year) for year in reversed(years(subscription, today))]
        if subscription
        else []
    )
    handed = handing.state(commune.insee)
    context = {
        "page_title": _("Abonnement"), "page_subtitle": commune.name, "header_icon": "doc-full", "commune": commune,
        "statements": years_told, "interventions": Intervention.objects.filter(commune=commune),
        "history": history(commune.insee), "convention": told(commune.insee), "suspension": current(commune.insee),
        "handed": handed, "handed_size": size_fr(handed.size),
        "handed_until": handed.made_at and kept_until(handed.made_at, subscription),
        "end": running.until if running else None,
        "running": running is not None, "digital": shown(commune.insee), "this_year": today.year,
    }  # fmt: skip
    return TemplateResponse(request, "deploy/subscription.html", context)


def document(request: HttpRequest, commune_id: int, year: int, shape: str) -> HttpResponseBase:
    """One statement, ``pdf`` or ``csv``."""
    commune = _kept(request, commune_id)
    one = _statement(commune, year)
    name = f"releve-{year}-{commune.insee}.{shape}"
    if shape == "csv":
        return _file(as_csv(rows([one])), CSV, name)
    made = as_pdf(one, settings.BEFFROI_CDG_NAME, settings.BEFFROI_CDG_CONTACT)
    return _file(made, "application/pdf", name)


def _statement(commune: Commune, year: int) -> Statement:
    """Refused beyond this year: what will be due may still change."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    one = statements([commune.insee], year).get(commune.insee)
    if not one:
        raise Http404
    return one


def _kept(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    commune: Commune = get_object_or_404(communes_kept(user), pk=commune_id)
    return commune


def _asked_year(request: HttpRequest) -> int:
    asked, today = request.GET.get("annee", ""), timezone.localdate()
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else today.year  # noqa: PLR2004  # a year
    return year if FIRST_YEAR <= year <= today.year else today.year


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

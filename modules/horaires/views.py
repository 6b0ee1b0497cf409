"""The screens of the hours. Each starts from ``communes_of(request.user)``: nothing else is reachable."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.desk.choice import chosen
from cms.desk.online import tell
from cms.desk.reach import address_of, communes_of, fills
from cms.rows.hours import kept
from cms.rows.screens import holds
from modules.horaires import days
from modules.horaires.admin import WeekForm, said, town_hall_of
from modules.horaires.models import HoraireExceptionnel, Horaires, Lieu
from sites.models import Commune
from sites.modules import active_codes
from sites.rendering.identity import day_hours
from sites.tenancy.paths import within
from sites.tenancy.reach import policy_of, reachable

AREA = "record"
PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """The hours of my commune, of the one I chose, or the choice between mine."""
    if (here := chosen(request)) and _is_open(request, here):
        return redirect("horaires:commune", here.pk)
    asked = request.GET.get("q", "").strip()
    mine = communes_of(_user(request)).filter(
        pk__in=policy_of(HoraireExceptionnel).communes(_user(request), {"change"}).order_by().values("pk")
    )
    page = Paginator(mine.filter(name__icontains=asked), PER_PAGE).get_page(request.GET.get("p"))
    found = [commune for commune in page.object_list if _is_open(request, commune)]
    if not (asked or page.has_other_pages()):
        if len(found) == 1:
            return redirect("horaires:commune", found[0].pk)
        if not found:
            raise Http404
    context = {"page_title": _("Horaires"), "header_icon": "time", "communes": found, "page": page, "asked": asked}
    return TemplateResponse(request, "horaires/admin/communes.html", context)


def commune(request: HttpRequest, commune_id: int) -> HttpResponse:
    """The week of the town hall, the places, what is to come, and a button for each."""
    place = _commune(request, commune_id)
    path, today = place.site.root_page.path, timezone.localdate()
    rows = reachable(_user(request), HoraireExceptionnel).filter(commune=place, end__gte=today)
    holidays = days.holidays_around(place.departement.code, today)
    context = {
        "page_title": _("Horaires"),
        "page_subtitle": place.name,
        "header_icon": "time",
        "commune": place,
        "days": day_hours(list(town_hall_of(place).hours.raw_data)),
        "places": Lieu.objects.filter(within("path", [path])).order_by("path"),
        "index": Horaires.objects.filter(within("path", [path])).first(),
        "changes": [(row, said(row)) for row in rows.select_related("lieu").order_by("start")],
        "holidays": [day for day in holidays if day[0] >= today][:3],
    }
    return TemplateResponse(request, "horaires/admin/commune.html", context)


def edit_week(request: HttpRequest, commune_id: int) -> HttpResponse:
    """« Modifier les horaires » of the town hall."""
    place = _commune(request, commune_id)
    mairie = town_hall_of(place)
    stored = list(mairie.hours.raw_data)
    form = WeekForm(request.POST or None, initial={"hours": stored, "hours_note": mairie.hours_note})
    if request.method == "POST" and form.is_valid():
        lines = kept(stored, form.cleaned_data["hours"])
        mairie.hours = [{"type": "day", "value": line} for line in lines]
        mairie.hours_note = form.cleaned_data["hours_note"]
        mairie.save()
        tell(request, place, _("Les horaires de la mairie sont publiés."), address_of(place))
        return redirect("horaires:commune", place.pk)
    context = {
        "page_title": _("Modifier les horaires de la mairie"),
        "page_subtitle": place.name,
        "header_icon": "time",
        "commune": place,
        "form": form,
    }
    return TemplateResponse(request, "horaires/admin/week.html", context)


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    rows = communes_of(_user(request)).select_related("departement", "site__root_page")
    place: Commune = get_object_or_404(rows, pk=commune_id)
    if not _is_open(request, place):
        raise Http404
    return place


def _is_open(request: HttpRequest, place: Commune) -> bool:
    user = _user(request)
    return "horaires" in active_codes(place) and holds(user, place, AREA) and fills(user, place, "horaires")


def _user(request: HttpRequest) -> Any:
    return request.user

"""The screen of what was looked for in vain. It starts from the communes of the person: nothing else is reachable."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.desk.choice import chosen
from cms.desk.reach import address_of, communes_of, writes_pages
from cms.search.journal.counting import KEPT
from cms.search.journal.unanswered import LABEL, forget, unanswered
from sites.models import User
from sites.public.numbers import number_in

PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponseBase:
    """The questions that found nothing in my communes, or in the one I chose; POST settles one of them."""
    user: Any = request.user
    if request.method == "POST":
        return _settle(request, user)
    place = chosen(request)
    mine = [place] if place else communes_of(user)
    page = Paginator(unanswered(mine), PER_PAGE).get_page(request.GET.get("p"))
    known = {it.pk: it for it in communes_of(user).filter(pk__in={row["commune"] for row in page.object_list})}
    rows = [_told(user, row, known[row["commune"]]) for row in page.object_list if row["commune"] in known]
    context = {
        "page_title": LABEL,
        "header_icon": "search",
        "page": page,
        "rows": rows,
        "kept_days": max(row.days for row in KEPT),
    }
    return TemplateResponse(request, "recherche/unanswered.html", context)


def _told(user: User, row: dict[str, Any], commune: Any) -> dict[str, Any]:
    return {
        **row,
        "commune": commune,
        "site": f"{address_of(commune)}recherche/",
        "home": commune.site.root_page_id if writes_pages(user, commune) else None,
    }


def _settle(request: HttpRequest, user: User) -> HttpResponse:
    """Show a question no more. 404 for the commune of others."""
    commune = communes_of(user).filter(pk=number_in(request.POST.get("commune", "")) or 0).first()
    if commune is None:
        raise Http404
    words = request.POST.get("words", "")
    forget(commune, words)
    messages.success(request, _("«\u00a0%(words)s\u00a0» n’est plus dans la liste.") % {"words": words})
    return redirect("recherches:index")

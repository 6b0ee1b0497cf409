"""The desk's own screens. Each starts from ``communes_of(request.user)``: nothing else is reachable."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.desk.home import module_contents
from cms.desk.listing import listing
from cms.desk.reach import communes_of, online
from sites.modules import module_of

PER_PAGE = 50


def state(request: HttpRequest, commune_id: int) -> JsonResponse:
    """What stands online for one commune, asked for every second while it is being put online."""
    commune = get_object_or_404(communes_of(_user(request)), pk=commune_id)
    answer = JsonResponse(online(commune).as_json())
    answer["Cache-Control"] = "no-store"
    return answer


def communes(request: HttpRequest) -> HttpResponseBase:
    """All my communes, searched by name, INSEE code or address, and by state."""
    found = listing(_user(request), request.GET)
    rows: Any = found.rows
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_title": _("Les communes"), "header_icon": "site", "listing": found, "page": page}
    return TemplateResponse(request, "desk/communes.html", context)


def module(request: HttpRequest, module_code: str) -> HttpResponse:
    """The contents of a module: those of my commune, or the choice between mine."""
    config = module_of(module_code)
    if config is None or config.quick_add is None:
        raise Http404
    rows = module_contents(_user(request), config)
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect("wagtailadmin_explore", rows[0].page_id)
    context = {"page_title": config.quick_add.list_label, "header_icon": config.quick_add.icon, "rows": rows}
    return TemplateResponse(request, "desk/module.html", context)


def _user(request: HttpRequest) -> Any:
    return request.user

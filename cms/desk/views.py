"""The desk's own screens. Each starts from ``communes_of(request.user)``: nothing else is reachable."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.accounts.people import managed_by
from cms.desk import choice
from cms.desk.home import desks, module_contents
from cms.desk.listing import listing
from cms.desk.reach import communes_of, looks_after, online, writes_pages
from cms.desk.waiting import PAGES, with_commune
from cms.limits.usage import offers_validation
from sites.bake.state import mark_dirty
from sites.modules import module_of
from sites.public.numbers import number_in
from sites.tenancy.scope import Scope

PER_PAGE = 50
CHOICES = 60


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


def commune(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """One commune: what to do for it, its pack and what exceeds it, its validation."""
    user = _user(request)
    place = get_object_or_404(communes_of(user), pk=commune_id)
    context = {
        "page_title": place.name,
        "header_icon": "site",
        "desk": desks(user, [place])[0],
        "commune": place,
        "traceback": place.bake_state.traceback if looks_after(user, place) else "",
        "may_force": looks_after(user, place),
        "may_switch_validation": looks_after(user, place) and offers_validation(place),
        "may_tell": user.is_superuser or Scope.of(user).may_in(place, "webhook", {"change"}),
        "may_write": writes_pages(user, place),
        "may_open": user.is_superuser or Scope.of(user).may_in(place, "origin", {"change"}),
        "may_manage_people": managed_by(user).filter(pk=place.pk).exists(),
    }
    return TemplateResponse(request, "desk/fiche.html", context)


@require_POST
def validation(request: HttpRequest, commune_id: int) -> HttpResponse:
    """Switch the validation before publication on or off, for who looks after the commune."""
    user = _user(request)
    place = get_object_or_404(communes_of(user), pk=commune_id)
    if not (looks_after(user, place) and offers_validation(place)):
        raise Http404
    place.validation = request.POST.get("validation") == "on"
    place.save(update_fields=["validation"])
    said = (
        _("Les contenus de %(commune)s seront validés avant d’être publiés.")
        if place.validation
        else _("Les contenus de %(commune)s se publient sans validation.")
    )
    messages.success(request, said % {"commune": place.name})
    return redirect("desk:commune", place.pk)


@require_POST
def put_online(request: HttpRequest, commune_id: int) -> HttpResponse:
    """Try again after an error; « Publier quand même » explains every page that would vanish, for who looks after it.

    The worker does the work: the request asks for it, as a publication does.
    """
    user = _user(request)
    place = get_object_or_404(communes_of(user), pk=commune_id)
    anyway = request.POST.get("anyway") == "on"
    if anyway and not looks_after(user, place):
        raise Http404
    mark_dirty([place.pk], removals=place.bake_state.pages if anyway else 0)
    return redirect("desk:commune", place.pk)


def module(request: HttpRequest, module_code: str) -> HttpResponse:
    """The contents of a module: those of my commune, or the choice between mine."""
    config = module_of(module_code)
    if config is None or config.quick_add is None:
        raise Http404
    rows = module_contents(_user(request), config)
    if not rows:
        raise Http404
    place = choice.chosen(request)
    mine = [row for row in rows if place is None or row.commune == place]
    if len(mine) == 1:
        return redirect("wagtailadmin_explore", mine[0].page_id)
    context = {"page_title": config.quick_add.list_label, "header_icon": config.quick_add.icon, "rows": rows}
    return TemplateResponse(request, "desk/module.html", context)


def pages(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The pages behind one line of « Ce qui vous attend »."""
    if kind not in PAGES:
        raise Http404
    user = _user(request)
    title, find = PAGES[kind]
    page = Paginator(find(user, choice.shown_on(request)), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_title": title, "header_icon": "doc-empty", "rows": with_commune(user, page.object_list)}
    return TemplateResponse(request, "desk/pages.html", context | {"page": page, "kind": kind})


def choose(request: HttpRequest) -> HttpResponseBase:
    """« Pour quelle commune travaillez-vous ? »: the answer is kept until the next one."""
    user = _user(request)
    if not choice.has_several(user):
        raise Http404
    if request.method == "POST":
        asked = request.POST.get("commune", "")
        commune = communes_of(user).filter(pk=number).first() if (number := number_in(asked)) is not None else None
        if asked and commune is None:
            raise Http404
        choice.choose(request, commune)
        return redirect("wagtailadmin_home")
    found = listing(user, request.GET)
    communes = list(found.rows.communes.order_by("name")[: CHOICES + 1])
    context = {
        "page_title": _("Pour quelle commune travaillez-vous\u202f?"),
        "header_icon": "site",
        "here": request.path,
        "communes": communes[:CHOICES],
        "more": len(communes) > CHOICES,
        "chosen": choice.chosen(request),
        "listing": found if len(communes) > CHOICES or request.GET else None,
    }
    return TemplateResponse(request, "desk/choose.html", context)


def _user(request: HttpRequest) -> Any:
    return request.user

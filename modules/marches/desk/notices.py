"""The notices of a commune: the list, the form, and what is taken off the site."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.desk.online import watch
from modules.marches import source
from modules.marches.avis.merging import reference_key
from modules.marches.avis.notice import Notice
from modules.marches.desk.forms import NoticeForm, initial_of, new_initial
from modules.marches.desk.places import PER_PAGE, about, communes_for, keeps_sources, place_of
from modules.marches.models import Avis
from modules.marches.parse.values import plain
from sites.marking import mark
from sites.models import Commune

# Pages that the last notice of its kind may take with it.
PAGES = 4


def index(request: HttpRequest) -> HttpResponse:
    """My commune's notices, or the choice between my communes."""
    rows = communes_for(request.user).order_by("name")
    if len(only := list(rows[:2])) == 1:
        return redirect("marches:commune", only[0].pk)
    query = request.GET.get("q", "").strip()
    page = Paginator(rows.filter(name__icontains=query), PER_PAGE).get_page(request.GET.get("p"))
    context = {**about(_("Marchés publics")), "page": page, "query": query, "keeps": keeps_sources(request.user)}
    return TemplateResponse(request, "marches/desk/index.html", context)


def commune(request: HttpRequest, commune_id: int) -> HttpResponse:
    """The notices, the newest first."""
    place = place_of(request, commune_id)
    rows = Avis.objects.filter(commune=place)
    if query := request.GET.get("q", "").strip():
        rows = rows.filter(title__icontains=query) | rows.filter(reference__icontains=query)
    page = Paginator(rows.order_by("-published", "-pk"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **about(_("Marchés publics"), place), "page": page, "query": query, "now": timezone.now(),
        "keeps": keeps_sources(request.user),
    }  # fmt: skip
    return TemplateResponse(request, "marches/desk/commune.html", context)


def add(request: HttpRequest, commune_id: int) -> HttpResponse:
    """« Publier une consultation »."""
    place = place_of(request, commune_id, "add")
    row = Avis(commune=place, key=f"saisie:{uuid.uuid4().hex}")
    return _form(request, place, row, _("Publier une consultation"))


def edit(request: HttpRequest, commune_id: int, notice_id: int) -> HttpResponse:
    """What the town hall wrote is changed; what was read elsewhere is shown, and taken off the site if need be."""
    place = place_of(request, commune_id, "change")
    row = get_object_or_404(Avis, commune=place, pk=notice_id)
    if row.origin in {Avis.Origin.TYPED, Avis.Origin.FILE}:
        return _form(request, place, row, _("Modifier l’avis"))
    context = {**about(row.title, place), "row": row, "told": row.notice}
    return TemplateResponse(request, "marches/desk/read.html", context)


@require_POST
def hide(request: HttpRequest, commune_id: int, notice_id: int) -> HttpResponse:
    """Off the site, or back on it: what is read again stays as it was decided."""
    place = place_of(request, commune_id, "change")
    row = get_object_or_404(Avis, commune=place, pk=notice_id)
    Avis.objects.filter(pk=row.pk).update(hidden=not row.hidden)
    mark(communes=[place.pk], removals=0 if row.hidden else PAGES)
    messages.success(
        request, _("L’avis est de nouveau sur le site.") if row.hidden else _("L’avis est retiré du site.")
    )
    watch(request, place)
    return redirect("marches:commune", place.pk)


@require_POST
def delete(request: HttpRequest, commune_id: int, notice_id: int) -> HttpResponse:
    """What the town hall wrote is deleted; what is read elsewhere would come back, and is taken off instead."""
    place = place_of(request, commune_id, "delete")
    own = [Avis.Origin.TYPED, Avis.Origin.FILE]
    get_object_or_404(Avis, commune=place, pk=notice_id, origin__in=own).delete()
    mark(communes=[place.pk], removals=PAGES)
    messages.success(request, _("L’avis est supprimé."))
    watch(request, place)
    return redirect("marches:commune", place.pk)


def _form(request: HttpRequest, place: Commune, row: Avis, title: str) -> HttpResponse:
    initial = initial_of(row.notice) if row.pk else new_initial()
    form = NoticeForm(request.POST or None, initial=initial)
    twins: list[Avis] = []
    if request.method == "POST" and form.is_valid():
        one = form.notice(row.key, row.notice if row.pk else None)
        twins = [] if row.pk else twins_of(place, one)
        if not twins or request.POST.get("confirm"):
            row.tell(one)
            source.save(row)
            mark(communes=[place.pk])
            messages.success(request, _("« %(title)s » est publié dans les marchés publics.") % {"title": one.title})
            watch(request, place)
            return redirect("marches:commune", place.pk)
    context: dict[str, Any] = {
        **about(title, place), "form": form, "row": row if row.pk else None, "twins": twins,
    }  # fmt: skip
    return TemplateResponse(request, "marches/desk/form.html", context)


def twins_of(place: Commune, one: Notice) -> list[Avis]:
    """Notices of the same nature that bear the same reference, or the same words: it is perhaps there already."""
    key, words = reference_key(one.reference), plain(one.title)
    return [
        row
        for row in Avis.objects.filter(commune=place)
        if row.notice.nature == one.nature
        and ((key and reference_key(row.reference) == key) or plain(row.title) == words)
    ]

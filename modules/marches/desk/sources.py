"""Where notices are read: the webmestre's. A source is tried before it is kept, and set for many communes at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.sources.fetching import Budget, SourceError, fetch
from modules.marches import source as reading
from modules.marches.desk.forms import MappingForm, SourceForm, mapping_initial
from modules.marches.desk.imports import SHOWN, columns_of, preview
from modules.marches.desk.places import (
    PER_PAGE,
    about,
    communes_of_sources,
    departements_of_sources,
    keeps_sources,
    sources_for,
)
from modules.marches.models import Source
from modules.marches.parse import feed
from modules.marches.parse.values import UnreadableError
from sites.models import Commune
from sites.rendering.french import counted


def index(request: HttpRequest) -> HttpResponse:
    """All of them, those in trouble first."""
    _keeper(request)
    rows = sources_for(request.user).order_by("-error", "name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    for row in page:
        row.told = [reading.fault_sentence(*fault) for fault in row.faults]
    return TemplateResponse(
        request, "marches/desk/sources.html", {**about(_("Sources des marchés publics")), "page": page}
    )


def add(request: HttpRequest) -> HttpResponse:
    """One source for the communes that are chosen, or for a département."""
    _keeper(request)
    return _form(request, Source(kind=request.GET.get("genre", Source.Kind.FEED)), _("Ajouter une source"))


def edit(request: HttpRequest, source_id: int) -> HttpResponse:
    """One source of one place."""
    row = get_object_or_404(sources_for(request.user), pk=source_id)
    return _form(request, row, _("Régler la source"))


@require_POST
def delete(request: HttpRequest, source_id: int) -> HttpResponse:
    """What was read of it stays."""
    get_object_or_404(sources_for(request.user), pk=source_id).delete()
    messages.success(request, _("Cette source ne sera plus lue. Les avis déjà lus restent sur les sites."))
    return redirect("marches:sources")


def _keeper(request: HttpRequest) -> None:
    if not keeps_sources(request.user):
        raise PermissionDenied


def _form(request: HttpRequest, row: Source, title: str) -> HttpResponse:
    communes = [] if row.pk else communes_of_sources(request.user)
    departements = [] if row.pk else list(departements_of_sources(request.user))
    form = SourceForm(request.POST or None, instance=row)
    mapping = MappingForm(request.POST or None, initial=mapping_initial(row.mapping))
    chosen = [one for one in communes if str(one.pk) in request.POST.getlist("communes")]
    whole = next((one for one in departements if str(one.pk) == request.POST.get("departement")), None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and mapping.is_valid():
        row.mapping = mapping.mapping()
        if not row.pk and not chosen and whole is None:
            form.add_error(None, _("Choisissez des communes, ou un département."))
        elif "try" in request.POST:
            context = tried(row, chosen[0] if chosen else None, whole)
            if "guess" in context:
                mapping = MappingForm(initial=mapping_initial(context["guess"]), columns=context["columns"])
        else:
            count = _keep(row, chosen, whole)
            told = counted(count, _("source enregistrée"), _("sources enregistrées"))
            messages.success(request, _("%(told)s\u00a0: lue dans quelques minutes.") % {"told": told})
            return redirect("marches:sources")
    context = {
        **about(title), "form": form, "mapping": mapping, "communes": communes, "departements": departements,
        "chosen": {one.pk for one in chosen}, "whole": whole, "row": row if row.pk else None, **context,
    }  # fmt: skip
    return TemplateResponse(request, "marches/desk/source.html", context)


def _keep(row: Source, chosen: list[Commune], whole: Any) -> int:
    if row.pk:
        row.asked_at, row.validators = None, {}
        row.save()
        return 1
    told = {"name": row.name, "kind": row.kind, "mapping": row.mapping}
    places = [{"departement": whole}] if whole else [{"commune": one} for one in chosen]
    with transaction.atomic():
        for place in places:
            Source.objects.update_or_create(
                **place, address=row.address, defaults={**told, "asked_at": None, "validators": {}}
            )
    return len(places)


def tried(row: Source, commune: Commune | None, departement: Any) -> dict[str, Any]:
    """« Essayer »: what the first records would be, and what is not understood. Nothing is kept."""
    if not row.pk:
        row.commune, row.departement = (commune, None) if commune else (None, departement)
    today = timezone.localdate()
    try:
        places = reading.communes_of(row)
        if row.kind != Source.Kind.FEED:
            found, _validators = reading.asked(row, places, timezone.now())
            faults = [reading.fault_sentence(one.code, one.where, one.said) for one in found.faults] if found else []
            notices = found.notices if found else []
            return {"shown": notices[:SHOWN], "faults": faults[: 2 * SHOWN], "understood": len(notices)}
        address = reading.filled(row.address, places[0] if row.commune_id and places else None, row, today)
        content, _validators = fetch(address, {}, Budget(reading.MAX_BYTES[row.kind]), reading.ACCEPT)
        recipe = feed.mapping_of(row.mapping)
        lines = feed.lines_of(content or b"", recipe.path)
    except SourceError as error:
        return {"failed": str(error)}
    except UnreadableError as error:
        return {"failed": reading.sentence(str(error))}
    recipe = recipe if recipe.picks else feed.guessed(lines)
    columns = columns_of(lines)
    return {**preview(lines, recipe, address), "guess": recipe, "columns": columns, "sample": lines[0] if lines else {}}

"""A table taken in: the file, then which column holds what, with the first lines as they would be, then the whole."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.desk.online import watch
from modules.marches import source
from modules.marches.desk.forms import FileForm, MappingForm, mapping_initial
from modules.marches.desk.places import about, place_of
from modules.marches.parse import feed
from modules.marches.parse.values import UnreadableError
from sites.models import Commune
from sites.rendering.french import counted

SHOWN = 5


def upload(request: HttpRequest, commune_id: int) -> HttpResponse:
    """The file, or the columns of the one that was just given."""
    place = place_of(request, commune_id, "add")
    if request.method == "POST" and "content" in request.POST:
        return _mapped(request, place, request.POST["content"])
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            lines = feed.lines_of(content)
        except UnreadableError as error:
            form.add_error("file", source.sentence(str(error)))
        else:
            mapping = MappingForm(initial=mapping_initial(feed.guessed(lines)), columns=columns_of(lines))
            return _screen(request, place, mapping, lines, feed.guessed(lines), base64.b64encode(content).decode())
    return TemplateResponse(request, "marches/desk/import.html", {**about(_("Importer des avis"), place), "form": form})


def _mapped(request: HttpRequest, place: Commune, carried: str) -> HttpResponse:
    try:
        content = base64.b64decode(carried, validate=True)
        lines = feed.lines_of(content)
    except (binascii.Error, ValueError):
        messages.error(request, _("Choisissez de nouveau le fichier."))
        return redirect("marches:import", place.pk)
    form = MappingForm(request.POST, columns=columns_of(lines))
    recipe = feed.mapping_of(form.mapping()) if form.is_valid() else feed.Recipe({})
    if form.is_valid() and "keep" in request.POST:
        found = feed.notices_of(lines, recipe, "", timezone.localdate(), "fichier")
        changed = source.write(place.pk, found.notices, "fichier")
        told = counted(changed, _("avis ajouté ou changé"), _("avis ajoutés ou changés"))
        messages.success(request, _("Fichier importé\u00a0: %(told)s.") % {"told": told})
        for fault in found.faults[:SHOWN]:
            messages.warning(request, source.fault_sentence(fault.code, fault.where, fault.said))
        watch(request, place)
        return redirect("marches:commune", place.pk)
    return _screen(request, place, form, lines, recipe, carried)


def _screen(
    request: HttpRequest, place: Commune, form: MappingForm, lines: list[feed.Line], recipe: feed.Recipe, carried: str
) -> HttpResponse:
    context: dict[str, Any] = {
        **about(_("Importer des avis"), place), "form": form, "content": carried, "count": len(lines),
        **preview(lines, recipe, ""),
    }  # fmt: skip
    return TemplateResponse(request, "marches/desk/mapping.html", context)


def preview(lines: list[feed.Line], recipe: feed.Recipe, base: str) -> dict[str, Any]:
    """The first lines as they are understood, and what is not."""
    found = feed.notices_of(lines, recipe, base, timezone.localdate(), "essai")
    faults = [source.fault_sentence(fault.code, fault.where, fault.said) for fault in found.faults]
    return {"shown": found.notices[:SHOWN], "faults": faults[: 2 * SHOWN], "understood": len(found.notices)}


def columns_of(lines: list[feed.Line]) -> tuple[str, ...]:
    """The names of the first lines."""
    return tuple(dict.fromkeys(name for line in lines[:SHOWN] for name in line))

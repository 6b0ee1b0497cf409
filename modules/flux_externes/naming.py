"""Names of feeds that a page gives and that the commune has not: told to who saves it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from modules.flux_externes.apps import folded
from modules.flux_externes.models import Flux
from sites.tenancy.reach import commune_above

BLOCK = "flux"


def warn(request: HttpRequest, page: Any) -> None:
    """A warning for each name. What saves itself while one types stays quiet: the preview says it meanwhile."""
    if not request.accepts("text/html"):
        return
    wanted = {folded(name): name.strip() for name in names_in(page) if name.strip()}
    if not wanted:
        return
    known = {
        folded(name)
        for name in Flux.objects.filter(commune=commune_above(page=page.path)).values_list("name", flat=True)
    }
    for name in (name for key, name in wanted.items() if key not in known):
        messages.warning(request, _sentence(name))


def names_in(page: Any) -> Iterator[str]:
    """What the blocks of a page say, however deep they stand."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _names(list(getattr(page, field.name).raw_data))


def _names(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        if raw.get("type") == BLOCK and isinstance(raw.get("value"), dict):
            yield str(raw["value"].get("name") or "")
        raw = list(raw.values())
    if isinstance(raw, list):
        for value in raw:
            yield from _names(value)


def _sentence(name: str) -> str:
    said = _(
        "Aucun flux de la commune ne s’appelle «\u00a0%(name)s\u00a0»\u00a0: "
        "le bloc «\u00a0Flux extérieur\u00a0» ne montre rien."
    )
    link = format_html('<a href="{}">{}</a>', reverse("flux_externes:index"), _("Voir les flux extérieurs"))
    return format_html("{} {}", said % {"name": name}, link)

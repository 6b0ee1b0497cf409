"""Whose notices a screen is about. Nothing is looked for outside a commune of the person."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from modules.marches.models import Avis, Inconnu, Source
from sites.models import Commune, Departement
from sites.modules import active_codes
from sites.tenancy.paths import within
from sites.tenancy.reach import policy_of, reachable
from sites.tenancy.scope import Scope

PER_PAGE = 25
SOURCES = "market_source"


def communes_for(user: Any, action: str = "view") -> Any:
    """Those that have the module, and where ``user`` may do ``action``."""
    return policy_of(Avis).communes(user, {action})


def place_of(request: HttpRequest, commune_id: int, action: str = "view") -> Commune:
    """The commune that an address names; 404 for another's."""
    place: Commune = get_object_or_404(communes_for(request.user, action), pk=commune_id)
    return place


def keeps_sources(user: Any) -> bool:
    """Whether ``user`` sets sources somewhere."""
    return bool(user.is_superuser or Scope.of(user).holds(SOURCES, {"change"}))


def communes_of_sources(user: Any) -> list[Commune]:
    """The communes for which ``user`` may set a source: they have the module."""
    rows = Commune.objects.select_related("departement").order_by("name")
    if not user.is_superuser:
        rows = rows.filter(within("site__root_page__path", Scope.of(user).site_paths(SOURCES, {"change"})))
    return [row for row in rows if "marches" in active_codes(row)]


def departements_of_sources(user: Any) -> Any:
    """The départements that are wholly theirs."""
    rows = Departement.objects.order_by("code")
    if user.is_superuser:
        return rows
    return rows.filter(within("folder__path", Scope.of(user).site_paths(SOURCES, {"change"})))


def sources_for(user: Any) -> Any:
    """The sources that ``user`` may change."""
    return reachable(user, Source, {"change"}).select_related("commune", "departement")


def unknown_for(user: Any) -> Any:
    """The buyers that ``user`` may attach."""
    return reachable(user, Inconnu, {"change"}).select_related("departement", "commune")


def about(title: str, place: Commune | None = None) -> dict[str, Any]:
    """What every screen says of where one is."""
    return {
        "page_title": title,
        "page_subtitle": place.name if place else "",
        "header_icon": "clipboard-list",
        "commune": place,
    }

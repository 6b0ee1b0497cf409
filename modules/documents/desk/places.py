"""Whose acts a screen is about. Nothing is looked for outside a commune of the person."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from modules.documents.models import Acte
from sites.models import Commune
from sites.tenancy.reach import policy_of

PER_PAGE = 25


def communes_for(user: Any, action: str = "view") -> Any:
    """Those that have the module, and where ``user`` may do ``action``."""
    return policy_of(Acte).communes(user, {action})


def place_of(request: HttpRequest, commune_id: int, action: str = "view") -> Commune:
    """The commune that an address names; 404 for another's."""
    place: Commune = get_object_or_404(communes_for(request.user, action).select_related("collection"), pk=commune_id)
    return place


def may_publish(user: Any, place: Commune) -> bool:
    """Whether ``user`` puts acts online there, or prepares them for somebody else."""
    return bool(communes_for(user, "publish").filter(pk=place.pk).exists())


def about(place: Commune, user: Any, title: str) -> dict[str, Any]:
    """What every screen says of where one is."""
    return {
        "page_title": title,
        "page_subtitle": place.name,
        "header_icon": "doc-full",
        "commune": place,
        "may_publish": may_publish(user, place),
    }

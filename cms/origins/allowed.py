"""Who may read the data of a commune in a browser."""

from django.conf import settings

from cms.origins.models import Readers
from sites.models import Commune

EVERYBODY = "*"


def allowed_to_read(commune: Commune, origin: str) -> str:
    """What to answer to pages of ``origin``: itself, ``*``, or nothing. One query, for the commune's own list.

    A commune that names sites is read by these, and by those that the install names for all. The others are read by
    whom the install says.
    """
    for_all = set(settings.BEFFROI_API_ORIGINS)
    if origin in for_all:
        return origin
    own = origins_of_commune(commune)
    if own:
        return origin if origin in own else ""
    return EVERYBODY if EVERYBODY in for_all else ""


def origins_of_commune(commune: Commune) -> list[str]:
    """Its own list, empty when it has none."""
    found: list[str] | None = Readers.objects.filter(commune=commune).values_list("origins", flat=True).first()
    return found or []

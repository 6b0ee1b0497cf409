"""Services read from ``contact.toml``: « [[service]] » with ``nom``, ``role`` and ``adresse``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from modules.contact.models import Service

if TYPE_CHECKING:
    from sites.models import Commune

KEYS = {"nom": "name", "role": "about", "adresse": "recipient"}


def take(commune: "Commune", table: Mapping[str, Any]) -> bool:
    """Write each service once, in the order of the file; whether anything changed."""
    changed = False
    for position, row in enumerate(table.get("service", ()), 1):
        strange = set(row) - set(KEYS)
        if strange or not row.get("nom"):
            raise ValidationError(_("chaque service a un « nom », et s’il le faut un « role » et une « adresse »."))
        values = {KEYS[key]: value for key, value in row.items()} | {"position": position}
        found = Service.objects.filter(commune=commune, name=values["name"]).first() or Service(commune=commune)
        if found.pk and all(getattr(found, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(found, name, value)
        found.full_clean()
        found.save()
        changed = True
    return changed

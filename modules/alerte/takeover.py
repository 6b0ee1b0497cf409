"""``alerte.toml``: alerts, for a demonstration or a site that moves."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from cms.takeover.toml import checked

KEYS: Mapping[str, type] = {"alertes": list}
ALERT_KEYS: Mapping[str, type] = {
    "titre": str, "texte": str, "niveau": str, "du": datetime, "au": datetime, "lien": str, "mots_du_lien": str,
}  # fmt: skip


def write(commune: Any, table: Mapping[str, Any]) -> bool:
    """Write what the file says; whether anything changed."""
    alerts = [checked(one, ALERT_KEYS, ("titre", "du", "au")) for one in checked(table, KEYS).get("alertes", [])]
    changed = [_alert(commune, one) for one in alerts]
    return any(changed)


def _alert(commune: Any, told: Mapping[str, Any]) -> bool:
    model: Any = apps.get_model("alerte.MessageAlerte")
    if model._default_manager.filter(commune=commune, title=told["titre"]).exists():
        return False
    row = model(
        commune=commune,
        title=told["titre"],
        text=told.get("texte", ""),
        level=told.get("niveau", "information"),
        start=_moment(told["du"]),
        end=_moment(told["au"]),
        url=told.get("lien", ""),
        label=told.get("mots_du_lien", ""),
    )
    row.full_clean()
    row.save()
    return True


def _moment(value: date) -> datetime:
    """A day stands for its beginning."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

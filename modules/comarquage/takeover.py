"""``comarquage.toml``: what a town hall says beside the sheets of the guide."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from cms.takeover.toml import checked

KEYS: Mapping[str, type] = {"precisions": list}
SAID: Mapping[str, type] = dict.fromkeys(("fiche", "sorte", "titre", "texte", "adresse", "mots_du_lien"), str)


def write(commune: Any, table: Mapping[str, Any]) -> bool:
    """Write what the file says; whether anything changed. A sheet that is not in the guide may come."""
    told = [checked(one, SAID, ("fiche", "titre")) for one in checked(table, KEYS).get("precisions", [])]
    changed = [_said(commune, one) for one in told]
    return any(changed)


def _said(commune: Any, told: Mapping[str, Any]) -> bool:
    model: Any = apps.get_model("comarquage.Precision")
    values = {
        "kind": told.get("sorte", "note"),
        "text": told.get("texte", ""),
        "url": told.get("adresse", ""),
        "label": told.get("mots_du_lien", ""),
    }
    row = model._default_manager.filter(commune=commune, sheet=told["fiche"], title=told["titre"]).first()
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return False
    row = row or model(commune=commune, sheet=told["fiche"], title=told["titre"])
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return True

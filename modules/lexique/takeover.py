"""``lexique.toml``: the terms."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from cms.takeover.toml import checked

KEYS: Mapping[str, type] = {"mots": list}
TERM_KEYS: Mapping[str, type] = {"mot": str, "aussi": list, "explication": str}


def write(commune: Any, table: Mapping[str, Any]) -> bool:
    """Write what the file says; whether anything changed."""
    told = [checked(one, TERM_KEYS, ("mot", "explication")) for one in checked(table, KEYS).get("mots", [])]
    changed = [_term(commune, one) for one in told]
    return any(changed)


def _term(commune: Any, told: Mapping[str, Any]) -> bool:
    model: Any = apps.get_model("lexique.Terme")
    values = {"variants": ", ".join(told.get("aussi", [])), "definition": told["explication"]}
    row = model._default_manager.filter(commune=commune, term=told["mot"]).first()
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return False
    row = row or model(commune=commune, term=told["mot"])
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return True

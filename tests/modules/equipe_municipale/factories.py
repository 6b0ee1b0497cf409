"""Elected members and commissions, as a town hall writes them."""

from typing import Any

from modules.equipe_municipale.models import Commission, Elu
from tests.world import Town


def member(town: Town, name: str = "Camille Genévrier", **fields: Any) -> Elu:
    """Somebody elected; the last of the list."""
    values = {
        "function": f"Maire de {town.name}",
        "group": "maire",
        "delegations": f"Les écoles de {town.name}",
        "majority": f"Ensemble pour {town.name}",
        "hours": f"Le jeudi, mairie de {town.name}",
        **fields,
    }
    row = Elu(commune=town.commune, name=f"{name}, {town.name}", **values)
    row.full_clean()
    row.save()
    return row


def commission(town: Town, *members: Elu, name: str = "Finances", **fields: Any) -> Commission:
    """A commission; the first member presides."""
    values = {"president": members[0] if members else None, "mission": f"Le budget de {town.name}", **fields}
    row = Commission(commune=town.commune, name=f"{name}, {town.name}", **values)
    row.clean_fields()
    row.save()
    row.members.set(members)
    return row

"""Pieces of what a page keeps, for samples. Pure: modules name theirs before Django is set up."""

from typing import Any

NOWHERE = "#exemple"
PICTURE = DOCUMENT = 1
LONG = "Intercommunalité-anticonstitutionnellement-Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson"
Block = dict[str, Any]


def link(label: str, url: str = NOWHERE) -> Block:
    """A link block."""
    return {"page": None, "document": None, "url": url, "label": label}


def items(*values: Any) -> list[Block]:
    """A list block."""
    return [{"type": "item", "id": str(at), "value": value} for at, value in enumerate(values)]


SHOWN = {"image": PICTURE, "alt_text": "Un paysage dessiné", "decorative": False}

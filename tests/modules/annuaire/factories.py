"""Entries, as a town hall keeps them."""

from typing import Any

from modules.annuaire.models import Annuaire, Categorie, Fiche
from tests.world import Town, add_page

WEEK = [
    {
        "day": "monday", "morning_from": "09:00:00", "morning_to": "12:00:00", "afternoon_from": "14:00:00",
        "afternoon_to": "18:30:00", "note": "",
    },
    {
        "day": "saturday", "morning_from": "09:00:00", "morning_to": "12:30:00", "afternoon_from": None,
        "afternoon_to": None, "note": "",
    },
]  # fmt: skip


def index_of(town: Town, **fields: Any) -> Annuaire:
    """The page of the directory, made when it is first asked for."""
    found = Annuaire.objects.child_of(town.home).first()
    page = Annuaire(title=f"Annuaire, {town.name}", slug="annuaire", **{"siret": "21300200000012", **fields})
    return found or add_page(type(town.home).objects.get(pk=town.home.pk), page, town.contributeur)


def category(town: Town, name: str = "") -> Categorie:
    """A category."""
    row = Categorie(commune=town.commune, name=name or f"{town.name} rubrique")
    row.full_clean()
    row.save()
    return row


def entry(town: Town, name: str = "", kind: str = "association", **fields: Any) -> Fiche:
    """An entry with all that it may hold."""
    values: dict[str, Any] = {
        "about": f"Ce que fait {name or town.name}.",
        "street": "12 bis rue de l’Église",
        "postcode": "46090",
        "city": town.name,
        "position": "44.4475, 1.4419",
        "access": "DEM",
        "access_note": "Une marche",
        "phone": "05 65 20 00 00",
        "email": f"club@{town.marker}.example",
        "website": f"https://club.{town.marker}.example/",
        "hours": WEEK,
        "holder_name": f"{town.name} tient",
        "holder_email": f"tient@{town.marker}.example",
        "consent_phone": True,
        "consent_email": True,
    }
    row = Fiche(commune=town.commune, kind=kind, name=name or f"{town.name} club", **{**values, **fields})
    row.full_clean()
    row.save()
    return row


def equipment(town: Town, name: str = "Salle des fêtes", **details: str) -> Fiche:
    """A place that open data tell of."""
    told = {"theme": "Equipement culturel", "type": "Salle des fêtes", "code": "04010101-001", "usage": "Fêtes"}
    return entry(town, name, "equipement", details={**told, **details})

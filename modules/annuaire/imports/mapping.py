"""Which column of a table goes to which field of an entry: guessed from its name, adjusted by hand."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from modules.annuaire import kinds
from modules.annuaire.listing import folded

# Fields of an entry that a table may fill; « number » goes before « street », two numbers make a position.
FIELDS: Mapping[str, Any] = {
    "name": _("Nom"),
    "kind": _("Type"),
    "category": _("Catégorie"),
    "about": _("Présentation"),
    "number": _("Numéro de la rue"),
    "street": _("Rue, ou numéro et rue"),
    "complement": _("Complément d’adresse"),
    "postcode": _("Code postal"),
    "city": _("Commune"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "position": _("Position (deux nombres)"),
    "phone": _("Téléphone"),
    "email": _("Adresse électronique"),
    "website": _("Site"),
    "hours": _("Horaires"),
    "hours_note": _("Remarque sur les horaires"),
    "access_note": _("Accessibilité"),
    "holder_name": _("Qui tient la fiche (non publié)"),
    "holder_email": _("Son adresse électronique (non publiée)"),
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "nom", "name", "raison sociale", "denomination", "enseigne", "titre", "equip_nom", "association", "structure",
        "intitule", "nom de l association",
    ),
    "kind": ("type", "type de fiche", "sorte"),
    "category": ("categorie", "rubrique", "domaine", "theme", "secteur"),
    "about": ("description", "presentation", "objet", "activite", "activites", "commentaire"),
    "number": ("numero", "n", "no", "num voie", "numero voie", "adr_numero", "num"),
    "street": ("adresse", "rue", "voie", "adresse 1", "adresse1", "adr_nomvoie", "nom voie", "address", "siege"),
    "complement": ("complement", "complement d adresse", "adresse 2", "adresse2", "lieu dit", "lieudit"),
    "postcode": ("code postal", "cp", "codepostal", "adr_codepostal", "zip"),
    "city": ("ville", "commune", "adr_commune", "localite", "city"),
    "latitude": ("latitude", "lat", "equip_lat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "equip_long", "x"),
    "position": ("position", "coordonnees", "geo", "gps", "geo_point_2d"),
    "phone": ("telephone", "tel", "phone", "equip_tel", "portable", "mobile", "tel fixe", "telephone fixe"),
    "email": ("courriel", "mail", "email", "e mail", "adresse electronique", "equip_email", "mel"),
    "website": ("site", "site web", "site internet", "url", "web", "equip_web", "website"),
    "hours": ("horaires", "horaire", "ouverture", "equip_ouverture", "heures d ouverture", "opening_hours"),
    "access_note": ("accessibilite", "pmr", "acces"),
    "holder_name": ("president", "presidente", "responsable", "contact", "referent"),
    "equipement_theme": ("equip_theme",),
    "equipement_type": ("equip_type",),
    "equipement_code": ("equip_code",),
    "equipement_erp_type": ("erp_type",),
    "equipement_erp_categorie": ("erp_categorie",),
    "association_rna": ("rna", "numero rna"),
}  # fmt: skip


def targets() -> dict[str, Any]:
    """Every field that a column may go to, by name."""
    own = {kind.field(one): f"{kind.label}\u00a0: {one.label}" for kind, one in kinds.own_fields()}
    return {**FIELDS, **own}


def guessed(headers: Sequence[str]) -> list[str]:
    """A field for each column, empty where none is recognised; a field is given once."""
    names = {word: field for field, words in _WORDS.items() for word in words}
    found: list[str] = []
    for header in headers:
        field = names.get(_plain(header), "")
        found.append("" if field in found else field)
    return found


def _plain(header: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", folded(header)).split())

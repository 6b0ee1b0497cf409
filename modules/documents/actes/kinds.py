"""The acts a commune publishes, and the list of matters that the State's control of legality sorts them by. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of act. ``slug`` stands in addresses; a ``permanent`` one never leaves the site (PV: CGCT L2121-15)."""

    code: str
    label: str
    plural: str
    slug: str
    icon: str
    permanent: bool = False


_ALL = (
    Kind("deliberation", "Délibération", "Délibérations", "deliberations", "vote"),
    Kind("pv", "Procès-verbal", "Procès-verbaux", "proces-verbaux", "book-open", permanent=True),
    Kind("liste", "Liste des délibérations", "Listes des délibérations", "listes-des-deliberations", "file-text"),
    Kind("convocation", "Convocation et ordre du jour", "Convocations et ordres du jour", "convocations", "bell"),
    Kind("arrete", "Arrêté", "Arrêtés", "arretes", "signature"),
    Kind("decision", "Décision", "Décisions", "decisions", "scale"),
    Kind("budget", "Document budgétaire", "Documents budgétaires", "documents-budgetaires", "briefcase"),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in _ALL})
CHOICES = tuple((kind.code, kind.label) for kind in _ALL)

# Article L2131-1: only the two first are published; individual decisions are notified.
REGULATORY, NEITHER, INDIVIDUAL = "reglementaire", "ni_ni", "individuelle"
NATURES = (
    (REGULATORY, "Réglementaire\u00a0: il s’applique à tous"),
    (NEITHER, "Ni réglementaire, ni individuel"),
    (INDIVIDUAL, "Individuel\u00a0: il vise une personne nommée"),
)

ADOPTED = "adoptee"
OUTCOMES = (
    (ADOPTED, "Adoptée"),
    ("rejetee", "Rejetée"),
    ("ajournee", "Ajournée"),
    ("retiree", "Retirée de l’ordre du jour"),
    ("prise_acte", "Le conseil prend acte"),
)

# Nomenclature ACTES, first two levels, written as the SCDL schema asks: lower case, without comma nor bracket.
_MATTERS = {
    "1 commande publique": (
        "marchés publics", "délégation de service public", "conventions de mandat", "autres types de contrats",
        "transactions /protocole d'accord transactionnel", "actes relatifs à la maîtrise d'oeuvre",
        "actes spéciaux et divers",
    ),
    "2 urbanisme": (
        "documents d'urbanisme", "actes relatifs au droit d'occupation ou d'utilisation des sols",
        "droit de préemption urbain",
    ),
    "3 domaine et patrimoine": (
        "acquisitions", "aliénations", "locations", "limites territoriales",
        "autres actes de gestion du domaine public", "autres actes de gestion du domaine privé",
    ),
    "4 fonction publique": (
        "personnel titulaires et stagiaires de la f.p.t.", "personnel contractuel", "fonction publique hospitalière",
        "autres catégories de personnels", "régime indemnitaire",
    ),
    "5 institutions et vie politique": (
        "election exécutif", "fonctionnement des assemblées", "désignation de représentants", "délégation de fonctions",
        "délégation de signature", "exercice des mandats locaux", "intercommunalité", "décision d'ester en justice",
    ),
    "6 libertés publiques et pouvoirs de police": (
        "police municipale", "pouvoirs du président du conseil général", "pouvoirs du président du conseil régional",
        "autres actes réglementaires", "actes pris au nom de l'etat et soumis au contrôle hiérarchique",
    ),
    "7 finances locales": (
        "décisions budgétaires", "fiscalité", "emprunts", "interventions économiques", "subventions",
        "contributions budgétaires", "avances", "fonds de concours", "prise de participation sem etc...", "divers",
    ),
    "8 domaines de compétences par thèmes": (
        "enseignement", "aide sociale", "voirie", "aménagement du territoire",
        "politique de la ville-habitat-logement", "emploi-formation professionnelle", "transports", "environnement",
        "culture",
    ),
    "9 autres domaines de compétences": (
        "autres domaines de compétences des communes", "autres domaines de compétences des départements",
        "autres domaines de compétences des régions", "voeux et motions",
    ),
}  # fmt: skip
MATTERS: Mapping[str, str] = MappingProxyType(
    {
        f"{first[0]}.{place}": f"{first[2:]}/{second}"
        for first, seconds in _MATTERS.items()
        for place, second in enumerate(seconds, 1)
    }
)
MATTER_CHOICES = tuple(
    (
        f"{first[0]}. {first[2:].capitalize()}",
        tuple(
            (f"{first[0]}.{place}", f"{first[0]}.{place} {name.capitalize()}") for place, name in enumerate(names, 1)
        ),
    )
    for first, names in _MATTERS.items()
)

"""The types of entries as data: their names, their place in the site, the fields that only they have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MAX_OWN = 400  # signs of a field of one type
# The list of the SCDL schema « équipements » 0.1.5, as it writes them.
SCDL_THEMES = (
    "Equipement administratif", "Equipement de justice", "Equipement sanitaire", "Equipement social et d'animation",
    "Equipement sportif et de loisirs", "Equipement d'enseignement", "Equipement cultuel", "Equipement culturel",
    "Equipement de mobilité", "Autre équipement",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Own:
    """A field of one type. ``shown``: visitors read it; the others serve open data alone. ``shape``: text or url."""

    name: str
    label: Any
    help: Any = ""
    shape: str = "text"
    choices: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A type. ``slug`` is its address below the directory; ``schema`` its type of https://schema.org/.

    ``open``: its people may register themselves.
    """

    code: str
    label: Any
    plural: Any
    slug: str
    icon: str
    schema: str
    own: tuple[Own, ...] = ()
    open: bool = True

    def field(self, own: Own) -> str:
        """The name of a field of its own in forms."""
        return f"{self.code}_{own.name}"


_SIRET = Own("siret", _("SIRET"), _("Quatorze chiffres."), shown=False)

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "association", _("Association"), _("Associations"), "associations", "users", "NGO",
            (
                Own("activites", _("Activités"), _("Par exemple\u00a0: judo, danse, théâtre.")),
                Own("public", _("Pour qui"), _("Par exemple\u00a0: dès 6\u00a0ans, adultes, seniors.")),
                Own("tarif", _("Cotisation"), _("Par exemple\u00a0: 20\u00a0€ par an.")),
                Own("rna", _("Numéro RNA"), _("La lettre W et neuf chiffres."), shown=False),
            ),
        ),
        Kind(
            "commerce", _("Commerce"), _("Commerces"), "commerces", "store", "Store",
            (
                Own("produits", _("Ce que l’on y trouve"), _("Par exemple\u00a0: pain, épicerie, presse.")),
                Own("paiement", _("Moyens de paiement"), _("Par exemple\u00a0: carte, espèces, titres-restaurant.")),
                Own("livraison", _("Livraison, tournées"), _("Par exemple\u00a0: tournée le jeudi dans les hameaux.")),
                _SIRET,
            ),
        ),
        Kind(
            "artisan", _("Artisan"), _("Artisans et entreprises"), "artisans", "hammer", "LocalBusiness",
            (
                Own("metiers", _("Métiers"), _("Par exemple\u00a0: plomberie, chauffage.")),
                Own("secteur", _("Secteur d’intervention"), _("Par exemple\u00a0: Cahors et 30\u00a0km autour.")),
                _SIRET,
            ),
        ),
        Kind(
            "hebergement", _("Hébergement"), _("Hébergements"), "hebergements", "house", "LodgingBusiness",
            (
                Own("genre", _("Genre"), _("Par exemple\u00a0: gîte, chambres d’hôtes, camping.")),
                Own("capacite", _("Capacité"), _("Par exemple\u00a0: 6 personnes, 3 chambres.")),
                Own("classement", _("Classement ou label"), _("Par exemple\u00a0: 3 étoiles, Gîtes de France.")),
                Own("periode", _("Période d’ouverture"), _("Par exemple\u00a0: d’avril à octobre.")),
                Own("reservation", _("Réserver en ligne"), _("L’adresse de la page."), shape="url"),
            ),
        ),
        Kind(
            "sante", _("Santé"), _("Santé"), "sante", "heart-pulse", "MedicalBusiness",
            (
                Own("specialite", _("Profession ou spécialité"), _("Par exemple\u00a0: médecin généraliste.")),
                Own("convention", _("Convention"), _("Par exemple\u00a0: secteur 1, carte Vitale acceptée.")),
                Own("domicile", _("Visites à domicile"), _("Par exemple\u00a0: le matin, sur appel.")),
                Own("rendez_vous", _("Prendre rendez-vous"), _("L’adresse de la page."), shape="url"),
            ),
        ),
        Kind(
            "service", _("Service public"), _("Services publics"), "services-publics", "landmark", "GovernmentOffice",
            (Own("missions", _("Ce que l’on y fait")), Own("pour_qui", _("Pour qui")), _SIRET),
            open=False,
        ),
        Kind(
            "equipement", _("Équipement"), _("Équipements"), "equipements", "building-2", "CivicStructure",
            (
                Own("usage", _("Ce que l’on y fait"), _("Par exemple\u00a0: football, fêtes, réunions.")),
                Own("capacite", _("Capacité"), _("Par exemple\u00a0: 150 personnes.")),
                Own("reserver", _("Réserver"), _("Auprès de qui, comment.")),
                Own("theme", _("Thème"), _("Pour les données ouvertes."), choices=SCDL_THEMES, shown=False),
                Own("type", _("Type d’équipement"), _("Par exemple\u00a0: Médiathèque."), shown=False),
                Own(
                    "code", _("Code de l’équipement"), _("Huit chiffres, un tiret, trois\u00a0: 04010101-001."),
                    shown=False,
                ),
                Own("erp_type", _("Type d’ERP"), _("La lettre\u202f; plusieurs\u00a0: L;N."), shown=False),
                Own("erp_categorie", _("Catégorie d’ERP"), choices=("1", "2", "3", "4", "5"), shown=False),
            ),
            open=False,
        ),
    )
}  # fmt: skip
BY_SLUG: Mapping[str, Kind] = {kind.slug: kind for kind in KINDS.values()}
CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]
OPEN = tuple(kind for kind in KINDS.values() if kind.open)

# How a place is reached in a wheelchair, as people say it; the codes are those of the national directory.
ACCESS = [("ACC", _("Accessible en fauteuil")), ("DEM", _("Accessible avec de l’aide")), ("NAC", _("Non accessible"))]


def own_fields() -> Iterator[tuple[Kind, Own]]:
    """Those of all the types."""
    for kind in KINDS.values():
        for own in kind.own:
            yield kind, own

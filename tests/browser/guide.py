"""The pictures of the guide: on which screen of the demonstration each is taken, and what somebody wrote there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CAHORS, SEVERAL, MANAGER = (
    "redaction@cahors.example",
    "secretariat@itinerante.example",
    "gestionnaire@cahors.example",
)


@dataclass(frozen=True)
class Shot:
    """One picture: ``guide`` is its page, ``sees`` a text that must be on the screen.

    The way there is ``path``, or the tile ``tile`` of the home. ``write`` maps the names of fields to what goes into
    them; ``block`` is inserted in the content. ``validated``: the commune has its pages validated.
    """

    guide: str
    sees: str
    tile: str = ""
    path: str = "/"
    write: Mapping[str, str] = field(default_factory=dict)
    block: str = ""
    who: str = CAHORS
    validated: bool = False


SHOTS = (
    Shot("index", "Que voulez-vous faire"),
    Shot(
        "actualite",
        "Envoyer une photo",
        tile="Publier une actualité",
        write={
            "title": "La halle retrouve son toit",
            "intro": "Les tuiles sont posées : le marché revient sous la halle samedi 5 décembre.",
        },
    ),
    Shot(
        "evenement",
        "Quand",
        tile="Ajouter un évènement",
        write={"title": "Marché de Noël", "intro": "Quarante artisans, du vin chaud et un manège, place Chapou."},
    ),
    Shot("page", "Vivre à Cahors", tile="Modifier une page"),
    Shot("images", "Ce que montre l’image", path="/images/add/"),
    Shot("documents", "Déposer un document", tile="Déposer un document"),
    Shot("actes", "Type d’acte", tile="Déposer un acte"),
    Shot("alerte", "En quelques mots", tile="Publier une alerte"),
    Shot("equipe", "Fonction", tile="Tenir l’équipe municipale"),
    Shot("horaires", "Mercredi", tile="Modifier les horaires"),
    Shot("formulaire", "Questions", tile="Créer un formulaire"),
    Shot("plan", "Sorte de lieu", path="/plan/lieux/"),
    Shot("lexique", "Explication", path="/lexique/mots/"),
    Shot("guide-des-demarches", "Fiche", path="/guide/precisions/"),
    Shot("marches", "Objet", tile="Publier une consultation"),
    Shot("partager", "Reprendre sans être consulté", path="/partage/"),
    Shot("annuaire", "Catégorie", path="/annuaire/fiches/"),
    Shot("messages", "Reçu le", path="/messages/"),
    Shot("statistiques", "30 derniers jours", path="/statistiques/"),
    Shot("compte", "Photo de profil", path="/account/"),
    Shot("relecture", "Relire", path="/relecture/{home}/"),
    Shot("acces-rapide", "Accès rapide", path="/pages/{home}/edit/", block="Accès rapide"),
    Shot("portail", "Adresse du service", tile="Publier une actualité", block="Portail de services"),
    Shot("galerie-photos", "Légende", tile="Publier une actualité", block="Galerie de photos"),
    Shot("plusieurs-communes", "Toutes vos communes", who=SEVERAL),
    Shot("reseaux-sociaux", "Facebook", path="/settings/reseaux_sociaux/reseauxsociaux/", who=MANAGER),
    Shot(
        "apparence",
        "Ce que verront les visiteurs",
        path="/settings/cms/identity/",
        who=MANAGER,
        write={"brand": "#8f2f3f"},
    ),
    Shot("mentions", "Joindre la mairie", path="/settings/cms/mairie/", who=MANAGER),
    Shot("validation", "Proposer à la validation", tile="Publier une actualité", validated=True),
)

#: Those of the webmestre’s pages: name of the picture, page of the admin, button to press there, text that must show.
DESK_SHOTS = (
    ("abonnements", "/abonnements/", "", "Cahors"),
    ("abonnement", "/abonnements/{cahors}/", "", "Convention"),
    ("nouvelle-commune", "/abonnements/commander/46102/", "", "Voir le plan"),
    ("plan", "/abonnements/commander/46102/", "Voir le plan", "Approuver"),
    ("a-faire", "/taches/", "", "À faire"),
)

"""Plain words in place of the jargon of Wagtail's French catalogue.

Data first: English source of the string, and the French that a town-hall secretary reads at once.
"""

import re
from collections.abc import Mapping
from gettext import NullTranslations
from typing import Any

from django.utils.translation import trans_real

# A plural is named by its English singular and its rank in the rule of French.
Entry = str | tuple[str, int]

REFUSED = "Rien n’est encore enregistré\u00a0: corrigez ce qui est signalé en rouge."
WITHDRAW = "Voulez-vous vraiment retirer cette page du site\u202f?"

WORDS: Mapping[Entry, str] = {
    # Addresses
    "Slug": "Adresse de la page",
    "slug": "adresse de la page",
    "New slug": "Nouvelle adresse de la page",
    "The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/": (
        "La fin de l’adresse de la page, telle que les visiteurs la voient : www.ma-commune.fr/[adresse-de-la-page]/"
    ),
    "The slug '%(page_slug)s' is already in use within the parent page.": (
        "L’adresse « %(page_slug)s » est déjà prise par une page voisine. Ajoutez-y un mot, par exemple l’année."
    ),
    "The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'.": (
        "L’adresse « %(page_slug)s » est déjà prise par une page voisine. Ajoutez-y un mot, par exemple l’année."
    ),
    "URL": "Adresse",
    "URL path": "Adresse",
    # Search engines and menus
    "Promote": "Référencement",
    "For search engines": "Pour les moteurs de recherche",
    "For site menus": "Pour les menus du site",
    "Meta description": "Résumé pour les moteurs de recherche",
    "Title tag": "Titre pour les moteurs de recherche",
    # Editing
    "Skip to main content": "Aller au contenu",
    "New: %(model_name)s": "Nouveau\u00a0: %(model_name)s",
    "Dashboard": "Accueil",
    "Settings": "Réglages",
    "Save Draft": "Enregistrer le brouillon",
    "Save draft": "Enregistrer le brouillon",
    "Publish": "Publier",
    "Create": "Enregistrer",
    "Creating…": "Enregistrement…",
    "Unpublish": "Retirer du site",
    "Add child page": "Ajouter une page ici",
    "Create a page in": "Ajouter une page dans",
    "Create a page in %(title)s": "Ajouter une page dans %(title)s",
    "Sort menu order": "Changer l’ordre dans le menu",
    "Page '%(page_title)s' created and published.": "« %(page_title)s » : c’est publié.",
    "Page '%(page_title)s' has been published.": "« %(page_title)s » : c’est publié.",
    "Page '%(page_title)s' created.": "« %(page_title)s » : le brouillon est enregistré.",
    "Page '%(page_title)s' has been updated.": "« %(page_title)s » : c’est enregistré.",
    "Page '%(page_title)s' created and scheduled for publishing.": (
        "« %(page_title)s » est enregistré et sera publié à la date choisie."
    ),
    "Page '%(page_title)s' has been scheduled for publishing.": "« %(page_title)s » sera publié à la date choisie.",
    "Page '%(page_title)s' unpublished.": "« %(page_title)s » est retiré du site. Le contenu est gardé en brouillon.",
    "Page '%(page_title)s' deleted.": "« %(page_title)s » est supprimé.",
    "View live": "Voir sur le site",
    "View draft": "Voir le brouillon",
    "Sorry, you do not have permission to access this area.": (
        "Cet écran n’est pas ouvert à votre compte. Si vous en avez besoin, demandez-le à votre centre de gestion."
    ),
    "The page could not be created due to validation errors.": REFUSED,
    "The page could not be saved due to validation errors.": REFUSED,
    "The %(model_name)s could not be created due to errors.": REFUSED,
    "The %(model_name)s could not be saved due to errors.": REFUSED,
    "%(model_name)s '%(object)s' created.": "« %(object)s » : c’est enregistré.",
    "%(setting_type)s updated.": "%(setting_type)s\u00a0: c’est enregistré.",
    "%(model_name)s '%(object)s' updated.": "« %(object)s » : c’est enregistré.",
    "%(model_name)s '%(object)s' deleted.": "« %(object)s » est supprimé.",
    "Add %(model_name)s": "Ajouter\u00a0: %(model_name)s",
    "Are you sure you want to delete this %(model_name)s?": "Voulez-vous vraiment supprimer ce contenu\u202f?",
    "Are you sure you want to unpublish this page?": WITHDRAW,
    "Are you sure you want to unpublish these pages?": "Voulez-vous vraiment retirer ces pages du site\u202f?",
    "Yes, unpublish it": "Oui, la retirer du site",
    "Yes, unpublish": "Oui, retirer du site",
    "No, don't unpublish": "Non, laisser en ligne",
    "No %(model_name)s match your query.": "Rien ne correspond à votre recherche.",
    **dict.fromkeys(
        (("This %(model_name)s is referenced %(usage_count)s time.", rank) for rank in range(3)),
        "D’autres contenus le montrent\u00a0: %(usage_count)s.",
    ),
    # Validation
    "Submit for moderation": "Proposer à la validation",
    "Submit to %(workflow_name)s": "Proposer à la validation",
    "Resubmit to %(task_name)s": "Proposer de nouveau à la validation",
    "Cancel workflow ": "Reprendre ma proposition",
    "Restart workflow ": "Proposer depuis le début",
    "%(label)s and Publish": "%(label)s et publier",
    "In Moderation": "En attente de validation",
    "in moderation": "en attente de validation",
    "live + in moderation": "en ligne, modification en attente de validation",
    "Awaiting your review": "À valider",
    "Your pages and snippets in a workflow": "Vos propositions",
    "Page '%(page_title)s' created and submitted for moderation.": (
        "« %(page_title)s » est proposé : la personne qui valide est prévenue par courriel."
    ),
    "Page '%(page_title)s' has been submitted for moderation.": (
        "« %(page_title)s » est proposé : la personne qui valide est prévenue par courriel."
    ),
    "Locked by workflow": "En attente de validation",
    "This %(model_name)s is currently awaiting moderation.": "Ce contenu attend d’être validé.",
    "This page is currently awaiting moderation.": "Cette page attend d’être validée.",
    "Publishing this page will cancel the current workflow.": "Publier maintenant met fin à la demande de validation.",
    "Workflow": "Validation",
    "Workflows": "Validation",
    # Files
    "Collection": "Commune",
    "Collections": "Communes",
    "All collections": "Toutes les communes",
    "Add to collection": "Confier à une autre commune",
    "Add selected images to collection": "Confier les images choisies à une autre commune",
    "Add selected documents to collection": "Confier les documents choisis à une autre commune",
    "Alias": "Copie liée",
    "Any": "Peu importe",
    "redirect to any URL": "vers n’importe quelle adresse",
    "Redirect to any URL": "Vers n’importe quelle adresse",
    # Accounts
    "Enable custom keyboard shortcuts specific to Wagtail.": "Autoriser les raccourcis de clavier de cet espace.",
    (
        "JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are the "
        '<a href="https://www.enable-javascript.com/" target="_blank" rel="noreferrer">instructions how to enable '
        "JavaScript in your web browser</a>."
    ): "Votre navigateur a coupé JavaScript, dont cet espace de travail a besoin. Remettez-le, puis rechargez la page.",
    "Sign in to Wagtail": "Votre espace de travail",
    "Go to Wagtail admin": "Aller à l’espace de travail",
}


# What Wagtail's and Django's French does everywhere: typewriter apostrophes, genders in brackets.
MENDS = (
    (re.compile(r"(?<=\w)'(?=[\w%«<{])"), "’"),
    (re.compile(r"Êtes[- ]vous sûr\(e\) de (?:toujours )?vouloir"), "Voulez-vous vraiment"),
)


# French counts many from two: « 0 page », « 1,5 page », « 2 pages ».
MANY = 2


def mended(text: str) -> str:
    """A translation, as it would be printed."""
    for pattern, better in MENDS:
        text = pattern.sub(better, text)
    return text


class _Words(NullTranslations):
    """What Django merges into a catalogue: its entries, and the rule of its plurals."""

    def __init__(self, entries: Mapping[Entry, str], plural: object) -> None:
        super().__init__()
        self._catalog = dict(entries)
        self.plural = plural


class _OurFrench(NullTranslations):
    """Our own sentences, which no catalogue holds: without it « 0 messages », gettext's rule being that of English."""

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        """French counts many from two."""
        return msgid1 if abs(n) < MANY else msgid2


def speak_plainly() -> None:
    """Mend the French of every installed application, put ``WORDS`` over it, and count ours as French does."""
    catalogue: Any = trans_real.translation("fr")
    catalogue.add_fallback(_OurFrench())
    known = catalogue._catalog.items()  # noqa: SLF001  # Django's own, which has no public name
    better = {key: now for key, text in known if isinstance(text, str) and key and (now := mended(text)) != text}
    catalogue.merge(_Words(better | dict(WORDS), catalogue.plural))

"""Who may do what: the only table to read, or to change. ``docs/roles.md`` is held equal to it by a test."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """From the narrowest to the widest: each holds all that the previous one holds."""

    CONTRIBUTEUR = "contributeur", _("contributeur")
    VALIDEUR = "valideur", _("valideur")
    GESTIONNAIRE = "gestionnaire", _("gestionnaire")
    WEBMESTRE = "webmestre", _("webmestre")

    @property
    def rank(self) -> int:
        """0 for the narrowest role."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something people do, and the narrowest role that may do it.

    ``actions`` are those Wagtail asks its policies about, in ``area``. ``right`` is the pack's right without which the
    commune's own people may not (a webmestre of the CDG may). ``validated`` replaces ``role`` where the commune asked
    for validation before publication.
    """

    area: str
    actions: frozenset[str]
    label: Promise
    role: Role
    right: str = ""
    validated: Role | None = None

    def allowed_to(self, role: Role, rights: Collection[str], *, validation: bool) -> bool:
        """Whether somebody holding ``role`` may do it, in a commune with these pack ``rights``."""
        narrowest = self.validated if validation and self.validated else self.role
        if role.rank < narrowest.rank:
            return False
        return role is Role.WEBMESTRE or not self.right or self.right in rights


def _deed(area: str, actions: str, label: Promise, role: Role, right: str = "", validated: Role | None = None) -> Deed:
    return Deed(area, frozenset(actions.split()), label, role, right, validated)


DEEDS: tuple[Deed, ...] = (
    _deed("page", "add change", _("Écrire et modifier les pages et les actualités"), Role.CONTRIBUTEUR),
    _deed("page", "publish", _("Publier, dépublier, programmer"), Role.CONTRIBUTEUR, validated=Role.VALIDEUR),
    _deed("page", "lock unlock", _("Verrouiller et déverrouiller une page"), Role.VALIDEUR),
    _deed("page", "bulk_delete", _("Supprimer une page avec ses sous-pages"), Role.GESTIONNAIRE),
    _deed("image", "add change delete view choose", _("Déposer, choisir et légender des images"), Role.CONTRIBUTEUR),
    _deed("document", "add choose", _("Déposer un document dans un contenu"), Role.CONTRIBUTEUR),
    _deed("document", "view change delete", _("Gérer la bibliothèque de documents"), Role.CONTRIBUTEUR, "library"),
    _deed("snippet", "view choose", _("Choisir une catégorie"), Role.CONTRIBUTEUR),
    _deed("snippet", "add change delete", _("Créer et modifier les catégories"), Role.GESTIONNAIRE),
    _deed(
        "record",
        "view choose add change delete",
        _("Tenir les horaires, l’équipe, le lexique, l’annuaire et les lieux du plan"),
        Role.CONTRIBUTEUR,
    ),
    _deed(
        "alert",
        "view add change delete",
        _("Publier une alerte, la retirer"),
        Role.CONTRIBUTEUR,
        validated=Role.VALIDEUR,
    ),
    _deed(
        "act",
        "view add change delete",
        _("Préparer les séances et les actes, tenir les documents à télécharger"),
        Role.CONTRIBUTEUR,
    ),
    _deed("act", "publish", _("Publier, corriger, retirer un acte"), Role.CONTRIBUTEUR, validated=Role.VALIDEUR),
    _deed("market", "view add change delete", _("Publier les avis de marchés publics"), Role.CONTRIBUTEUR),
    _deed(
        "market_source",
        "view add change delete",
        _("Régler où sont lus les marchés publics, rattacher les acheteurs"),
        Role.WEBMESTRE,
    ),
    _deed("guide_feed", "change", _("Mettre à jour le guide national des démarches"), Role.WEBMESTRE),
    _deed("settings", "change", _("Tenir les réglages du site"), Role.GESTIONNAIRE),
    _deed("accessibility", "view add change delete", _("Tenir le registre d’accessibilité"), Role.GESTIONNAIRE),
    _deed("webhook", "add change delete view", _("Prévenir d’autres sites de ce qui est publié"), Role.GESTIONNAIRE),
    _deed("origin", "change view", _("Dire quels autres sites lisent les données du site"), Role.GESTIONNAIRE),
    _deed("redirect", "add change delete view", _("Tenir les redirections d’anciennes adresses"), Role.GESTIONNAIRE),
    _deed("takeover", "view delete", _("Voir ce qui vient de l’ancien site, le retirer"), Role.GESTIONNAIRE),
    _deed("user", "add change view", _("Gérer les comptes de la commune"), Role.GESTIONNAIRE, "users"),
    _deed("guichet", "view change", _("Lire les messages reçus, les marquer traités, les exporter"), Role.CONTRIBUTEUR),
    _deed("guichet", "delete", _("Effacer un message reçu"), Role.GESTIONNAIRE),
    _deed("courrier", "view change", _("Voir le courrier qui n’est pas parti, le renvoyer"), Role.WEBMESTRE),
    _deed(
        "provisioning", "view change", _("Voir ce qui reste à faire pour les domaines, le confirmer"), Role.WEBMESTRE
    ),
    _deed("theme", "view", _("Regarder les composants d’un thème"), Role.WEBMESTRE),
    _deed(
        "subscription",
        "view add change delete",
        _("Tenir l’abonnement, les interventions et les relevés annuels"),
        Role.WEBMESTRE,
    ),
)


def deeds(role: Role, rights: Collection[str], *, validation: bool) -> Iterator[Deed]:
    """What somebody holding ``role`` may do in a commune with these pack ``rights``."""
    return (deed for deed in DEEDS if deed.allowed_to(role, rights, validation=validation))


def roles_for(area: str, actions: Collection[str]) -> list[Role]:
    """The roles that may hold one of ``actions`` in ``area``, whatever the pack and the validation."""
    narrowest = min(
        (deed.role.rank for deed in DEEDS if deed.area == area and not deed.actions.isdisjoint(actions)),
        default=len(Role),
    )
    return [role for role in Role if role.rank >= narrowest]

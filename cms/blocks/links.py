"""Links, alone or in groups."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.rendered import Rendered

TARGETS = ("page", "document", "url")
SCHEMES = ("https://", "http://", "mailto:", "tel:")

# Drawings of the themes' sprite that speak of a subject, with the word that tells them.
ICONS = [
    ("folder-open", _("Dossier")),
    ("file-text", _("Document")),
    ("id-card", _("Papiers d’identité")),
    ("vote", _("Élections")),
    ("house", _("Logement, urbanisme")),
    ("hammer", _("Travaux")),
    ("landmark", _("Mairie")),
    ("users", _("Familles, associations")),
    ("baby", _("Petite enfance")),
    ("school", _("École")),
    ("graduation-cap", _("Études")),
    ("utensils", _("Cantine")),
    ("heart-pulse", _("Santé")),
    ("heart-handshake", _("Solidarité")),
    ("accessibility", _("Handicap")),
    ("shield-check", _("Sécurité")),
    ("flame", _("Incendie")),
    ("trash-2", _("Déchets")),
    ("recycle", _("Recyclage")),
    ("droplets", _("Eau")),
    ("leaf", _("Environnement")),
    ("trees", _("Espaces verts")),
    ("bus", _("Transports")),
    ("map-pin", _("Lieu")),
    ("map", _("Carte")),
    ("mountain", _("Randonnée")),
    ("wine", _("Vignoble")),
    ("tractor", _("Agriculture")),
    ("store", _("Commerces")),
    ("shopping-basket", _("Marché")),
    ("briefcase", _("Emploi, entreprises")),
    ("trophy", _("Sport")),
    ("music", _("Culture")),
    ("book-open", _("Bibliothèque")),
    ("camera", _("Patrimoine")),
    ("calendar-days", _("Rendez-vous")),
    ("clock", _("Horaires")),
    ("phone", _("Téléphone")),
    ("mail", _("Courrier")),
    ("key-round", _("Location de salle")),
    ("scale", _("Justice")),
    ("signature", _("État civil")),
    ("info", _("Information")),
    ("circle-help", _("Aide")),
]


class AddressBlock(blocks.CharBlock):
    """An address elsewhere: web, e-mail or telephone."""

    def clean(self, value: Any) -> Any:
        """One of the four kinds of addresses that a link may hold."""
        cleaned = (super().clean(value) or "").strip()
        if cleaned.startswith("www."):
            cleaned = f"https://{cleaned}"
        if cleaned and (not cleaned.startswith(SCHEMES) or " " in cleaned):
            raise ValidationError(_("Copiez l’adresse entière, par exemple https://www.lot.fr."))
        return cleaned


class LinkBlock(blocks.StructBlock):
    """A link to a page, a document or an outside address: one of the three at most."""

    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    url = AddressBlock(
        label=_("Autre adresse"), required=False, max_length=500, help_text=_("Par exemple https://www.lot.fr")
    )
    label = blocks.CharBlock(
        label=_("Texte du lien"),
        required=False,
        max_length=120,
        help_text=_("Laissez vide pour reprendre le titre de la page ou du document."),
    )

    class Meta:
        label = _("Lien")
        icon = "link"

    def clean(self, value: Any) -> Any:
        """At most one target; an outside address needs its text."""
        cleaned = super().clean(value)
        targets = [name for name in TARGETS if cleaned.get(name)]
        if len(targets) > 1:
            raise blocks.StructBlockValidationError(
                {targets[1]: ValidationError(_("Choisissez une seule destination : page, document ou autre adresse."))}
            )
        if targets == ["url"] and not cleaned.get("label"):
            raise blocks.StructBlockValidationError(
                {"label": ValidationError(_("Dites où mène ce lien : une adresse seule ne se lit pas à voix haute."))}
            )
        return cleaned


class TargetBlock(LinkBlock):
    """A link that leads somewhere: exactly one target."""

    def clean(self, value: Any) -> Any:
        """Not empty."""
        cleaned = super().clean(value)
        if not any(cleaned.get(name) for name in TARGETS):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError(_("Choisissez où mène ce lien : une page, un document ou une autre adresse."))}
            )
        return cleaned

    class Meta:
        label = _("Lien")
        icon = "link"


class LinkGroupBlock(blocks.StructBlock):
    """Links under one heading."""

    title = blocks.CharBlock(label=_("Titre"), max_length=80)
    icon = blocks.ChoiceBlock(label=_("Dessin"), choices=ICONS, required=False)
    links = blocks.ListBlock(TargetBlock(), label=_("Liens"), max_num=20)

    class Meta:
        label = _("Groupe")
        icon = "list-ul"


class LinkGroupsBlock(Rendered, blocks.StructBlock):
    """Groups of links, such as « Vos démarches »."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    groups = blocks.ListBlock(LinkGroupBlock(), label=_("Groupes"), max_num=12)

    class Meta:
        label = _("Groupes de liens")
        icon = "list-ul"
        description = _("Des liens rangés par sujet, par exemple « Vos démarches ».")

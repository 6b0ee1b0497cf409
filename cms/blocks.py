"""The blocks a page is made of. Each has one macro of the same name in ``themes/base/templates/blocks.html``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote", "superscript"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]

DAYS = [
    ("monday", _("Lundi")),
    ("tuesday", _("Mardi")),
    ("wednesday", _("Mercredi")),
    ("thursday", _("Jeudi")),
    ("friday", _("Vendredi")),
    ("saturday", _("Samedi")),
    ("sunday", _("Dimanche")),
]


class LinkBlock(blocks.StructBlock):
    """A link to a page, a document or an outside address: exactly one of the three."""

    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    url = blocks.URLBlock(label=_("Autre adresse"), required=False, help_text=_("Par exemple https://www.lot.fr"))
    label = blocks.CharBlock(label=_("Texte du lien"), required=False, max_length=120)

    class Meta:
        label = _("Lien")
        icon = "link"

    def clean(self, value: Any) -> Any:
        """At most one target; an outside address needs its text."""
        cleaned = super().clean(value)
        targets = [name for name in ("page", "document", "url") if cleaned.get(name)]
        if len(targets) > 1:
            raise blocks.StructBlockValidationError(
                {targets[1]: ValidationError(_("Choisissez une seule destination : page, document ou autre adresse."))}
            )
        if targets == ["url"] and not cleaned.get("label"):
            raise blocks.StructBlockValidationError(
                {"label": ValidationError(_("Dites où mène ce lien : une adresse seule ne se lit pas à voix haute."))}
            )
        return cleaned


class FigureBlock(blocks.StructBlock):
    """A picture in the text."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Légende"), required=False, max_length=200)
    width = blocks.ChoiceBlock(
        label=_("Largeur"), choices=[("text", _("Celle du texte")), ("wide", _("Toute la page"))], default="text"
    )

    class Meta:
        label = _("Image")
        icon = "image"


class DocumentItemBlock(blocks.StructBlock):
    """One document of a list."""

    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Autre titre"), required=False, max_length=120)


class DocumentsBlock(blocks.StructBlock):
    """Documents to download, with their type and weight."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    style = blocks.ChoiceBlock(
        label=_("Présentation"), choices=[("list", _("Liste")), ("kiosk", _("Kiosque"))], default="list"
    )
    documents = blocks.ListBlock(DocumentItemBlock(), label=_("Documents"))

    class Meta:
        label = _("Documents")
        icon = "doc-full"


class CardBlock(blocks.StructBlock):
    """One card."""

    title = blocks.CharBlock(label=_("Titre"), max_length=120)
    text = blocks.TextBlock(label=_("Texte"), required=False, max_length=300)
    image = ImageBlock(label=_("Image"), required=False)
    link = LinkBlock(required=False)


class CardsBlock(blocks.StructBlock):
    """Cards side by side."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    style = blocks.ChoiceBlock(
        label=_("Présentation"), choices=[("plain", _("Texte")), ("picture", _("Grandes images"))], default="plain"
    )
    cards = blocks.ListBlock(CardBlock(), label=_("Cartes"))

    class Meta:
        label = _("Cartes")
        icon = "grip"


class AccordionItemBlock(blocks.StructBlock):
    """One part of an accordion."""

    title = blocks.CharBlock(label=_("Question ou titre"), max_length=160)
    text = blocks.RichTextBlock(label=_("Texte"), features=PLAIN_FEATURES)


class AccordionBlock(blocks.StructBlock):
    """Parts that open one by one."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Volets"))

    class Meta:
        label = _("Volets à déplier")
        icon = "list-ul"


class TableBlock(blocks.StructBlock):
    """A table with headers and a caption."""

    caption = blocks.CharBlock(label=_("Titre du tableau"), max_length=160)
    first_column_is_header = blocks.BooleanBlock(
        label=_("La première colonne nomme les lignes"), required=False, default=True
    )
    table = TypedTableBlock([("text", blocks.CharBlock(label=_("Texte"), required=False))], label=_("Tableau"))

    class Meta:
        label = _("Tableau")
        icon = "table"


class DayBlock(blocks.StructBlock):
    """The opening hours of one day."""

    day = blocks.ChoiceBlock(label=_("Jour"), choices=DAYS)
    morning_from = blocks.TimeBlock(label=_("Matin, de"), required=False)
    morning_to = blocks.TimeBlock(label=_("à"), required=False)
    afternoon_from = blocks.TimeBlock(label=_("Après-midi, de"), required=False)
    afternoon_to = blocks.TimeBlock(label=_("à"), required=False)
    note = blocks.CharBlock(
        label=_("Précision"), required=False, max_length=80, help_text=_("Par exemple : sur rendez-vous")
    )

    class Meta:
        label = _("Jour")
        icon = "time"

    def clean(self, value: Any) -> Any:
        """Hours come in pairs, in order."""
        cleaned = super().clean(value)
        for start, end in (("morning_from", "morning_to"), ("afternoon_from", "afternoon_to")):
            opening, closing = cleaned.get(start), cleaned.get(end)
            if bool(opening) != bool(closing) or (opening and closing and opening >= closing):
                raise blocks.StructBlockValidationError(
                    {end: ValidationError(_("Donnez l’heure d’ouverture puis celle de fermeture, plus tardive."))}
                )
        return cleaned


class HoursBlock(blocks.StructBlock):
    """Opening hours: those of the town hall, or a service's own."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    own = blocks.BooleanBlock(
        label=_("Horaires propres à ce service"),
        required=False,
        help_text=_("Sinon, les horaires de la mairie sont affichés."),
    )
    days = blocks.ListBlock(DayBlock(), label=_("Jours"), required=False, default=[])
    note = blocks.CharBlock(label=_("Remarque"), required=False, max_length=200)

    class Meta:
        label = _("Horaires")
        icon = "time"


class ContactBlock(blocks.StructBlock):
    """How to reach a person or a service."""

    name = blocks.CharBlock(label=_("Nom de la personne ou du service"), max_length=120)
    role = blocks.CharBlock(label=_("Fonction"), required=False, max_length=120)
    phone = blocks.CharBlock(label=_("Téléphone"), required=False, max_length=30)
    email = blocks.EmailBlock(label=_("Adresse électronique"), required=False)
    address = blocks.TextBlock(label=_("Adresse"), required=False, max_length=300)
    hours = blocks.CharBlock(label=_("Permanences"), required=False, max_length=200)
    link = LinkBlock(required=False)

    class Meta:
        label = _("Contact")
        icon = "user"


class EmbedBlock(blocks.StructBlock):
    """An outside tool, loaded only when the visitor asks for it."""

    title = blocks.CharBlock(label=_("Ce que montre l’outil"), max_length=120)
    url = blocks.URLBlock(label=_("Adresse de l’outil"))
    height = blocks.IntegerBlock(label=_("Hauteur (pixels)"), default=480, min_value=120, max_value=2000)

    class Meta:
        label = _("Outil extérieur")
        icon = "code"


class LinkGroupBlock(blocks.StructBlock):
    """Links under one heading."""

    title = blocks.CharBlock(label=_("Titre"), max_length=80)
    icon = blocks.CharBlock(label=_("Icône"), required=False, max_length=40)
    links = blocks.ListBlock(LinkBlock(), label=_("Liens"))


class LinkGroupsBlock(blocks.StructBlock):
    """Groups of links, such as « Vos démarches »."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    groups = blocks.ListBlock(LinkGroupBlock(), label=_("Groupes"))

    class Meta:
        label = _("Groupes de liens")
        icon = "list-ul"


class NewsBlock(blocks.StructBlock):
    """Where the news stand on the home page."""

    title = blocks.CharBlock(label=_("Titre"), default=_("À la une"), max_length=80)
    count = blocks.IntegerBlock(label=_("Nombre d’actualités"), default=4, min_value=1, max_value=12)

    class Meta:
        label = _("Actualités")
        icon = "doc-empty"


CONTENT_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", blocks.RichTextBlock(label=_("Texte"), features=TEXT_FEATURES, icon="pilcrow")),
    ("image", FigureBlock()),
    ("documents", DocumentsBlock()),
    ("cards", CardsBlock()),
    ("accordion", AccordionBlock()),
    ("table", TableBlock()),
    ("hours", HoursBlock()),
    ("contact", ContactBlock()),
    ("embed", EmbedBlock()),
    ("link_groups", LinkGroupsBlock()),
]
HOME_BLOCKS: list[tuple[str, blocks.Block]] = [("news", NewsBlock()), *CONTENT_BLOCKS]

"""Documents, cards, parts that open."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.links import LinkBlock
from cms.blocks.rendered import Rendered
from cms.blocks.rich import CleanRichTextBlock
from cms.blocks.text import PLAIN_FEATURES


class DocumentItemBlock(blocks.StructBlock):
    """One document of a list."""

    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(
        label=_("Autre titre"),
        required=False,
        max_length=120,
        help_text=_("Laissez vide pour reprendre le titre du document."),
    )

    class Meta:
        label = _("Document")
        icon = "doc-full"


class DocumentsBlock(Rendered, blocks.StructBlock):
    """Documents to download, with their type and weight."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    style = blocks.ChoiceBlock(
        label=_("Présentation"),
        choices=[("list", _("Liste")), ("kiosk", _("Kiosque"))],
        default="list",
        help_text=_("Le kiosque convient aux bulletins municipaux."),
    )
    documents = blocks.ListBlock(
        DocumentItemBlock(),
        label=_("Documents"),
        max_num=100,
        help_text=_("Le type et le poids de chaque fichier s’affichent d’eux-mêmes."),
    )

    class Meta:
        label = _("Documents")
        icon = "doc-full"
        description = _("Des fichiers à télécharger : comptes rendus, formulaires, bulletins.")


class CardBlock(blocks.StructBlock):
    """One card."""

    title = blocks.CharBlock(label=_("Titre"), max_length=120)
    text = blocks.TextBlock(label=_("Texte"), required=False, max_length=300, rows=2)
    image = ImageBlock(label=_("Image"), required=False)
    link = LinkBlock(required=False)

    class Meta:
        label = _("Carte")
        icon = "grip"


class CardsBlock(Rendered, blocks.StructBlock):
    """Cards side by side."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    style = blocks.ChoiceBlock(
        label=_("Présentation"), choices=[("plain", _("Texte")), ("picture", _("Grandes images"))], default="plain"
    )
    cards = blocks.ListBlock(CardBlock(), label=_("Cartes"), max_num=24)

    class Meta:
        label = _("Cartes")
        icon = "grip"
        description = _("De courts encadrés côte à côte, avec ou sans image, qui mènent ailleurs.")


class AccordionItemBlock(blocks.StructBlock):
    """One part of an accordion."""

    title = blocks.CharBlock(label=_("Question ou titre"), max_length=160)
    text = CleanRichTextBlock(label=_("Texte"), features=PLAIN_FEATURES)

    class Meta:
        label = _("Volet")
        icon = "arrow-down"


class AccordionBlock(Rendered, blocks.StructBlock):
    """Parts that open one by one."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Volets"), max_num=40)

    class Meta:
        label = _("Volets à déplier")
        icon = "arrow-down"
        description = _("Des questions dont la réponse se déplie.")

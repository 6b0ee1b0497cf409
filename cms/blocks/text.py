"""Text, pictures, and the place of the news."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks.rendered import Rendered
from cms.blocks.rich import CleanRichTextBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote", "superscript"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(Rendered, CleanRichTextBlock):
    """Rich text, without anything that could break the layout."""

    def __init__(self, **kwargs: object) -> None:
        """The same for every page."""
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        label = _("Texte")
        icon = "pilcrow"
        description = _("Des paragraphes, des intertitres, des listes et des liens.")


class FigureBlock(Rendered, blocks.StructBlock):
    """A picture in the text."""

    image = ImageBlock(
        label=_("Image"),
        help_text=_("Décrivez ce qu’elle montre, ou cochez « décorative » si elle n’apporte aucune information."),
    )
    caption = blocks.CharBlock(
        label=_("Légende"),
        required=False,
        max_length=200,
        help_text=_("Affichée sous l’image. Indiquez l’auteur de la photo s’il le demande."),
    )
    width = blocks.ChoiceBlock(
        label=_("Largeur"), choices=[("text", _("Celle du texte")), ("wide", _("Toute la page"))], default="text"
    )

    class Meta:
        label = _("Image")
        icon = "image"
        description = _("Une photo ou un dessin, avec sa légende.")


class NewsBlock(Rendered, blocks.StructBlock):
    """Where the news stand on the home page."""

    title = blocks.CharBlock(label=_("Titre"), default=_("À la une"), max_length=80)
    count = blocks.IntegerBlock(
        label=_("Nombre d’actualités"),
        default=4,
        min_value=1,
        max_value=12,
        help_text=_("Les plus récentes de celles qui sont « à la une de l’accueil »."),
    )

    class Meta:
        label = _("Actualités")
        icon = "openquote"
        description = _("Les dernières actualités de la commune.")

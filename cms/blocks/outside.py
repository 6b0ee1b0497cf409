"""Tools of other sites shown inside a page, when the visitor asks for them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered
from cms.outside import TOOLS, embeddable


class EmbedBlock(Rendered, blocks.StructBlock):
    """An outside tool, loaded only when the visitor asks for it. What is kept is the address made for embedding."""

    title = blocks.CharBlock(
        label=_("Ce que montre l’outil"), max_length=120, help_text=_("Par exemple : Plan des sentiers de randonnée.")
    )
    url = blocks.URLBlock(
        label=_("Adresse de l’outil"),
        max_length=1000,
        help_text=_("Copiez l’adresse de la page de l’outil, ou celle de son code d’intégration."),
    )
    height = blocks.IntegerBlock(label=_("Hauteur (pixels)"), default=480, min_value=120, max_value=2000)

    class Meta:
        label = _("Outil extérieur")
        icon = "code"
        description = _("Une carte, une vidéo, un formulaire d’un autre site, affichés à la demande du visiteur.")

    def clean(self, value: Any) -> Any:
        """Only the tools that the platform knows: no page may run a program of anybody's."""
        cleaned = super().clean(value)
        url = embeddable(cleaned["url"], settings.BEFFROI_EMBED_ORIGINS)
        if url is None:
            names = ", ".join(tool.name for tool in TOOLS)
            sentence = gettext("Cet outil n’est pas dans la liste acceptée (%(names)s). Mettez plutôt un lien.")
            raise blocks.StructBlockValidationError({"url": ValidationError(sentence % {"names": names})})
        cleaned["url"] = url
        return cleaned

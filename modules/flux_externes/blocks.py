"""A feed in a page, as the editor asks for it and as ``beffroi import`` reads it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered
from cms.takeover import toml
from cms.takeover.directives import Directive, Raw, block
from cms.takeover.richtext import Resolver


class FluxBlock(Rendered, blocks.StructBlock):
    """The last news of one outside feed, or of all those of the commune."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    name = blocks.CharBlock(
        label=_("Nom du flux"),
        required=False,
        max_length=80,
        help_text=_("Comme dans « Flux extérieurs ». Laissez vide pour les montrer tous, les plus récents d’abord."),
    )
    count = blocks.IntegerBlock(label=_("Nombre de nouvelles"), default=5, min_value=1, max_value=20)

    class Meta:
        label = _("Flux extérieur")
        icon = "link-external"
        description = _("Les dernières nouvelles d’un autre site, avec leur origine. Elles se renouvellent seules.")


def taken_over(directive: Directive, _resolver: Resolver) -> Raw:
    """``::: flux Titre``, ``flux`` for the name of one feed, ``nombre``."""
    row = toml.checked(toml.parse(directive.body), {"flux": str, "nombre": int})
    return block("flux", {"title": directive.title, "name": row.get("flux", ""), "count": row.get("nombre", 5)})

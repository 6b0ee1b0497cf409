"""The row of big links, as the editor fills it in and as ``beffroi import`` reads it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.links import ICONS, TargetBlock
from cms.blocks.rendered import Rendered
from cms.takeover import toml
from cms.takeover.directives import Directive, Raw, block, items, link_value
from cms.takeover.errors import ContentError
from cms.takeover.richtext import Resolver

MOST = 8


class TileBlock(blocks.StructBlock):
    """One drawing, a few words, one destination."""

    icon = blocks.ChoiceBlock(label=_("Dessin"), choices=ICONS, default="folder-open")
    label = blocks.CharBlock(
        label=_("Texte"), max_length=40, help_text=_("Deux ou trois mots : Payer la cantine, Jours de collecte.")
    )
    link = TargetBlock(label=_("Destination"))

    class Meta:
        label = _("Accès")
        icon = "link"


class AccesRapideBlock(Rendered, blocks.StructBlock):
    """Big links to what people come for."""

    title = blocks.CharBlock(
        label=_("Titre"),
        required=False,
        max_length=80,
        help_text=_("Sur l’accueil, il n’est lu qu’à voix haute : la rangée prend place sous le bandeau."),
    )
    tiles = blocks.ListBlock(TileBlock(), label=_("Accès"), min_num=2, max_num=MOST)

    class Meta:
        label = _("Accès rapide")
        icon = "grip"
        description = _("Une rangée de grands liens avec un dessin, vers ce que l’on vous demande le plus.")


def taken_over(directive: Directive, resolver: Resolver) -> Raw:
    """``::: acces-rapide Titre`` then one ``[[acces]]`` table for each: ``texte``, ``dessin``, ``lien``."""
    rows = toml.checked(toml.parse(directive.body), {"acces": list}, required=("acces",))["acces"]
    tiles = []
    for row in rows:
        tile = toml.checked(row, dict.fromkeys(("texte", "dessin", "lien"), str), required=("texte", "lien"))
        icon = tile.get("dessin", "folder-open")
        if icon not in dict(ICONS):
            raise ContentError(_("le dessin «\u00a0%(icon)s\u00a0» n’existe pas.") % {"icon": icon})
        link = link_value(tile["lien"], tile["texte"], resolver)
        tiles.append({"icon": icon, "label": tile["texte"], "link": link})
    return block("acces_rapide", {"title": directive.title, "tiles": items(tiles)})

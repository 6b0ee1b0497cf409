"""Where the elected members stand in a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered
from cms.takeover import toml
from cms.takeover.directives import Directive, Raw, block
from cms.takeover.errors import ContentError
from cms.takeover.richtext import Resolver

PARTS = (
    ("all", _("Les élus et les commissions")),
    ("members", _("Les élus")),
    ("commissions", _("Les commissions")),
)


class EquipeBlock(Rendered, blocks.StructBlock):
    """The elected members, kept in their own screen."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    what = blocks.ChoiceBlock(label=_("Ce qui s’affiche"), choices=PARTS, default="all")

    class Meta:
        label = _("Équipe municipale")
        icon = "group"
        description = _("Les élus et les commissions, tels que vous les tenez dans le menu Équipe municipale.")


def taken_over(directive: Directive, _resolver: Resolver) -> Raw:
    """``::: equipe``: ``montre = "elus"`` or ``"commissions"`` for a part of it."""
    row: dict[str, Any] = toml.checked(toml.parse(directive.body), {"montre": str})
    names = {"": "all", "elus": "members", "commissions": "commissions"}
    if row.get("montre", "") not in names:
        raise ContentError(str(_('« montre » attend "elus" ou "commissions".')))
    return block("equipe", {"title": directive.title, "what": names[row.get("montre", "")]})

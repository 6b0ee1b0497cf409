"""The map in a page, as the editor asks for it and as ``beffroi import`` reads it."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered
from cms.takeover import toml
from cms.takeover.directives import Directive, Raw, block
from cms.takeover.richtext import Resolver


def kinds() -> list[tuple[str, Any]]:
    """Of places, once the model is loaded."""
    return list(apps.get_model("plan.Lieu").Kind.choices)


class PlanBlock(Rendered, blocks.StructBlock):
    """The places of the commune, or those of one kind."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    kind = blocks.ChoiceBlock(
        label=_("Lieux à montrer"),
        choices=kinds,
        required=False,
        help_text=_("Laissez vide pour les montrer tous. Ils s’écrivent une fois, dans « Lieux du plan »."),
    )

    class Meta:
        label = _("Plan")
        icon = "site"
        description = _("Les lieux de la commune en liste, et sur une carte que le visiteur ouvre s’il le veut.")


def taken_over(directive: Directive, _resolver: Resolver) -> Raw:
    """``::: plan Titre``, and ``sorte`` for one kind of places."""
    row = toml.checked(toml.parse(directive.body), {"sorte": str})
    return block("plan", {"title": directive.title, "kind": row.get("sorte", "")})

"""The place of a module's section: « Prochains évènements » on a home page, for instance."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered
from sites.modules import installed_modules


def section_choices(codes: Collection[str] | None = None) -> list[tuple[str, Any]]:
    """``(code, label)`` of the modules that have a section; only those named, where some are."""
    return [
        (module.code, module.verbose_name)
        for module in installed_modules()
        if module.home_section and (codes is None or module.code in codes)
    ]


def module_choice(codes: Collection[str] | None = None) -> blocks.ChoiceBlock:
    """The field that names the module."""
    return blocks.ChoiceBlock(label=_("Ce qui s’affiche"), choices=section_choices(codes))


class SectionBlock(Rendered, blocks.StructBlock):
    """Where the section of a module stands. Nothing shows while the commune has not the module."""

    module = blocks.ChoiceBlock(label=_("Ce qui s’affiche"), choices=section_choices)
    title = blocks.CharBlock(
        label=_("Titre"),
        required=False,
        max_length=80,
        help_text=_("Laissez vide pour reprendre le titre habituel."),
    )
    count = blocks.IntegerBlock(label=_("Nombre d’éléments"), default=4, min_value=1, max_value=12)

    class Meta:
        label = _("Rubrique tenue à jour")
        icon = "list-ul"
        description = _("Les derniers contenus d’une fonction de votre site, qui se renouvellent d’eux-mêmes.")

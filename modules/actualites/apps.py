"""Actualités: the news of the commune."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from sites.modules import Module, QuickAdd


class Actualites(Module):
    """The declaration of the module."""

    name = "modules.actualites"
    label = "actualites"
    verbose_name = _("Actualités")
    page_types: ClassVar = ("actualites.Actualites", "actualites.Article")
    quick_add = QuickAdd(
        page_type="actualites.Article",
        parent_type="actualites.Actualites",
        label=_("Publier une actualité"),
        list_label=_("Actualités"),
        icon="openquote",
    )

"""Actualités: the news of the commune."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
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

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The list of the news."""
        intro = f"Ce qui se passe dans la commune {of_commune}."
        yield apps.get_model("actualites.Actualites")(title="Actualités", slug="actualites", intro=intro)

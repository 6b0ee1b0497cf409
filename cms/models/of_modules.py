"""What the page types of the modules share: the one page of a module, and the pages it lists."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.models.base import FIRST_LEVELS, BasePage
from cms.models.media import described, said_once


class ModulePage(BasePage):
    """The page of a module: made with the site, one to a site, under its home page or a heading of the menu.

    Wagtail asks each type anew: say ``is_creatable = False``, provisioning makes it.
    """

    intro = models.TextField(
        _("introduction"), max_length=300, blank=True, help_text=_("Une ou deux phrases, sous le titre.")
    )

    api_fields: ClassVar[tuple[str, ...]] = ("intro",)
    parent_page_types: ClassVar = FIRST_LEVELS
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    show_in_menus_default = True
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True


class ListedPage(BasePage):
    """A page that stands in a list, never in the menu."""

    subpage_types: ClassVar[list[str]] = []
    promote_panels: ClassVar = BasePage.promote_panels[:1]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Whatever a form or a copy says, it is no entry of the menu."""
        self.show_in_menus = False
        super().full_clean(*args, **kwargs)


class Illustrated(models.Model):
    """A page with one picture, which is described."""

    image = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(
        _("description de l’image"),
        max_length=160,
        blank=True,
        help_text=_("Ce que montre l’image. Laissez vide pour reprendre la description donnée à l’envoi."),
    )

    image_panel: ClassVar = MultiFieldPanel([FieldPanel("image"), said_once("image_alt")], heading=_("Image"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A picture has a description."""
        super().clean()
        self.image_alt = described(self.image, self.image_alt, "image_alt")

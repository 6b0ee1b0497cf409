"""News: an index, its articles, their categories."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.blocks import CONTENT_BLOCKS
from cms.fields import ContentField
from cms.models import BasePage
from sites.tenancy.reach import owned_by_commune


@owned_by_commune()
class Categorie(models.Model):
    """A heading of the news, proper to a commune."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="categories", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=60)
    slug = models.SlugField(_("identifiant"), max_length=60)

    class Meta:
        verbose_name = _("catégorie")
        verbose_name_plural = _("catégories")
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "slug"], name="one_category_per_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Actualites(BasePage):
    """The list of the news."""

    template_name = "actualites/index.html"
    snapshot_type = "actualites"

    intro = models.TextField(_("introduction"), max_length=300, blank=True)

    parent_page_types: ClassVar = ["cms.Accueil"]
    subpage_types: ClassVar = ["actualites.Article"]
    max_count_per_parent = 1
    is_creatable = False
    show_in_menus_default = True
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")


class Article(BasePage):
    """One news item."""

    template_name = "actualites/article.html"
    snapshot_type = "article"

    date = models.DateField(_("date"), default=timezone.localdate)
    intro = models.TextField(_("chapô"), max_length=300, help_text=_("Une ou deux phrases."))
    image = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(_("description de l’image"), max_length=160, blank=True)
    body = ContentField(CONTENT_BLOCKS, blank=True, verbose_name=_("contenu"))
    category = models.ForeignKey(
        Categorie,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
        verbose_name=_("catégorie"),
    )
    archive_at = models.DateField(
        _("à archiver le"),
        null=True,
        blank=True,
        help_text=_("Ensuite, l’actualité ne se lit plus que dans les archives."),
    )
    promoted_home = models.BooleanField(_("à la une de l’accueil"), default=True)
    promoted_rubrique = models.ForeignKey(
        "cms.Rubrique",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("à la une d’une rubrique"),
    )

    parent_page_types: ClassVar = ["actualites.Actualites"]
    subpage_types: ClassVar = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("category"),
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldPanel("body"),
        FieldPanel("promoted_home"),
        FieldPanel("promoted_rubrique"),
        FieldPanel("archive_at"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

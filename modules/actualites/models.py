"""News: an index, its articles, their categories."""

import re
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from cms.blocks import CONTENT_BLOCKS
from cms.fields import ContentField
from cms.models import BasePage, Illustrated, ListedPage, ModulePage
from cms.rows.categories import Category
from modules.actualites.admin import ArticleForm
from modules.actualites.listing import ARCHIVES, CATEGORY
from sites.bake.lists import PAGE
from sites.tenancy.reach import owned_by_commune

# Addresses below the list that its own pages take.
RESERVED = re.compile(rf"{CATEGORY}|{ARCHIVES}|{re.escape(PAGE)}\d+")


@owned_by_commune()
class Categorie(Category):
    """A heading of the news, proper to a commune."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="categories", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=60, help_text=_("Par exemple : Vie scolaire, Travaux, Culture."))

    class Meta(Category.Meta):
        verbose_name = _("catégorie")
        verbose_name_plural = _("catégories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "slug"], name="one_category_per_slug"),
        ]


class Actualites(ModulePage):
    """The list of the news."""

    template_name = "actualites/index.html"
    snapshot_type = "actualites"
    page_description = _("La liste des actualités de la commune.")
    is_creatable = False

    subpage_types: ClassVar = ["actualites.Article"]

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")


class Article(Illustrated, ListedPage):
    """One news item."""

    template_name = "actualites/article.html"
    snapshot_type = "article"
    api_fields: ClassVar = (
        "intro",
        "date",
        "image",
        "image_alt",
        "body",
        "category_name",
        "archive_at",
        "promoted_home",
        "promoted_rubrique",
    )
    page_description = _("Une nouvelle : un titre, deux phrases, une photo. En ligne en deux minutes.")

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("Affichée avec l’actualité."))
    intro = models.TextField(
        _("l’essentiel"),
        max_length=300,
        help_text=_("Une ou deux phrases : quoi, où, quand. Elles paraissent dans les listes et sur l’accueil."),
    )
    body = ContentField(
        CONTENT_BLOCKS,
        blank=True,
        verbose_name=_("contenu"),
        help_text=_("Facultatif, si l’essentiel est dit plus haut."),
    )
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
        help_text=_("À partir de ce jour, l’actualité ne se lit plus que dans les archives."),
    )
    promoted_home = models.BooleanField(
        _("à la une de l’accueil"), default=True, help_text=_("Les plus récentes s’affichent sur la page d’accueil.")
    )
    promoted_rubrique = models.ForeignKey(
        "cms.Rubrique",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("à la une d’une rubrique"),
        help_text=_("L’actualité s’affiche aussi sur la page de cette rubrique."),
    )

    base_form_class = ArticleForm
    parent_page_types: ClassVar = ["actualites.Actualites"]
    content_panels: ClassVar = [
        TitleFieldPanel(
            "title",
            placeholder=_("Titre de l’actualité"),
            help_text=_("Dites l’essentiel. Par exemple : La mairie fermée le 24 décembre."),
        ),
        FieldPanel("intro"),
        Illustrated.image_panel,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("category"), FieldPanel("archive_at")], heading=_("Classement")
        ),
        MultiFieldPanel([FieldPanel("promoted_home"), FieldPanel("promoted_rubrique")], heading=_("À la une")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    @classmethod
    def slug_is_reserved(cls, slug: str) -> bool:
        """The pages of the list have addresses too."""
        return super().slug_is_reserved(slug) or RESERVED.fullmatch(slug) is not None

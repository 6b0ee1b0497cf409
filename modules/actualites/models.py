"""News: an index, its articles, their categories."""

import re
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from cms.blocks import CONTENT_BLOCKS
from cms.fields import ContentField
from cms.models import BasePage
from cms.models.media import described
from cms.rows.categories import Category
from modules.actualites.admin import ArticleForm
from modules.actualites.listing import ARCHIVES, CATEGORY, PAGE
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


class Actualites(BasePage):
    """The list of the news."""

    template_name = "actualites/index.html"
    snapshot_type = "actualites"
    page_description = _("La liste des actualités de la commune.")

    intro = models.TextField(
        _("introduction"), max_length=300, blank=True, help_text=_("Une ou deux phrases, sous le titre.")
    )

    parent_page_types: ClassVar = ["cms.Accueil"]
    subpage_types: ClassVar = ["actualites.Article"]
    max_count_per_parent = 1
    is_creatable = False
    show_in_menus_default = True
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")


class Article(BasePage):
    """One news item."""

    template_name = "actualites/article.html"
    snapshot_type = "article"
    page_description = _("Une nouvelle : un titre, deux phrases, une photo. En ligne en deux minutes.")

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("Affichée avec l’actualité."))
    intro = models.TextField(
        _("l’essentiel"),
        max_length=300,
        help_text=_("Une ou deux phrases : quoi, où, quand. Elles paraissent dans les listes et sur l’accueil."),
    )
    image = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(
        _("description de l’image"),
        max_length=160,
        blank=True,
        help_text=_("Ce que montre l’image. Laissez vide pour reprendre la description donnée à l’envoi."),
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
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        TitleFieldPanel(
            "title",
            placeholder=_("Titre de l’actualité"),
            help_text=_("Dites l’essentiel. Par exemple : La mairie fermée le 24 décembre."),
        ),
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("category"), FieldPanel("archive_at")], heading=_("Classement")
        ),
        MultiFieldPanel([FieldPanel("promoted_home"), FieldPanel("promoted_rubrique")], heading=_("À la une")),
    ]
    # An article stands in the list of the news, never in the menu.
    promote_panels: ClassVar = BasePage.promote_panels[:1]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    @classmethod
    def slug_is_reserved(cls, slug: str) -> bool:
        """The pages of the list have addresses too."""
        return super().slug_is_reserved(slug) or RESERVED.fullmatch(slug) is not None

    def clean(self) -> None:
        """A picture has a description."""
        super().clean()
        self.image_alt = described(self.image, self.image_alt, "image_alt")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """An article is never an entry of the menu."""
        self.show_in_menus = False
        super().full_clean(*args, **kwargs)

"""The page types every commune has."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks import CONTENT_BLOCKS, HOME_BLOCKS
from cms.fields import ContentField
from cms.limits.fields import HomeForm
from cms.models.base import FIRST_LEVELS, FOR_SEARCH_ENGINES, MENU_PANEL, SEARCH_ENGINE_PANELS, TITLE_ALONE, BasePage
from cms.models.media import described, said_once

INTRO_LENGTH = 300
GENERATED_PANELS = (MultiFieldPanel(list(SEARCH_ENGINE_PANELS), heading=FOR_SEARCH_ENGINES), MENU_PANEL)


class Folder(BasePage):
    """The folder of a département: holds communes, is no page of any site. Provisioning alone makes and moves it."""

    subpage_types: ClassVar = ["cms.Accueil"]
    parent_page_types: ClassVar = ["cms.BasePage"]
    is_creatable = False
    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("dossier de département")
        verbose_name_plural = _("dossiers de département")


class Accueil(BasePage):
    """The home page."""

    template_name = "pages/accueil.html"
    snapshot_type = "accueil"
    api_fields: ClassVar = ("tagline", "banner", "banner_alt", "body")
    page_description = _("La page d’accueil du site.")

    tagline = models.CharField(
        _("accroche"),
        max_length=160,
        blank=True,
        help_text=_("Une phrase sous le nom de la commune. Par exemple : un village de caractère au bord du Lot."),
    )
    banner = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("bandeau"),
        help_text=_("Une photo large, d’au moins 1 600 pixels. Sans photo, un paysage est dessiné pour la commune."),
    )
    banner_alt = models.CharField(
        _("description du bandeau"),
        max_length=160,
        blank=True,
        help_text=_("Ce que montre la photo. Laissez vide pour reprendre la description de l’image."),
    )
    body = ContentField(
        HOME_BLOCKS,
        blank=True,
        verbose_name=_("contenu"),
        block_counts={"news": {"max_num": 1}},
        help_text=_("Les actualités d’abord, puis ce que les habitants viennent chercher."),
    )

    base_form_class = HomeForm
    field_rights: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "banner": ("banner", "photos"),
        "banner_alt": ("banner", "photos"),
    }
    parent_page_types: ClassVar = ["cms.Folder"]
    is_creatable = False
    content_panels: ClassVar = [
        TITLE_ALONE,
        FieldPanel("tagline"),
        MultiFieldPanel([FieldPanel("banner"), said_once("banner_alt")], heading=_("Bandeau")),
        FieldPanel("body"),
    ]
    # The address of a home page is that of its site, and every menu leads to it.
    promote_panels: ClassVar = [MultiFieldPanel(list(SEARCH_ENGINE_PANELS), heading=FOR_SEARCH_ENGINES)]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("accueil")
        verbose_name_plural = _("accueils")

    def clean(self) -> None:
        """A banner has a description."""
        super().clean()
        self.banner_alt = described(self.banner, self.banner_alt, "banner_alt")


class Rubrique(BasePage):
    """A heading of the menu, with the pages below it."""

    template_name = "pages/rubrique.html"
    snapshot_type = "rubrique"
    api_fields: ClassVar = ("intro", "image", "body")
    page_description = _("Une entrée du menu, qui présente les pages rangées dessous.")

    intro = models.TextField(
        _("introduction"), max_length=INTRO_LENGTH, blank=True, help_text=_("Une ou deux phrases, sous le titre.")
    )
    image = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("Elle illustre la rubrique, sans porter d’information."),
    )
    body = ContentField(
        CONTENT_BLOCKS,
        blank=True,
        verbose_name=_("contenu"),
        help_text=_("Facultatif : les pages de la rubrique s’affichent d’elles-mêmes."),
    )

    parent_page_types: ClassVar = ["cms.Accueil", "cms.Rubrique"]
    show_in_menus_default = True
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("rubrique")
        verbose_name_plural = _("rubriques")


class Page(BasePage):
    """A page of content."""

    template_name = "pages/page.html"
    snapshot_type = "page"
    api_fields: ClassVar = ("intro", "body")
    page_description = _("Du texte, des images, des documents.")

    intro = models.TextField(
        _("introduction"),
        max_length=INTRO_LENGTH,
        blank=True,
        help_text=_("Une ou deux phrases, sous le titre : à qui s’adresse la page, ce qu’on y trouve."),
    )
    body = ContentField(CONTENT_BLOCKS, blank=True, verbose_name=_("contenu"))

    parent_page_types: ClassVar = FIRST_LEVELS
    show_in_menus_default = True
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class PageLegale(BasePage):
    """A page the law asks for, generated from the facts of the commune; a complement may be added."""

    class Kind(models.TextChoices):
        """The three pages of the footer."""

        MENTIONS = "mentions", _("Mentions légales")
        ACCESSIBILITE = "accessibilite", _("Accessibilité")
        DONNEES = "donnees", _("Données personnelles")

    template_name = "pages/page_legale.html"
    snapshot_type = "page_legale"
    api_fields: ClassVar = ("kind", "statement", "body")
    page_description = _("Une page que la loi demande : son texte vient des réglages de la mairie.")

    kind = models.CharField(_("nature"), max_length=20, choices=Kind.choices, editable=False)
    body = ContentField(
        CONTENT_BLOCKS,
        blank=True,
        verbose_name=_("complément"),
        help_text=_("S’ajoute au texte que la loi demande, qui vient des réglages de la mairie."),
    )

    parent_page_types: ClassVar = ["cms.Accueil"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    content_panels: ClassVar = [TITLE_ALONE, FieldPanel("body")]
    promote_panels: ClassVar = [*GENERATED_PANELS]

    class Meta:
        verbose_name = _("page légale")
        verbose_name_plural = _("pages légales")


class PlanDuSite(BasePage):
    """Every page of the site, as a tree."""

    template_name = "pages/plan_du_site.html"
    snapshot_type = "plan_du_site"
    page_description = _("Toutes les pages du site. Elle se tient à jour d’elle-même.")

    parent_page_types: ClassVar = ["cms.Accueil"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    is_creatable = False
    content_panels: ClassVar = [TITLE_ALONE]
    promote_panels: ClassVar = [*GENERATED_PANELS]

    class Meta:
        verbose_name = _("plan du site")
        verbose_name_plural = _("plans du site")

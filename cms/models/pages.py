"""The page types every commune has."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.blocks import CONTENT_BLOCKS, HOME_BLOCKS
from cms.fields import ContentField
from cms.limits.fields import HomeForm
from cms.models.base import BasePage


class Folder(BasePage):
    """The folder of a département: holds communes, is no page of any site."""

    template_name = ""
    snapshot_type = ""
    subpage_types: ClassVar = ["cms.Accueil"]
    parent_page_types: ClassVar = ["cms.BasePage"]
    is_creatable = False

    class Meta:
        verbose_name = _("dossier de département")
        verbose_name_plural = _("dossiers de département")


class Accueil(BasePage):
    """The home page."""

    template_name = "pages/accueil.html"
    snapshot_type = "accueil"

    tagline = models.CharField(_("accroche"), max_length=160, blank=True)
    banner = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("bandeau")
    )
    banner_alt = models.CharField(_("description du bandeau"), max_length=160, blank=True)
    body = ContentField(HOME_BLOCKS, blank=True, verbose_name=_("contenu"))

    base_form_class = HomeForm
    field_rights: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "banner": ("banner", "photos"),
        "banner_alt": ("banner", "photos"),
    }
    parent_page_types: ClassVar = ["cms.Folder"]
    is_creatable = False
    content_panels = [*BasePage.content_panels, FieldPanel("tagline"), FieldPanel("banner"), FieldPanel("banner_alt"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("accueil")
        verbose_name_plural = _("accueils")


class Rubrique(BasePage):
    """A heading of the menu, with the pages below it."""

    template_name = "pages/rubrique.html"
    snapshot_type = "rubrique"

    intro = models.TextField(_("introduction"), max_length=300, blank=True)
    image = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )
    body = ContentField(CONTENT_BLOCKS, blank=True, verbose_name=_("contenu"))

    parent_page_types: ClassVar = ["cms.Accueil", "cms.Rubrique"]
    show_in_menus_default = True
    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("image"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("rubrique")
        verbose_name_plural = _("rubriques")


class Page(BasePage):
    """A page of content."""

    template_name = "pages/page.html"
    snapshot_type = "page"

    intro = models.TextField(_("introduction"), max_length=300, blank=True)
    body = ContentField(CONTENT_BLOCKS, blank=True, verbose_name=_("contenu"))

    parent_page_types: ClassVar = ["cms.Accueil", "cms.Rubrique", "cms.Page"]
    show_in_menus_default = True
    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
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

    kind = models.CharField(_("nature"), max_length=20, choices=Kind.choices, editable=False)
    body = ContentField(CONTENT_BLOCKS, blank=True, verbose_name=_("complément"))

    parent_page_types: ClassVar = ["cms.Accueil"]
    subpage_types: ClassVar = []
    is_creatable = False
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("page légale")
        verbose_name_plural = _("pages légales")


class PlanDuSite(BasePage):
    """Every page of the site, as a tree."""

    template_name = "pages/plan_du_site.html"
    snapshot_type = "plan_du_site"

    parent_page_types: ClassVar = ["cms.Accueil"]
    subpage_types: ClassVar = []
    is_creatable = False

    class Meta:
        verbose_name = _("plan du site")
        verbose_name_plural = _("plans du site")

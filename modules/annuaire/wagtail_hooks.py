"""The screens of the entries and of their categories."""

from typing import Any, ClassVar

from django.urls import URLResolver, include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import Button

from cms.rows.screens import RowForm, RowIndexView, RowViewSet, Told
from modules.annuaire import kinds
from modules.annuaire.admin import FicheForm
from modules.annuaire.models import Annuaire, Categorie, Fiche
from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.paths import within

ACTIONS = {"view", "add", "change", "delete"}

open_to_members("annuaire_fiches", "annuaire_categories", "annuaire", area="record", actions=ACTIONS)


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def _own(kind: kinds.Kind) -> MultiFieldPanel:
    panels = [FieldPanel(kind.field(own)) for own in kind.own]
    heading = _("Pour ce type\u00a0: %(kind)s")
    return MultiFieldPanel(panels, heading=heading % {"kind": str(kind.label)}, classname="collapsed")


def told(row: Fiche) -> Told:
    """Where visitors read it."""
    if not row.online:
        return Told(str(_("La fiche est enregistrée\u202f; elle n’est pas affichée sur le site.")), online=False)
    page = Annuaire.objects.filter(within("path", [row.commune.site.root_page.path]), live=True).first()
    if page is None:
        said = _(
            "La fiche est enregistrée. La page de l’annuaire n’est pas en ligne\u00a0: personne ne la voit encore."
        )
        return Told(str(said), online=False)
    return Told(str(_("La fiche est enregistrée.")), f"{page.full_url}{row.type.slug}/{row.slug}/")


class FicheIndexView(RowIndexView):
    """The list, with the way to what is to be checked."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's, then « À vérifier, importer »."""
        label = _("À vérifier, importer")
        buttons: list[Any] = list(super().header_more_buttons)
        return [*buttons, Button(label, reverse("annuaire:index"), icon_name="clipboard-list", priority=30)]


class FicheViewSet(RowViewSet):
    """« Annuaire »."""

    model = Fiche
    index_view_class = FicheIndexView
    name = "annuaire_fiches"
    url_prefix = "annuaire/fiches"
    icon = "clipboard-list"
    menu_label = _("Annuaire")
    menu_order = 95
    list_display: ClassVar[Any] = ("name", "kind", "category", "checked_on", "shown", "commune")
    list_filter: ClassVar[Any] = ("kind", "online")
    search_fields: ClassVar[Any] = ("name", "about", "street")
    related = ("commune", "category")
    tells = staticmethod(told)
    edit_handler = ObjectList(
        [
            FieldPanel("commune"),
            MultiFieldPanel(
                [_row("kind", "category"), FieldPanel("name"), FieldPanel("about"), FieldPanel("online")],
                heading=_("La fiche"),
            ),
            *(_own(kind) for kind in kinds.KINDS.values()),
            MultiFieldPanel(
                [
                    FieldPanel("street"),
                    FieldPanel("complement"),
                    _row("postcode", "city"),
                    FieldPanel("position"),
                    _row("access", "access_note"),
                ],
                heading=_("Adresse et accès"),
            ),
            MultiFieldPanel(
                [
                    _row("phone", "consent_phone"),
                    _row("email", "consent_email"),
                    FieldPanel("website"),
                ],
                heading=_("Contacts"),
                help_text=_(
                    "Le téléphone et l’adresse électronique d’une association ou d’un professionnel ne paraissent "
                    "qu’avec son accord, dont la date est gardée."
                ),
            ),
            MultiFieldPanel([FieldPanel("hours"), FieldPanel("hours_note")], heading=_("Horaires")),
            MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Photo")),
            MultiFieldPanel([_row("holder_name", "holder_email")], heading=_("Qui tient cette fiche")),
        ],
        base_form_class=FicheForm,
    )


class CategorieViewSet(RowViewSet):
    """« Catégories de l’annuaire »."""

    model = Categorie
    name = "annuaire_categories"
    url_prefix = "annuaire/categories"
    icon = "tag"
    menu_label = _("Catégories de l’annuaire")
    add_to_admin_menu = False
    add_to_settings_menu = True
    list_display: ClassVar[Any] = ("name", "commune")
    search_fields = ("name",)
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("commune")], base_form_class=RowForm)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("annuaire/", include("modules.annuaire.desk.urls", namespace="annuaire"))]


@hooks.register("register_admin_viewset")
def entries() -> FicheViewSet:
    """Below the admin's root."""
    return FicheViewSet()


@hooks.register("register_admin_viewset")
def categories() -> CategorieViewSet:
    """Below the admin's root."""
    return CategorieViewSet()

"""The screens of the categories, and of the calendars of others."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.rows.screens import RowForm, RowViewSet
from modules.agenda.models import Categorie, Source
from sites.tenancy.gate.opening import open_to_members

ACTIONS = {"view", "add", "change", "delete"}

open_to_members("agenda_categories", "agenda_sources", area="snippet", actions=ACTIONS)


class CategorieViewSet(RowViewSet):
    """« Catégories de l’agenda »."""

    model = Categorie
    name = "agenda_categories"
    url_prefix = "agenda/categories"
    icon = "tag"
    menu_label = _("Catégories de l’agenda")
    add_to_admin_menu = False
    add_to_settings_menu = True
    list_display: ClassVar[Any] = ("name", "commune")
    search_fields = ("name",)
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("commune")], base_form_class=RowForm)


class SourceViewSet(RowViewSet):
    """« Agendas extérieurs »."""

    model = Source
    name = "agenda_sources"
    url_prefix = "agenda/sources"
    icon = "calendar-alt"
    menu_label = _("Agendas extérieurs")
    add_to_admin_menu = False
    add_to_settings_menu = True
    list_display: ClassVar[Any] = ("name", "commune", "state")
    search_fields = ("name",)
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "address", "on_home", "commune")],
        base_form_class=RowForm,
    )


@hooks.register("register_admin_viewset")
def categories() -> CategorieViewSet:
    """Below the admin's root."""
    return CategorieViewSet()


@hooks.register("register_admin_viewset")
def sources() -> SourceViewSet:
    """Below the admin's root."""
    return SourceViewSet()

"""Where Wagtail finds the screens of the hours."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from cms.rows.screens import RowViewSet
from modules.horaires.admin import ExceptionForm, told
from modules.horaires.models import HoraireExceptionnel
from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.reach import policy_of

ACTIONS = {"view", "add", "change", "delete"}

open_to_members("horaires", "horaires_exceptions", area="record", actions=ACTIONS)


class ExceptionViewSet(RowViewSet):
    """« Fermer exceptionnellement »."""

    model = HoraireExceptionnel
    name = "horaires_exceptions"
    url_prefix = "horaires/exceptions"
    icon = "calendar-alt"
    menu_label = _("Fermetures exceptionnelles")
    add_to_admin_menu = False  # reached from the screen of the hours
    list_display: ClassVar[Any] = ("__str__", "end", "reason", "commune")
    related = ("commune", "lieu")
    tells = staticmethod(told)
    edit_handler = ObjectList(
        [
            FieldPanel("commune"),
            FieldPanel("lieu", widget=forms.Select),
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            FieldPanel("reason"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("morning_from"), FieldPanel("morning_to")]),
                    FieldRowPanel([FieldPanel("afternoon_from"), FieldPanel("afternoon_to")]),
                ],
                heading=_("Ouvert à d’autres heures"),
                help_text=_("Laissez ces heures vides si c’est fermé toute la journée."),
            ),
        ],
        base_form_class=ExceptionForm,
    )


class HoursMenuItem(MenuItem):
    """« Horaires », for who may keep them somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """In some commune that has the module."""
        shown: bool = policy_of(HoraireExceptionnel).user_has_any_permission(request.user, {"change"})
        return shown


@hooks.register("register_admin_viewset")
def exceptions() -> ExceptionViewSet:
    """Below the admin's root."""
    return ExceptionViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("horaires/", include("modules.horaires.urls", namespace="horaires"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Beside the other modules."""
    return HoursMenuItem(_("Horaires"), reverse("horaires:index"), name="module-horaires", icon_name="time", order=60)


@hooks.register("insert_global_admin_css")
def table() -> SafeString:
    """The table of a week."""
    return format_html('<link rel="stylesheet" href="{}">', static("horaires/admin.css"))

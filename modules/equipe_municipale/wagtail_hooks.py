"""The screens of the elected members and of the commissions."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.rows.screens import RowForm, RowViewSet
from modules.equipe_municipale.admin import CommissionForm
from modules.equipe_municipale.models import Commission, Elu
from sites.tenancy.gate.opening import open_to_members

ACTIONS = {"view", "add", "change", "delete"}

open_to_members("elus", "commissions", area="record", actions=ACTIONS)


class EluViewSet(RowViewSet):
    """« Équipe municipale »."""

    model = Elu
    name = "elus"
    url_prefix = "equipe/elus"
    icon = "group"
    menu_label = _("Équipe municipale")
    menu_order = 80
    list_display: ClassVar[Any] = ("name", "function", "delegations", "commune")
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in ("commune", "name", "group", "function", "delegations", "hours", "majority", "photo")
        ],
        base_form_class=RowForm,
    )


class CommissionViewSet(RowViewSet):
    """« Commissions »."""

    model = Commission
    name = "commissions"
    url_prefix = "equipe/commissions"
    icon = "clipboard-list"
    menu_label = _("Commissions")
    menu_order = 81
    list_display: ClassVar[Any] = ("name", "president", "commune")
    related = ("commune", "president")
    edit_handler = ObjectList(
        [
            FieldPanel("commune"),
            FieldPanel("name"),
            FieldPanel("mission"),
            FieldPanel("members", widget=forms.CheckboxSelectMultiple),
            FieldPanel("president", widget=forms.Select),
        ],
        base_form_class=CommissionForm,
    )


@hooks.register("register_admin_viewset")
def screens() -> list[RowViewSet]:
    """Below the admin's root."""
    return [EluViewSet(), CommissionViewSet()]

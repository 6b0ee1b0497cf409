"""The screen of the alerts."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from cms.rows.screens import RowViewSet
from modules.alerte.admin import AlertForm
from modules.alerte.models import MessageAlerte
from sites.tenancy.gate.opening import open_to_members


class AlertViewSet(RowViewSet):
    """« Alertes »."""

    model = MessageAlerte
    name = "alertes"
    url_prefix = "alertes"
    icon = "warning"
    menu_label = _("Alertes")
    menu_order = 70
    list_display: ClassVar[Any] = (
        "title",
        Column("get_level_display", label=_("Niveau")),
        Column("state", label=_("État")),
        "end",
        "commune",
    )
    edit_handler = ObjectList(
        [
            FieldPanel("commune"),
            FieldPanel("level"),
            FieldPanel("title"),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            MultiFieldPanel(
                [FieldPanel("page"), FieldPanel("url"), FieldPanel("label")], heading=_("En savoir plus (facultatif)")
            ),
        ],
        base_form_class=AlertForm,
    )


open_to_members("alertes", area="alert", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def alerts() -> AlertViewSet:
    """Below the admin's root."""
    return AlertViewSet()

"""The screen of the alerts."""

from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column

from cms.rows.screens import RowIndexView, RowViewSet
from modules.alerte.admin import AlertForm, told
from modules.alerte.models import MessageAlerte
from modules.alerte.views import EndView
from sites.tenancy.gate.opening import open_to_members


class AlertIndexView(RowIndexView):
    """The list, where an alert that is online may be ended."""

    def get_list_more_buttons(self, instance: MessageAlerte) -> list[Any]:
        """Wagtail's, after ours."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if instance.is_online:
            url = reverse("alertes:end", args=[instance.pk])
            buttons.append(MenuItem(_("Terminer maintenant"), url, icon_name="cross", priority=5))
        return sorted(buttons, key=lambda button: button.priority)


class AlertViewSet(RowViewSet):
    """« Alertes »."""

    model = MessageAlerte
    index_view_class = AlertIndexView
    name = "alertes"
    url_prefix = "alertes"
    icon = "warning"
    menu_label = _("Alertes")
    menu_order = 70
    tells = staticmethod(told)
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

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, and the end of an alert."""
        return [*super().get_urlpatterns(), path("<int:pk>/terminer/", EndView.as_view(), name="end")]


open_to_members("alertes", area="alert", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def alerts() -> AlertViewSet:
    """Below the admin's root."""
    return AlertViewSet()

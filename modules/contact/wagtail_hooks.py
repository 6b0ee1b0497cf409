"""The screen of the services."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from modules.contact.admin import ServiceForm
from modules.contact.models import Service
from sites.tenancy.admin.snippets import TenantIndexView, TenantModelViewSet
from sites.tenancy.gate.opening import open_to_members


class ServiceIndexView(TenantIndexView):
    """Names the commune of each row in the same query."""

    def get_base_queryset(self) -> Any:
        """My services."""
        return super().get_base_queryset().select_related("commune")


class ServiceViewSet(TenantModelViewSet):
    """« Services à contacter »."""

    model = Service
    index_view_class = ServiceIndexView
    name = "services"
    url_prefix = "contact/services"
    icon = "group"
    menu_label = _("Services à contacter")
    add_to_settings_menu = True
    list_display = ("name", "recipient", "commune")
    list_filter: tuple[str, ...] = ()
    search_fields = ("name",)
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "about", "recipient", "position", "commune")],
        base_form_class=ServiceForm,
    )
    copy_view_enabled = False
    inspect_view_enabled = False


open_to_members("services", area="snippet", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def services() -> ServiceViewSet:
    """Below the admin's root."""
    return ServiceViewSet()

"""The screen of the outside feeds."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.rows.screens import RowForm, RowViewSet
from modules.flux_externes.models import Flux
from modules.flux_externes.naming import warn
from sites.tenancy.gate.opening import open_to_members


class FluxViewSet(RowViewSet):
    """« Flux extérieurs »."""

    model = Flux
    name = "flux_externes"
    url_prefix = "flux-exterieurs"
    icon = "link-external"
    menu_label = _("Flux extérieurs")
    add_to_admin_menu = False
    add_to_settings_menu = True
    list_display: ClassVar[Any] = ("name", "commune", "state", "last_read")
    search_fields: ClassVar[Any] = ("name", "address")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("commune", "name", "address", "in_news")], base_form_class=RowForm
    )


open_to_members("flux_externes", area="record", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def feeds() -> FluxViewSet:
    """Below the admin's root."""
    return FluxViewSet()


for _event in ("after_create_page", "after_edit_page"):
    hooks.register(_event, warn)

"""The screen of the places."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.rows.screens import RowForm, RowViewSet
from modules.plan.models import Lieu
from sites.tenancy.gate.opening import open_to_members


class LieuViewSet(RowViewSet):
    """« Lieux du plan »."""

    model = Lieu
    name = "lieux"
    url_prefix = "plan/lieux"
    icon = "site"
    menu_label = _("Lieux du plan")
    menu_order = 75
    list_display: ClassVar[Any] = ("name", "kind", "address", "commune")
    search_fields: ClassVar[Any] = ("name", "address")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("commune", "name", "kind", "address", "details", "position")],
        base_form_class=RowForm,
    )


open_to_members("lieux", area="record", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def places() -> LieuViewSet:
    """Below the admin's root."""
    return LieuViewSet()

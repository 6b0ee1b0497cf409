"""The screen of the terms."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.rows.screens import RowForm, RowViewSet
from modules.lexique.models import Terme
from sites.tenancy.gate.opening import open_to_members


class TermViewSet(RowViewSet):
    """« Lexique »."""

    model = Terme
    name = "termes"
    url_prefix = "lexique/mots"
    icon = "openquote"
    menu_label = _("Lexique")
    menu_order = 90
    list_display: ClassVar[Any] = ("term", "definition", "commune")
    search_fields: ClassVar[Any] = ("term", "variants", "definition")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("commune", "term", "variants", "definition")], base_form_class=RowForm
    )


open_to_members("termes", area="record", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def terms() -> TermViewSet:
    """Below the admin's root."""
    return TermViewSet()

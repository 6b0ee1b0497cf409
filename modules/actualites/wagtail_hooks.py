"""The screen of the categories."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.rows.screens import RowForm
from modules.actualites.models import Categorie
from sites.tenancy.admin.snippets import TenantModelViewSet
from sites.tenancy.gate.opening import open_to_members


class CategorieViewSet(TenantModelViewSet):
    """« Catégories d’actualités »."""

    model = Categorie
    name = "categories"
    url_prefix = "actualites/categories"
    icon = "tag"
    menu_label = _("Catégories d’actualités")
    add_to_settings_menu = True
    list_display = ("name", "commune")
    list_filter: tuple[str, ...] = ()
    search_fields = ("name",)
    search_backend_name = None
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("commune")], base_form_class=RowForm)
    copy_view_enabled = False
    inspect_view_enabled = False


open_to_members("categories", area="snippet", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def categories() -> CategorieViewSet:
    """Below the admin's root."""
    return CategorieViewSet()

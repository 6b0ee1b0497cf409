"""Redirects of a commune, instead of the views of ``wagtail.contrib.redirects``, which know nothing of sites."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect

from sites.tenancy.admin.snippets import TenantModelViewSet
from sites.tenancy.references import OwnReferencesMixin


class TenantRedirectForm(OwnReferencesMixin, RedirectForm):
    """The site is always said: a redirect "of all sites" is nobody's to make."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choose the only site for whom there is only one."""
        super().__init__(*args, **kwargs)
        site = self.fields["site"]
        site.required = True
        site.empty_label = None
        if not self.instance.pk and len(choices := site.queryset[:2]) == 1:
            site.initial = choices[0]


class RedirectViewSet(TenantModelViewSet):
    """Screen « Redirections »."""

    model = Redirect
    name = "redirections"
    url_prefix = "redirections"
    icon = "redirect"
    menu_label = _("Redirections")
    add_to_settings_menu = True
    list_display = ("old_path", "site", "link")
    search_fields = ("old_path",)
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002  # Wagtail's signature
        """The same for both."""
        return TenantRedirectForm

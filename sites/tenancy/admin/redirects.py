"""Redirects of a commune, instead of the views of ``wagtail.contrib.redirects``, which know nothing of sites."""

from typing import Any
from urllib.parse import urlsplit

import swapper
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
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

    def clean(self) -> Any:
        """Neither over a live page, nor to an address that is redirected itself: no loop can be made by hand."""
        super().clean()
        site, written = self.cleaned_data.get("site"), self.cleaned_data.get("old_path")
        if site is None or not written:
            return self.cleaned_data
        old_path = Redirect.normalise_path(written)
        address = f"{site.root_page.url_path}{old_path.strip('/')}/"
        if swapper.load_model("wagtailcore", "Page").objects.filter(url_path=address, live=True).exists():
            self.add_error("old_path", _("Une page en ligne a déjà cette adresse\u202f: choisissez-en une autre."))
        if self._is_redirected(site, old_path):
            sentence = _("Cette adresse est redirigée elle-même\u202f: choisissez la page d’arrivée.")
            self.add_error("redirect_link", sentence)
        return self.cleaned_data

    def _is_redirected(self, site: Any, old_path: str) -> bool:
        """Whether the outside address is one of ours, and leads elsewhere."""
        link = urlsplit(self.cleaned_data.get("redirect_link") or "")
        if not link.hostname or not site.commune.hosts.filter(name=link.hostname).exists():
            return False
        path = Redirect.normalise_path(link.path)
        others = Redirect.objects.filter(site=site, old_path=path).exclude(pk=self.instance.pk)
        return path == old_path or bool(others.exists())


class RedirectViewSet(TenantModelViewSet):
    """Screen « Redirections »."""

    model = Redirect
    name = "redirections"
    url_prefix = "redirections"
    icon = "redirect"
    menu_label = _("Redirections")
    add_to_settings_menu = True
    list_display = ("old_path", "site", Column("link", label=_("Mène à")))
    search_fields = ("old_path",)
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002  # Wagtail's signature
        """The same for both."""
        return TenantRedirectForm

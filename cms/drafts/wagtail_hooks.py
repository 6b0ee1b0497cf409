"""Where Wagtail finds shared drafts."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button

from sites.tenancy.gate.opening import open_to_members

open_to_members("drafts")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("apercus/", include("cms.drafts.urls", namespace="drafts"))]


@hooks.register("register_page_header_buttons")
def offer(page: Any, user: Any, **_hook: Any) -> Iterator[Button]:
    """In the « Actions » of every page of a commune."""
    if getattr(page.specific_class, "snapshot_type", "") and page.permissions_for_user(user).can_edit():
        url = reverse("drafts:links", args=(page.pk,))
        yield Button(_("Aperçu pour un autre site"), url, icon_name="link", priority=38)


@hooks.register("register_log_actions")
def name_links(actions: Any) -> None:
    """A page's history says who showed its draft."""
    actions.register_action(
        "beffroi.draft_link", gettext_lazy("Donner l’aperçu"), gettext_lazy("Aperçu donné à un autre site")
    )
    actions.register_action(
        "beffroi.draft_link_revoked", gettext_lazy("Révoquer l’aperçu"), gettext_lazy("Aperçu révoqué")
    )

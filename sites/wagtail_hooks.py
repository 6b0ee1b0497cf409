"""Wagtail finds its hooks here; each is one line, the rest is in ``sites.tenancy.admin``."""

from typing import Any

from wagtail import hooks

from sites.receivers import media_regrouped
from sites.tenancy.admin.hooks import (
    choose_among_its_media,
    choose_among_my_pages,
    hide_closed_entries,
    my_media_in_admin_api,
)
from sites.tenancy.admin.pages import TenantPageViewSet, refuse_types_not_bought
from sites.tenancy.admin.redirects import RedirectViewSet

hooks.register("construct_page_chooser_queryset", choose_among_my_pages)
hooks.register("construct_image_chooser_queryset", choose_among_its_media)
hooks.register("construct_document_chooser_queryset", choose_among_its_media)
hooks.register("construct_admin_api", my_media_in_admin_api)
hooks.register("construct_settings_menu", hide_closed_entries)
hooks.register("construct_reports_menu", hide_closed_entries)
hooks.register("before_create_page", refuse_types_not_bought)
hooks.register("before_bulk_action", media_regrouped)


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """The explorer, and the redirects of a commune."""
    return [TenantPageViewSet("tenant_pages"), RedirectViewSet()]

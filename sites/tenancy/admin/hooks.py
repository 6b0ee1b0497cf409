"""What Wagtail lets us say with hooks. Registered by ``sites.wagtail_hooks``, last of all apps."""

from typing import Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from sites.tenancy.reach import browsed_pages, reachable

#: Entries of menus whose views the gate closes to members.
CLOSED_ENTRIES = {"redirects", "sites", "locales", "collections", "workflows", "workflow-tasks", "groups"}


def choose_among_my_pages(pages: Any, request: Any) -> Any:
    """``construct_page_chooser_queryset``."""
    return browsed_pages(request.user, pages)


class _MyMedia:
    request: Any
    model: Any

    def get_queryset(self) -> Any:
        """The images or documents I may choose: Wagtail's admin API lists those of everybody."""
        rows = super().get_queryset()  # type: ignore[misc]
        return rows.filter(pk__in=reachable(self.request.user, self.model, {"choose"}).values("pk"))


class MyImages(_MyMedia, ImagesAdminAPIViewSet):
    """Mine."""


class MyDocuments(_MyMedia, DocumentsAdminAPIViewSet):
    """Mine."""


def my_media_in_admin_api(router: Any) -> None:
    """``construct_admin_api``."""
    router.register_endpoint("images", MyImages)
    router.register_endpoint("documents", MyDocuments)


def hide_closed_entries(request: Any, items: list[Any]) -> None:
    """``construct_settings_menu`` and ``construct_reports_menu``."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in CLOSED_ENTRIES | {"page-types-usage"}]

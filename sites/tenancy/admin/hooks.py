"""What Wagtail lets us say with hooks. Registered by ``sites.wagtail_hooks``, last of all apps."""

from typing import Any
from urllib.parse import urlsplit

import swapper
from django.db.models import Q
from django.urls import Resolver404, resolve
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from sites.tenancy.paths import ancestors, within
from sites.tenancy.reach import browsed_pages, commune_above, reachable
from sites.tenancy.scope import Scope

#: Entries of menus whose views the gate closes to members.
CLOSED_ENTRIES = {"redirects", "sites", "locales", "collections", "workflows", "workflow-tasks", "groups"}


#: Screens whose choosers serve one commune, and the argument of their address that tells which.
EDITED = {
    "wagtailadmin_pages:edit": "page_id",
    "wagtailadmin_pages:add": "parent_page_id",
    "wagtailsettings:edit": "pk",
}


def choose_among_my_pages(pages: Any, request: Any) -> Any:
    """``construct_page_chooser_queryset``."""
    mine = browsed_pages(request.user, pages)
    commune = _commune_edited(request)
    if commune is None:
        return mine
    home = commune.site.root_page.path
    return mine.filter(within("path", [home]) | Q(path__in=ancestors([home])))


def choose_among_its_media(media: Any, request: Any) -> Any:
    """``construct_image_chooser_queryset`` and ``construct_document_chooser_queryset``."""
    commune = _commune_edited(request)
    return media if commune is None else media.filter(within("collection__path", [commune.collection.path]))


def _commune_edited(request: Any) -> Any:
    """The commune of the page or setting from which a chooser was opened, for somebody who has several.

    The address of a chooser does not tell it; the browser names the screen it was opened from. Nothing is refused on
    its word: another commune's picture is refused by the form.
    """
    grants = Scope.of(request.user).grants
    if len(grants) == 1 and grants[0].commune_id is not None:
        return None
    try:
        screen = resolve(urlsplit(request.headers.get("referer", "")).path)
    except (Resolver404, ValueError):
        return None
    name = EDITED.get(screen.view_name)
    number = screen.kwargs.get(name) if name else None
    if number is None:
        return None
    if screen.view_name.startswith("wagtailsettings"):
        return commune_above(site=int(number))
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    path = pages.filter(pk=number).values_list("path", flat=True).first()
    return commune_above(page=path) if path else None


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

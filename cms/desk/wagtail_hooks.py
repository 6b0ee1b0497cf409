"""Where Wagtail finds the desk."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.documents.views.documents import IndexView as FilesView

from cms.desk import menus
from cms.desk.home import HomePanel, RecentPanel, WaitingPanel
from cms.desk.online import tell_it_will_be_online, tell_once_published
from sites.tenancy.gate.opening import open_to_members

open_to_members("desk")

FilesView.page_title = menus.FILES


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("bureau/", include("cms.desk.urls", namespace="desk"))]


@hooks.register("insert_global_admin_css")
def face() -> SafeString:
    """Beffroi's colours and the shape of its own screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """The state of a site follows its publication without reloading the page; the calendars of dates close."""
    files = ("desk/desk.js", "desk/dates.js", "desk/autosave.js")
    return format_html_join("", '<script src="{}" defer></script>', ((static(file),) for file in files))


@hooks.register("register_icons")
def icons(icons: list[str]) -> list[str]:
    """What Wagtail's own drawings lack."""
    return [*icons, "desk/icons/newspaper.svg"]


@hooks.register("construct_homepage_panels")
def home(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001  # Wagtail's signature
    """« Que voulez-vous faire ? » and what waits, above Wagtail's own panels."""
    kept = [panel for panel in panels if not isinstance(panel, RecentEditsPanel)]
    panels[:] = [HomePanel(), WaitingPanel(), RecentPanel(), *kept]


@hooks.register("construct_homepage_summary_items")
def no_figures(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001  # Wagtail's signature
    """Numbers of pages and pictures help nobody to publish."""
    items.clear()


for _entry in menus.module_menu_entries():
    hooks.register("register_admin_menu_item", _entry)
hooks.register("register_admin_menu_item", menus.communes_menu_item)
hooks.register("construct_main_menu", menus.name_the_library)
hooks.register("construct_main_menu", menus.only_what_one_may, order=1000)
hooks.register("construct_page_action_menu", menus.publish_first, order=1000)
for _event in ("after_create_page", "after_edit_page"):
    hooks.register(_event, tell_once_published)
for _event in ("after_unpublish_page", "after_delete_page", "after_move_page"):
    hooks.register(_event, tell_it_will_be_online)

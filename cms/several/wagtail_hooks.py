"""Where Wagtail finds what is for several communes."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.desk.choice import has_several
from cms.several.targets import address_of, sharing_module
from sites.tenancy.gate.opening import open_to_members

open_to_members("several")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("communes/", include("cms.several.urls", namespace="several"))]


@hooks.register("register_page_header_buttons")
def offer(page: Any, user: Any, **_hook: Any) -> Iterator[Button]:
    """In the « Actions » of a page that may be shared."""
    if page.live and has_several(user) and sharing_module(page.specific_class):
        yield Button(_("Publier dans plusieurs communes"), address_of(page.specific), icon_name="site", priority=35)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def remind(request: HttpRequest, page: Any) -> None:
    """Right after it was published in one commune."""
    if "action-publish" in request.POST and page.live and has_several(request.user) and sharing_module(type(page)):
        link = format_html('<a href="{}">{}</a>', address_of(page), _("Publier aussi dans d’autres de vos communes"))
        messages.info(request, link)

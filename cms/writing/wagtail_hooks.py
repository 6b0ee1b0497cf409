"""Where Wagtail finds the help for writing."""

from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.writing.checks import plainly
from sites.tenancy.gate.opening import open_to_members

open_to_members("writing")

SCRIPTS = ("writing/photo.js",)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("ecrire/", include("cms.writing.urls", namespace="writing"))]


@hooks.register("insert_editor_js")
def scripts() -> SafeString:
    """On the screens where one writes."""
    return format_html_join("", '<script src="{}" defer></script>', ((static(name),) for name in SCRIPTS))


hooks.register("construct_wagtail_userbar", plainly)

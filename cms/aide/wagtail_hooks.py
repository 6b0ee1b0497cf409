"""Where Wagtail finds the help."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from sites.tenancy.gate.opening import open_to_members

open_to_members("aide")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("aide/", include("cms.aide.urls", namespace="aide"))]

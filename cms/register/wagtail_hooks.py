"""Where the admin finds the register."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from sites.tenancy.gate.opening import open_to_members

open_to_members("register")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("registre/", include("cms.register.urls", namespace="register"))]

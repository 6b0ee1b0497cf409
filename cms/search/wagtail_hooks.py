"""Where the admin finds what visitors looked for in vain, and the words of a commune."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from sites.tenancy.gate.opening import open_to_members

open_to_members("recherches")
open_to_members("mots")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [
        path("recherches/", include("cms.search.journal.urls", namespace="recherches")),
        path("mots/", include("cms.search.own.urls", namespace="mots")),
    ]

"""Search."""

from django.utils.translation import gettext_lazy as _

from sites.rooms import Room


class SearchConfig(Room):
    """The shards, what PostgreSQL needs to search in French, and the page of the visitors."""

    name = "cms.search"
    label = "recherche"
    verbose_name = _("Recherche")
    public_urls = "cms.search.visitors.urls"

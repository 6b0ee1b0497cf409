"""Search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The shards, and what PostgreSQL needs to search in French."""

    name = "cms.search"
    label = "recherche"
    verbose_name = _("Recherche")

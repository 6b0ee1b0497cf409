"""The categories of the news, for other programs; articles are pages."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from modules.actualites.listing import Category, News
from sites.bake.snapshot import Snapshot
from sites.modules import PublicList


def _categories(snapshot: Snapshot) -> Iterable[Category]:
    news: News = snapshot.data["actualites"]
    return news.categories


LISTS = (PublicList("categories", _("Les catégories qui ont une actualité en cours"), Category, _categories),)

"""Actualités: the news of the commune."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.actualites import api, feeds, listing
from sites.bake.lists import page_of
from sites.bake.views import FeedLink, Output
from sites.feeds import files
from sites.law.dated import start_of
from sites.modules import Module, QuickAdd
from sites.sharing import NEWS, Lent, borrowed

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

ON_HOME = 4


class Actualites(Module):
    """The declaration of the module."""

    name = "modules.actualites"
    label = "actualites"
    verbose_name = _("Actualités")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("actualites.Actualites", "actualites.Article")
    shared_types: ClassVar = ("actualites.Article",)
    lends: ClassVar = (
        Lent("actualites.Article", NEWS, _("Actualité"), ("date", "intro", "archive_at"), "category", "image", "date"),
    )
    home_section = "actualites/home_section.html"
    quick_add = QuickAdd(
        page_type="actualites.Article",
        parent_type="actualites.Actualites",
        label=_("Publier une actualité"),
        list_label=_("Actualités"),
        icon="newspaper",
    )

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The list of the news."""
        intro = f"Ce qui se passe dans la commune {of_commune}."
        yield apps.get_model("actualites.Actualites")(title="Actualités", slug="actualites", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The categories of the commune."""
        rows = apps.get_model("actualites.Categorie")._default_manager.filter(commune=reader.commune)
        return {"categories": list(rows.order_by("name").values_list("pk", "name", "slug"))}

    def prepare(self, snapshot: "Snapshot") -> listing.News:
        """The lists, as of the day of the snapshot."""
        index = next(iter(snapshot.of_type("actualites")), None)
        categories = snapshot.rows.get(self.code, {}).get("categories", [])
        theirs = listing.filed(borrowed(snapshot, NEWS), categories)
        return listing.gather(index, [*snapshot.of_type("article"), *theirs], categories, snapshot.today)

    def page_context(self, data: listing.News, page: "PageView") -> Mapping[str, Any]:
        """The list page shows the first page of the current news; an article says when it was written."""
        if page.type == "actualites":
            return {"listing": data.first}
        return {
            "published": feeds.published(page).isoformat(),
            "changed": feeds.changed(page).isoformat(),
            "schema": partial(feeds.schema, page),
        }

    def section_context(
        self, data: listing.News, page: "PageView | None", options: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The news promoted on the page."""
        return {
            "articles": data.promoted(page) if data else [],
            "title": options.get("title") or gettext("Actualités"),
            "count": options.get("count") or ON_HOME,
        }

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """The following pages of each list, and the feeds."""
        news: listing.News = snapshot.data[self.code]
        if news.index is None:
            return
        for one in news.listings[1:]:
            context = {"page": page_of(news.index, one), "listing": one}
            yield Output(one.own_url.lstrip("/"), template="actualites/index.html", context=context, listed=True)
        yield from files.files(snapshot, feeds.feeds(snapshot, news))

    def feeds(self, snapshot: "Snapshot") -> Iterator[FeedLink]:
        """Those of all the news, and those of each category."""
        yield from files.links(feeds.feeds(snapshot, snapshot.data[self.code]))

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """The midnight, in Paris, at which the next article goes to the archives."""
        news: listing.News = snapshot.data[self.code]
        days = [article.archive_at for article in news.current if article.archive_at is not None]
        return start_of(min(days)) if days else None

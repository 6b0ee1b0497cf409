"""The lists of the news: current ones by page and by category, archived ones by year. Pure: no query, no clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sites.bake.lists import Listing, cut

if TYPE_CHECKING:
    from sites.bake.views import PageView
    from sites.sharing import Borrowed

RECENT = 5
# Addresses below the list that no article may take.
CATEGORY, ARCHIVES = "categorie", "archives"


@dataclass(frozen=True, slots=True)
class Category:
    """A category with at least one current article."""

    id: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """What the templates of the module receive as ``data``. ``current`` and ``archived`` go from the newest on."""

    index: "PageView | None" = None
    url: str = ""
    current: "tuple[PageView, ...]" = ()
    archived: "tuple[PageView, ...]" = ()
    categories: tuple[Category, ...] = ()
    archive_url: str = ""
    listings: tuple[Listing, ...] = field(default=())

    @property
    def recent(self) -> "Sequence[PageView]":
        """The newest ones, to read after another."""
        return self.current[:RECENT]

    @property
    def first(self) -> Listing:
        """What the list page itself shows."""
        return self.listings[0] if self.listings else cut(Listing("", self.url), ())[0]

    def promoted(self, page: "PageView | None") -> "list[PageView]":
        """The current articles that the home page, or this rubrique, shows."""
        if page is None:
            return []
        if page.type == "accueil":
            return [article for article in self.current if article.promoted_home]
        return [article for article in self.current if article.promoted_rubrique_id == page.id]


def gather(
    index: "PageView | None", articles: "Iterable[PageView]", categories: Sequence[tuple[int, str, str]], today: date
) -> News:
    """Sort ``articles``, name the category of each, and cut the lists. ``categories`` are ``(id, name, slug)``."""
    if index is None:
        return News()
    names = {number: name for number, name, _slug in categories}
    # The preview of a new article has no id yet: it is the newest of its day.
    newest = sorted(articles, key=lambda one: (one.date, one.id is None, one.id or 0), reverse=True)
    for article in newest:
        article.fields["category_name"] = names.get(article.category_id, "")
    current = tuple(article for article in newest if not is_archived(article, today))
    archived = tuple(article for article in newest if is_archived(article, today))
    used = {article.category_id for article in current}
    kept = tuple(
        Category(number, name, f"{index.url}{CATEGORY}/{slug}/") for number, name, slug in categories if number in used
    )
    news = News(index, index.url, current, archived, kept, f"{index.url}{ARCHIVES}/" if archived else "")
    return replace(news, listings=tuple(_listings(news)))


def filed(others: "Iterable[Borrowed]", categories: Sequence[tuple[int, str, str]]) -> "Iterator[PageView]":
    """What others publish, each under the category of the same address, where the commune has one."""
    numbers = {slug: number for number, _name, slug in categories}
    for one in others:
        one.page.fields["category_id"] = numbers.get(one.heading)
        yield one.page


def is_archived(article: "PageView", today: date) -> bool:
    """From the day chosen on, an article is read in the archives only."""
    return article.archive_at is not None and article.archive_at <= today


def _listings(news: News) -> Iterator[Listing]:
    index = news.index
    yield from cut(Listing(index.title if index else "", news.url), news.current)
    for category in news.categories:
        of_category = [article for article in news.current if article.category_id == category.id]
        yield from cut(Listing(category.title, category.url), of_category)
    if news.archived:
        yield from cut(Listing(_("Archives des actualités"), news.archive_url), news.archived)
        for year in sorted({article.date.year for article in news.archived}, reverse=True):
            of_year = [article for article in news.archived if article.date.year == year]
            title = _("Archives de %(year)s") % {"year": year}
            yield from cut(Listing(title, f"{news.archive_url}{year}/"), of_year)

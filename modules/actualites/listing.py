"""The lists of the news: current ones by page and by category, archived ones by year. Pure: no query, no clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from sites.bake.views import PageView

PER_PAGE = 12
RECENT = 5
# Addresses below the list that no article may take.
CATEGORY, ARCHIVES, PAGE = "categorie", "archives", "page-"
BELOW = "ZZZZ"  # a place in the tree that treebeard never gives: the parent of a further list is the list itself


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of one list. ``url`` is that of its first page; ``pages`` are ``(number, url)`` of all of them."""

    title: str
    url: str
    number: int
    pages: tuple[tuple[int, str], ...]
    articles: "Sequence[PageView]"

    @property
    def own_url(self) -> str:
        """The address of this very page."""
        return self.pages[self.number - 1][1]


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
        return self.listings[0] if self.listings else Listing("", self.url, 1, ((1, self.url),), ())

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


def is_archived(article: "PageView", today: date) -> bool:
    """From the day chosen on, an article is read in the archives only."""
    return article.archive_at is not None and article.archive_at <= today


def _listings(news: News) -> Iterator[Listing]:
    index = news.index
    yield from cut(index.title if index else "", news.url, news.current)
    for category in news.categories:
        yield from cut(category.title, category.url, [a for a in news.current if a.category_id == category.id])
    if news.archived:
        yield from cut(_("Archives des actualités"), news.archive_url, news.archived)
        for year in sorted({article.date.year for article in news.archived}, reverse=True):
            of_year = [article for article in news.archived if article.date.year == year]
            yield from cut(_("Archives de %(year)s") % {"year": year}, f"{news.archive_url}{year}/", of_year)


def cut(title: str, url: str, articles: "Sequence[PageView]") -> list[Listing]:
    """A list in pages of twelve; an empty list has one page."""
    count = max(1, -(-len(articles) // PER_PAGE))
    pages = tuple((number, url if number == 1 else f"{url}{PAGE}{number}/") for number in range(1, count + 1))
    return [
        Listing(title, url, number, pages, articles[(number - 1) * PER_PAGE : number * PER_PAGE])
        for number, _url in pages
    ]


def page_of(news: News, listing: Listing) -> "PageView":
    """The page that shows a further list: under the list page, with its own title and address."""
    index = news.index
    if index is None:
        raise LookupError(listing.url)
    title = listing.title
    if listing.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": listing.number}
    origin = index.absolute_url.removesuffix(index.url)
    path = index.path if listing.url == index.url else index.path + BELOW
    return replace(
        index,
        id=0,
        title=title,
        seo_title="",
        description="",
        url=listing.own_url,
        absolute_url=origin + listing.own_url,
        path=path,
        in_menu=False,
    )

"""Lists cut into pages, each baked at an address of its own: a visitor turns them without JavaScript. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from sites.bake.views import PageView

PER_PAGE = 12
#: The second page of « /agenda/ » is « /agenda/page-2/ »: an address that no page below may take.
PAGE = "page-"
_BELOW = "ZZZZ"  # a place in the tree that treebeard never gives: the parent of a further list is the list itself


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of one list. ``url`` is that of its first page; ``pages`` are ``(number, url)`` of all of them."""

    title: str
    url: str
    number: int = 1
    pages: tuple[tuple[int, str], ...] = ()
    entries: Sequence[Any] = ()

    @property
    def own_url(self) -> str:
        """The address of this very page."""
        return self.pages[self.number - 1][1]


L = TypeVar("L", bound=Listing)


def cut(listing: L, entries: Sequence[Any], per_page: int = PER_PAGE) -> list[L]:
    """The pages of ``listing``, of the same kind; an empty list has one."""
    count = max(1, -(-len(entries) // per_page))
    pages = tuple(
        (number, listing.url if number == 1 else f"{listing.url}{PAGE}{number}/") for number in range(1, count + 1)
    )
    return [
        replace(listing, number=number, pages=pages, entries=entries[(number - 1) * per_page : number * per_page])
        for number, _url in pages
    ]


def page_of(index: "PageView", listing: Listing) -> "PageView":
    """The page that shows a further list of ``index``, with its own title and address."""
    title = listing.title
    if listing.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": listing.number}
    page = page_at(index, title, listing.own_url)
    return replace(page, path=index.path) if listing.url == index.url else page


def page_at(index: "PageView", title: str, url: str, description: str = "") -> "PageView":
    """A page that stands in no tree: under ``index``, with its own title and address."""
    origin = index.absolute_url.removesuffix(index.url)
    return replace(
        index,
        id=0,
        title=title,
        seo_title="",
        description=description,
        url=url,
        absolute_url=origin + url,
        path=index.path + _BELOW,
        in_menu=False,
        first_published_at=None,
        last_published_at=None,
    )

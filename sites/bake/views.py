"""What templates and modules receive: plain values, read once, holding no model and asking no database.

These dataclasses are the seam between the generator, the themes and the modules: a name changed here is a name
changed in every template.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from markupsafe import Markup

from sites.law.accessibility import Conformity, Statement

Raw = dict[str, Any]
NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the menu, which follows the tree. ``node_id``: id of the page; ``type``: its name in a snapshot."""

    title: str
    url: str
    node_id: int
    children: "tuple[MenuItem, ...]" = ()
    type: str = ""


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of opening hours. ``ranges`` are pairs such as ``("9 h", "12 h 30")``; none means closed."""

    day: str
    label: str
    ranges: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MairieView:
    """The town hall: address, telephone, hours, and who answers for the site before the law."""

    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    phone: str = ""
    phone_href: str = ""
    email: str = ""
    hours: tuple[DayHours, ...] = ()
    hours_note: str = ""
    director: str = ""
    fields: Raw = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """The other columns of the commune's record, under their own names."""
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class HostingView:
    """Who hosts the site, as the legal notice must say it."""

    name: str
    address_lines: tuple[str, ...]
    phone: str
    phone_href: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed announced in the head of pages; ``type`` is its media type, ``format`` its name for readers ("RSS").

    It is announced on the home page when it is ``main``, on the list at the address ``of``, and ``everywhere`` if so.
    """

    title: str
    url: str
    type: str
    of: str = ""
    format: str = ""
    main: bool = True
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Processing:
    """What is done with the personal data that a form asks for.

    The words of a record of processing activities: regulation (EU) 2016/679 (GDPR), articles 13 and 30.
    """

    title: str
    url: str
    """Where the data are asked for; empty when it is on no page."""
    purpose: str
    basis: str
    data: str
    recipients: str
    kept: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads. ``external`` is true when it leaves the site."""

    url: str
    label: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its sizes, in real pixels; ``focal`` is the point to keep in view, in per cent of each side.

    ``sources`` maps ``avif``, ``webp`` and ``jpeg`` to ``(url, width)`` pairs, narrowest first; ``src`` is the
    address for a browser that knows none of this. ``heights`` maps each width to its height.
    """

    id: int
    title: str
    width: int
    height: int
    focal: tuple[int, int]
    sources: Mapping[str, tuple[tuple[str, int], ...]]
    src: str
    heights: Mapping[int, int] = field(default_factory=dict)

    def srcset(self, kind: str) -> str:
        """The ``srcset`` of one format; empty when the picture has none."""
        return ", ".join([f"{url} {width}w" for url, width in self.sources.get(kind, ())])


@dataclass(frozen=True, slots=True)
class Share:
    """The picture that a link to a page is shown with elsewhere: its address on the site, its size in pixels."""

    url: str
    width: int
    height: int
    alt: str
    type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document to download: ``kind`` is "PDF", ``size`` is written for a reader ("310 Ko"), ``weight`` in bytes."""

    id: int
    title: str
    url: str
    kind: str
    size: str
    date: date | None
    weight: int = 0


class PageSource(Protocol):
    """Where a page finds its relatives: the whole commune in a bake, a few rows in a preview."""

    def children_of(self, page: "PageView") -> "Sequence[PageView]":
        """The live children of ``page``, in the order of the tree."""

    def parent_of(self, page: "PageView") -> "PageView | None":
        """The parent of ``page``; nothing above the home page."""

    def picture(self, number: int | None) -> Picture | None:
        """A picture of the commune."""


@dataclass(slots=True, eq=False)
class PageView:
    """A page. The fields of its own type are reached as attributes: ``page.intro``, ``page.body``.

    A StreamField is its raw value: a list of ``{"type", "value", "id"}``.
    """

    id: int
    type: str
    template: str
    title: str
    slug: str
    seo_title: str
    description: str
    url: str
    absolute_url: str
    path: str
    depth: int
    in_menu: bool
    first_published_at: datetime | None
    last_published_at: datetime | None
    fields: Raw
    source: PageSource
    module: str = ""
    credit: str = ""
    """Who publishes it, for a content of somebody else: its address is then of another site."""

    def __getattr__(self, name: str) -> Any:
        """A field of the page's own type."""
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def children(self) -> "Sequence[PageView]":
        """Live pages below this one, in the order of the tree."""
        return self.source.children_of(self)

    @property
    def parent(self) -> "PageView | None":
        """The page above, if any."""
        return self.source.parent_of(self)

    @property
    def siblings(self) -> "list[PageView]":
        """The other children of the parent."""
        parent = self.parent
        return [] if parent is None else [page for page in parent.children if page.id != self.id]

    @property
    def ancestors(self) -> "list[PageView]":
        """From the home page down to the parent."""
        chain: list[PageView] = []
        page = self.parent
        while page is not None:
            chain.append(page)
            page = page.parent
        return chain[::-1]

    @property
    def summary(self) -> str:
        """One or two sentences for a list: the page's introduction, or its description for search engines."""
        return self.fields.get("intro") or self.description

    def picture(self, name: str) -> Picture | None:
        """The picture that one of the page's own fields names."""
        return self.source.picture(self.fields.get(name))

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        """``(title, url)`` from the home page down to this page."""
        return [(page.title, page.url) for page in [*self.ancestors, self]]


@dataclass(slots=True)
class SiteView:
    """The commune as every template sees it.

    ``feeds`` are those of whole lists; ``followed`` gives, by address, those of one page, a list or the home page, and
    ``announced`` what its head says of them.
    """

    name: str
    insee: str
    departement_name: str
    population: int | None
    base_url: str
    lang: str
    theme: str
    lettering: str
    fonts: tuple[str, ...]
    menu: tuple[MenuItem, ...]
    mairie: MairieView
    demo: bool
    training: bool
    noindex: bool
    logo: Picture | None
    banner: Picture | None
    banner_svg: str
    feeds: tuple[FeedLink, ...]
    followed: Mapping[str, tuple[FeedLink, ...]]
    announced: Mapping[str, Markup]
    modules: frozenset[str]
    year: int
    baked_at: datetime
    legal_pages: tuple[Link, ...]
    accessibility: Statement
    processings: tuple[Processing, ...]
    fields: Raw
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    static: Callable[[str], str]
    icon: Callable[..., Markup]
    date: Callable[..., str]
    organization: Markup = NOTHING
    """The commune in the words of schema.org."""

    @property
    def conformity(self) -> Conformity:
        """What each page announces of it."""
        return self.accessibility.conformity

    def __getattr__(self, name: str) -> Any:
        """The other columns of the commune's identity, under their own names."""
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds every page, rendered once: ``header`` holds the menu, ``footer`` the legal links."""

    header: Markup
    footer: Markup
    head: Markup


@dataclass(frozen=True, slots=True)
class Findable:
    """What a module adds to the search of the site: a page it bakes by itself, or more about one of its pages.

    A whole address leads to another site: nothing is found there but what is said here.
    ``file`` is the public address of a PDF whose text is looked in too; ``words`` are looked in and not shown.
    """

    url: str
    title: str
    kind: str = ""
    """What it is, in the plural, as visitors choose: « Actes »."""
    day: date | None = None
    summary: str = ""
    words: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """One more file: its path under the public root, and either its bytes or a template with its own context.

    A path that ends with ``/`` is a page (``index.html`` is added); a page is listed in the sitemap when ``listed``.
    """

    path: str
    content: bytes | None = None
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    listed: bool = False
    composed: bool = False
    """A page that shared sheets are put into when they are read, below ``path``: kept out of the public folder."""

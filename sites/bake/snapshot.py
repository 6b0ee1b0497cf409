"""A commune held in memory, as templates and modules see it. No query is made after it was read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from sites.bake.library import Library
from sites.bake.reader import STEP, PageRow, Reader, Row, page_types
from sites.bake.views import MenuItem, PageView, Picture
from sites.modules import Module, active_modules

if TYPE_CHECKING:
    from sites.models import Commune

DEFAULT_PORTS = {"http": "80", "https": "443"}


def base_url_of(host: str) -> str:
    """The public address of a site, without final slash."""
    scheme, port = settings.BEFFROI_SCHEME, str(settings.BEFFROI_PUBLIC_PORT)
    return f"{scheme}://{host}" if port in {"", DEFAULT_PORTS.get(scheme)} else f"{scheme}://{host}:{port}"


@dataclass(slots=True)
class Snapshot:
    """One commune at one moment.

    ``pages`` follow the order of the tree, modules' pages included; ``rows[code]`` is what a module read by itself,
    ``data[code]`` what it prepared for its templates.
    """

    commune: "Commune"
    now: datetime
    base_url: str
    hosts: list[tuple[str, bool]]
    records: Mapping[str, dict[str, Any]]
    modules: tuple[Module, ...]
    library: Library
    root_path: str
    url_prefix: int
    pages: list[PageView] = field(default_factory=list)
    redirects: list[Row] = field(default_factory=list)
    rows: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    _by_id: dict[int, PageView] = field(default_factory=dict)
    _by_path: dict[str, PageView] = field(default_factory=dict)
    _by_type: dict[str, list[PageView]] = field(default_factory=dict)
    _children: dict[str, list[PageView]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Paris."""
        return timezone.localtime(self.now).date()

    @property
    def home(self) -> PageView | None:
        """The home page; ``None`` while it is not published."""
        return self._by_path.get(self.root_path)

    def add(self, rows: Iterable[PageRow]) -> None:
        """Take in what ``Reader.pages`` gave."""
        for row in rows:
            self.add_view(self.view(row))

    def add_view(self, page: PageView) -> None:
        """Take in one page."""
        self.pages.append(page)
        self._by_id[page.id] = page
        self._by_path[page.path] = page
        self._by_type.setdefault(page.type, []).append(page)
        self._children.setdefault(page.path[:-STEP], []).append(page)

    def order(self) -> None:
        """Put pages in the order of the tree, once modules' pages have joined the others."""
        for pages in (self.pages, *self._children.values()):
            pages.sort(key=lambda page: page.path)

    def view(self, row: PageRow) -> PageView:
        """A row as templates see it."""
        base = row.base
        url = base["url_path"][self.url_prefix :] or "/"
        return PageView(
            id=base["pk"],
            type=row.type.name,
            template=row.type.template,
            title=base["title"],
            slug=base["slug"],
            seo_title=base["seo_title"],
            description=base["search_description"],
            url=url,
            absolute_url=self.base_url + url,
            path=base["path"],
            depth=base["depth"],
            in_menu=base["show_in_menus"],
            first_published_at=base["first_published_at"],
            last_published_at=base["last_published_at"],
            fields=_with_short_names(row.fields),
            source=self,
            module=row.type.module,
        )

    def page(self, number: int | None) -> PageView | None:
        """A live page of this commune."""
        return None if number is None else self._by_id.get(number)

    def of_type(self, name: str) -> Sequence[PageView]:
        """Pages of one type, in the order of the tree."""
        return self._by_type.get(name, [])

    def children_of(self, page: PageView) -> Sequence[PageView]:
        """The live children of a page."""
        return self._children.get(page.path, [])

    def parent_of(self, page: PageView) -> PageView | None:
        """The nearest live page above."""
        path = page.path[:-STEP]
        while len(path) >= len(self.root_path):
            if (found := self._by_path.get(path)) is not None:
                return found
            path = path[:-STEP]
        return None

    def picture(self, number: int | None) -> Picture | None:
        """A picture of this commune."""
        return self.library.picture(number)

    def places(self, block: str, section: str) -> bool:
        """Whether a page holds a block of this type, or the section of this module."""
        streams = (value for page in self.pages for value in page.fields.values() if isinstance(value, list))
        blocks = (item for stream in streams for item in stream if isinstance(item, dict))
        return any(
            item.get("type") == block
            or (item.get("type") == "section" and (item.get("value") or {}).get("module") == section)
            for item in blocks
        )

    def menu(self) -> tuple[MenuItem, ...]:
        """The tree of the pages that did not opt out."""
        return () if self.home is None else _menu_below(self, self.home)

    def prepare(self) -> None:
        """Let each module make what its templates need."""
        for module in self.modules:
            self.made_by(module)

    def made_by(self, module: Module) -> Any:
        """What a module prepared, now if another asks for it before its turn."""
        try:
            return self.data[module.code]
        except KeyError:
            made = self.data[module.code] = module.prepare(self)
            return made


def _menu_below(snapshot: Snapshot, page: PageView) -> tuple[MenuItem, ...]:
    return tuple(
        MenuItem(child.title, child.url, child.id, _menu_below(snapshot, child), child.type)
        for child in snapshot.children_of(page)
        if child.in_menu
    )


def _with_short_names(fields: dict[str, Any]) -> dict[str, Any]:
    """``page.image`` beside ``page.image_id``: both are the id."""
    short = {name.removesuffix("_id"): value for name, value in fields.items() if name.endswith("_id")}
    return {**short, **fields} if short else fields


def empty_snapshot(reader: Reader, library: Library) -> Snapshot:
    """A commune as of the reader's moment, address, records, modules, and no page yet: the first five queries."""
    hosts = reader.hosts()
    return Snapshot(
        commune=reader.commune,
        now=reader.now,
        base_url=base_url_of(hosts[0][0] if hosts else reader.commune.site.hostname),
        hosts=hosts,
        records=reader.settings(),
        modules=active_modules(reader.commune),
        library=library,
        root_path=reader.root.path,
        url_prefix=len(reader.root.url_path) - 1,
    )


def take(commune_id: int, now: datetime | None = None) -> Snapshot:
    """Read the whole commune: nine queries, one or two more for each active module, whatever its number of pages."""
    reader = Reader(commune_id, now)
    snapshot = empty_snapshot(reader, Library())
    snapshot.add(reader.pages(page_types()))
    for module in snapshot.modules:
        snapshot.add(reader.pages(page_types({module.label})))
        snapshot.rows[module.code] = module.read(reader)
    snapshot.order()
    snapshot.library.add_pictures(reader.pictures())
    snapshot.library.add_documents(reader.documents())
    snapshot.redirects = reader.redirects()
    snapshot.prepare()
    return snapshot

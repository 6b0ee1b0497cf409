"""One page as it would be baked, for the editor: same templates, same macros, never the whole commune.

What surrounds the page is kept in memory for each commune, and made again when the commune's version moves on. What
the page refers to is learnt by rendering it: ids met and not known are read together, and it is rendered again.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import Q
from django.template import engines
from markupsafe import Markup
from wagtail.fields import StreamField

from sites.bake.library import Library
from sites.bake.reader import BASE_COLUMNS, STEP, PageRow, PageType, Reader, below, page_types, rows_of
from sites.bake.snapshot import Snapshot, empty_snapshot
from sites.bake.state import version_of
from sites.bake.views import Chrome, PageView, SiteView
from sites.rendering.identity import LEGAL_TYPES, whole_site_view
from sites.rendering.look import Look, look_of, statics_of
from sites.rendering.renderer import Renderer
from sites.themes import StaticFile, stored, worn_by

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

    from sites.models import Commune

Read = TypeVar("Read")
# A picture may lead to a page, which leads to a picture: real pages settle at the second pass.
PASSES = 6
KEPT = 256
USERBAR = "{% load wagtailuserbar %}{% wagtailuserbar %}"
NOINDEX = '<meta name="robots" content="noindex">'


class NotInACommuneError(LookupError):
    """The page belongs to no commune: a folder, or the root of the tree."""


@dataclass(slots=True)
class Glimpse(Snapshot):
    """A part of a commune, read as it is asked for. Lists hold no page's body: none shows one."""

    reader: Reader | None = None
    types: tuple[PageType, ...] = ()
    unknown: set[int] = field(default_factory=set)
    _seen: set[int] = field(default_factory=set)
    _above: set[str] = field(default_factory=set)
    _levels: set[str] = field(default_factory=set)
    _lists: set[str] = field(default_factory=set)

    def page(self, number: int | None) -> PageView | None:
        """A live page, noted as unknown until it was looked for."""
        found = super(Glimpse, self).page(number)  # slots make a new class
        if found is None and number is not None and number not in self._seen:
            self.unknown.add(number)
        return found

    def children_of(self, page: PageView) -> Sequence[PageView]:
        """Read with the level below, which lists of lists show."""
        if page.path not in self._levels:
            depth = page.depth + 2
            if page.type == "plan_du_site" or self._shows_all(page):
                depth = 1000
            self._read(below(page.path) & Q(depth__gt=page.depth, depth__lte=depth))
            inner = [view.path for view in self.pages if view.path.startswith(page.path) and view.depth < depth]
            self._levels.update((page.path, *inner))
        return super(Glimpse, self).children_of(page)

    def parent_of(self, page: PageView) -> PageView | None:
        """Read with all that stand above."""
        above = {page.path[:end] for end in range(len(self.root_path), len(page.path), STEP)} - self._above
        if above:
            self._above |= above
            self._read(Q(path__in=above))
        return super(Glimpse, self).parent_of(page)

    def _shows_all(self, page: PageView) -> bool:
        return page.path == self.root_path and any(view.type == "plan_du_site" for view in self.pages)

    def of_type(self, name: str) -> Sequence[PageView]:
        """Pages of one type, without their bodies."""
        if name not in self._lists:
            self._lists.add(name)
            kinds = tuple(kind for kind in self.types if kind.name == name)
            self._read(Q(), kinds)
        return super(Glimpse, self).of_type(name)

    def read_menu(self, where: Q) -> None:
        """Read the pages of the menu at once, and hold the tree they make for the whole of it."""
        self._read(where)
        self._levels.update(view.path for view in self.pages)

    def find(self, ids: set[int]) -> None:
        """Look pages up by id."""
        self._seen |= ids
        self._read(Q(pk__in=ids))

    def _read(self, where: Q, kinds: tuple[PageType, ...] | None = None) -> None:
        if self.reader is None:
            return
        light = tuple(_without_streams(kind) for kind in (self.types if kinds is None else kinds))
        self.add(row for row in self.reader.pages(light, where) if row.base["pk"] not in self._by_id)
        self.order()


class LazyData(dict[str, Any]):
    """What modules prepare, made when a template first asks for it."""

    def __init__(self, glimpse: Glimpse) -> None:
        super().__init__()
        self.glimpse = glimpse

    def __missing__(self, code: str) -> Any:
        glimpse = self.glimpse
        module = next((module for module in glimpse.modules if module.code == code), None)
        if module is None or glimpse.reader is None:
            return None
        glimpse.rows[code] = module.read(glimpse.reader)
        self[code] = module.prepare(glimpse)
        return self[code]

    def get(self, code: str, default: Any = None) -> Any:
        """As a look-up: what is missing is made."""
        return default if self[code] is None else self[code]


def _without_streams(kind: PageType) -> PageType:
    columns = tuple(name for name in kind.columns if name not in kind.streams)
    return replace(kind, columns=columns, streams=frozenset())


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page of a commune at one version."""

    version: int
    site: SiteView
    chrome: Chrome
    look: Look
    own: Sequence[StaticFile]


_frames: dict[tuple[int, str], Frame] = {}


def render_page(
    page: Any, request: "HttpRequest | None" = None, *, draft: bool = True, more: Mapping[str, Any] | None = None
) -> str:
    """The HTML of a page instance as it stands in memory, published or not; ``more`` goes to its template.

    ``draft`` gives what the editor sees: pictures and documents at their private addresses, links that lead to the
    public site, nothing for search engines, Wagtail's own bar where ``request`` has a user. Without it, the very
    bytes of the bake. Raises ``NotInACommuneError``.
    """
    commune = commune_of(page)
    origin = settings.WAGTAILADMIN_BASE_URL if draft else None
    glimpse = glimpse_of(commune.pk, origin)
    frame = _frame(commune, origin)
    view = _view(glimpse, page)
    html = _settled(glimpse, frame, lambda renderer: renderer.page(view, more))
    return _as_draft(html, glimpse.base_url, frame.site, _bar(page, request)) if draft else html


def render_look(page: Any, identity: Mapping[str, Any], request: "HttpRequest | None" = None) -> str:
    """The draft that ``render_page`` gives, in a look that is not kept: what is made for it alone is written in it.

    ``identity`` holds columns of the commune's identity, in the place of those that stand. Raises
    ``NotInACommuneError``.
    """
    commune, origin = commune_of(page), settings.WAGTAILADMIN_BASE_URL
    glimpse = glimpse_of(commune.pk, origin, identity)
    frame = _make_frame(glimpse, origin, keep=False)
    view = _view(glimpse, page)
    html = _settled(glimpse, frame, lambda renderer: renderer.page(view))
    return _as_draft(_written_in(html, frame.own, origin), glimpse.base_url, frame.site, _bar(page, request))


def _written_in(html: str, own: Sequence[StaticFile], origin: str) -> str:
    """Style sheets and drawings made for one look are in the page instead of beside it."""
    for file in own:
        address = origin + file.url
        if file.name.endswith(".css"):
            sheet = file.content.decode().replace("url(/", f"url({origin}/")
            html = html.replace(f'<link rel="stylesheet" href="{address}">', f"<style>{sheet}</style>")
        else:
            drawn = b64encode(file.content).decode("ascii")
            html = html.replace(address, f"data:image/svg+xml;base64,{drawn}")
    return html


def read_draft(page: Any, below: str, read: Callable[[Renderer, PageView], Read]) -> tuple[Read, Mapping[str, "Path"]]:
    """What ``read`` makes of a page instance as it stands in memory, and the files it named.

    These are the private file of each public path, whose address is below ``below``. Raises ``NotInACommuneError``.
    """
    commune = commune_of(page)
    glimpse = glimpse_of(commune.pk, None)
    glimpse.library.below = below
    view = _view(glimpse, page)
    found = _settled(glimpse, _frame(commune, None), lambda renderer: read(renderer, view))
    return found, glimpse.library.used


def render_template(commune: "Commune", template: str, path: str, title: str, context: Mapping[str, Any]) -> str:
    """A page that stands in no tree, dressed as the public site: an answer to what a citizen sent."""
    glimpse = glimpse_of(commune.pk, None)
    frame = _frame(commune, None)
    return _settled(glimpse, frame, lambda renderer: _alone(renderer, template, path, title, context))


def render_block(name: str, value: Any, page: Any) -> Markup:
    """One block of a page, by its macro, from its raw value: what ``Block.render`` of a block calls."""
    commune = commune_of(page)
    glimpse = glimpse_of(commune.pk, settings.WAGTAILADMIN_BASE_URL)
    frame = _frame(commune, settings.WAGTAILADMIN_BASE_URL)
    view = _view(glimpse, page)
    return Markup(  # noqa: S704  # macros escape
        _settled(glimpse, frame, lambda renderer: str(renderer.blocks([{"type": name, "value": value}], view)))
    )


def _alone(renderer: Renderer, template: str, path: str, title: str, context: Mapping[str, Any]) -> str:
    return renderer.template(template, renderer.synthetic(path, template, title), context)


def commune_of(page: Any) -> "Commune":
    """The commune above a page in the tree; ``NotInACommuneError`` when there is none."""
    above = [page.path[:end] for end in range(STEP, len(page.path) + 1, STEP)]
    found: Commune | None = rows_of("sites.Commune").filter(site__root_page__path__in=above).first()
    if found is None:
        raise NotInACommuneError(page.path)
    return found


def glimpse_of(commune_id: int, origin: str | None, identity: Mapping[str, Any] | None = None) -> Glimpse:
    """An empty view of a commune; columns of ``identity`` stand before its own."""
    reader = Reader(commune_id)
    reader.reserved()
    whole = empty_snapshot(reader, Library(origin))
    whole.records["identity"].update(identity or {})
    codes = {module.label for module in whole.modules}
    known = {name: getattr(whole, name) for name in Snapshot.__dataclass_fields__}
    glimpse = Glimpse(**known, reader=reader, types=(*page_types(), *page_types(codes)))
    glimpse.data = LazyData(glimpse)
    return glimpse


def _frame(commune: "Commune", origin: str | None) -> Frame:
    key = (commune.pk, origin or "")
    version = version_of(commune)
    frame = _frames.get(key)
    if frame is None or frame.version != version:
        if len(_frames) >= KEPT:
            _frames.clear()
        frame = _frames[key] = _make_frame(glimpse_of(commune.pk, origin), origin, version)
    return frame


def _make_frame(glimpse: Glimpse, origin: str | None, version: int = 0, *, keep: bool = True) -> Frame:
    """The chrome of a site; ``keep`` writes the files made for its look alone."""
    menu_of = Q(show_in_menus=True) | Q(path=glimpse.root_path)
    kinds = {kind.accessor for kind in glimpse.types if kind.name in LEGAL_TYPES}
    for accessor in kinds:
        menu_of |= Q(**{f"{accessor}__isnull": False})
    glimpse.read_menu(menu_of)
    look = look_of(worn_by(glimpse.commune), glimpse.records["identity"])
    statics = statics_of(look, glimpse.modules, origin or "")
    for _pass in range(PASSES):
        site = whole_site_view(glimpse, statics)
        chrome = Renderer(glimpse, look, site).chrome
        if not _learn(glimpse):
            break
    if origin is not None:
        for static in statics.every():
            if keep or not static.own:
                stored(static)  # served under the admin's own name, even before the first bake
    return Frame(version, site, chrome, look, [file for file in statics.own.values() if file.own])


def _settled(glimpse: Glimpse, frame: Frame, render: Callable[[Renderer], Read]) -> Read:
    """Render until nothing is unknown any more."""
    for _pass in range(PASSES):
        renderer = Renderer(glimpse, frame.look, frame.site)
        renderer.chrome = frame.chrome
        made = render(renderer)
        if not _learn(glimpse):
            break
    return made


def _learn(glimpse: Glimpse) -> bool:
    """Read what was asked for and not known; false when there was nothing."""
    library, reader = glimpse.library, glimpse.reader
    pictures, documents, pages = library.take_unknown_pictures(), library.take_unknown_documents(), glimpse.unknown
    if reader is None or not (pictures or documents or pages):
        return False
    if pictures:
        library.add_pictures(reader.pictures(pictures))
    if documents:
        library.add_documents(reader.documents(documents))
    if pages:
        glimpse.unknown = set()
        glimpse.find(pages)
    return True


def _view(glimpse: Glimpse, page: Any) -> PageView:
    """An instance as a view, in the place of what the database says of it."""
    specific = page.specific_deferred if type(page)._meta.label == settings.WAGTAIL_PAGE_MODEL else page
    kind = next((kind for kind in glimpse.types if kind.name == specific.snapshot_type), None)
    if kind is None:
        raise NotInACommuneError(page.path)
    base = {name: getattr(specific, name) for name in BASE_COLUMNS}
    fields = {name: _raw(specific, name, stream=name in kind.streams) for name in kind.columns}
    view = glimpse.view(PageRow(kind, base, fields))
    glimpse.add_view(view)
    return view


def _raw(page: Any, name: str, *, stream: bool) -> Any:
    value = getattr(page, name)
    if not stream:
        return value
    column = next(field for field in page._meta.concrete_fields if field.attname == name)
    return column.get_prep_value(value) if isinstance(column, StreamField) else value


def _bar(page: Any, request: "HttpRequest | None") -> str:
    """Wagtail's bar, which also brings its accessibility checker to the preview."""
    if request is None or getattr(request, "user", None) is None:
        return ""
    return str(engines["django"].from_string(USERBAR).render({"page": page, "self": page}, request))


def _as_draft(html: str, base_url: str, site: SiteView, bar: str) -> str:
    head = f'<base href="{base_url}/" target="_blank">' + ("" if site.noindex else NOINDEX)
    html = html.replace("<head>", f"<head>\n{head}", 1)
    return html.replace("</body>", f"{bar}</body>") if bar else html

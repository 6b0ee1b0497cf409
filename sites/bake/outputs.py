"""Every public file of a commune, from its snapshot."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

from django.utils.translation import gettext as _

from sites.bake.result import PageFailure
from sites.bake.snapshot import Snapshot
from sites.bake.views import Output, PageView
from sites.composing.places import shell_file
from sites.composing.shell import cut
from sites.contractor.budget import TooMuchError
from sites.modules import Module
from sites.referencing import redirects
from sites.referencing.cards import Card
from sites.referencing.redirects import INDEX, file_of
from sites.referencing.sitemap import Listed, pictures_in, sitemaps
from sites.rendering.renderer import AWAY, NOT_FOUND, PLAN, SEARCH, Renderer
from sites.rooms import Room, installed_rooms
from sites.store.manifest import Item, safe
from sites.themes import StaticFile, stored

SEARCH_FILE = "recherche/index.html"


@dataclass(slots=True)
class Outputs:
    """What should stand: public files, private notes beside them, faults met, number of pages, old addresses.

    ``cards`` are those that are not drawn yet.
    """

    items: dict[str, Item] = field(default_factory=dict)
    extras: dict[str, bytes] = field(default_factory=dict)
    failures: list[PageFailure] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    pages: int = 0
    redirects: dict[str, str] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)

    def text(self, path: str, content: str) -> None:
        """A file made of text."""
        self.items[path] = Item(content.encode())


def produce(snapshot: Snapshot, renderer: Renderer, statics: list[StaticFile]) -> Outputs:
    """Render everything. A page that fails is noted, and the others go on, so that one run tells all the faults."""
    made = Outputs()
    for page in snapshot.pages:
        _page(made, renderer, page)
    for module in snapshot.modules:
        _module(made, renderer, module)
    _attempt(made, NOT_FOUND, partial(_not_found, made, renderer))
    _attempt(made, AWAY, partial(_away, made, renderer))
    _attempt(made, SEARCH, partial(_search, made, renderer))
    _attempt(made, PLAN, partial(_plan, made, renderer))
    _redirects(made, snapshot, renderer)
    for room in installed_rooms():
        _attempt(made, str(room.verbose_name), partial(_beside, made, renderer, room))
    for name, content in sitemaps(made.listed, snapshot.base_url, snapshot.today):
        made.text(name, content)
    made.text("robots.txt", _robots(snapshot))
    for static in statics:
        made.items[static.path] = Item(source=stored(static))
    for public, private in snapshot.library.used.items():
        made.items[public] = Item(source=private)
    made.cards = renderer.cards.missing
    for room in installed_rooms():
        _attempt(made, str(room.verbose_name), partial(_shown, made, renderer, room))
    return made


def _page(made: Outputs, renderer: Renderer, page: PageView) -> None:
    try:
        html = renderer.page(page)
        made.text(file_of(page.url), html)
    except TooMuchError:  # a theme that costs too much would cost it again for each page
        raise
    except Exception as error:  # noqa: BLE001  # any fault of one page is data, not the end of the bake
        made.failures.append(_failure(error, page.id, page.title, page.url))
        return
    made.pages += 1
    made.listed.append(Listed(page.absolute_url, page.last_published_at, pictures_in(html)))


def _module(made: Outputs, renderer: Renderer, module: Module) -> None:
    def outputs() -> None:
        for output in module.outputs(renderer.snapshot):
            _attempt(made, output.path, partial(_output, made, renderer, output))

    _attempt(made, str(module.verbose_name), outputs)


def _output(made: Outputs, renderer: Renderer, output: Output) -> None:
    url = "/" + output.path.lstrip("/")
    if output.content is not None:
        made.items[file_of(url)] = Item(output.content)
        return
    html = renderer.output(output)
    if output.composed:
        cut(html)  # refused now, rather than at the first visit
        made.extras[shell_file(output.path.strip("/"))] = html.encode()
        return
    made.text(file_of(url), html)
    if output.listed:
        made.listed.append(Listed(renderer.snapshot.base_url + quote(url), None, pictures_in(html)))


def _beside(made: Outputs, renderer: Renderer, room: Room) -> None:
    made.extras.update(room.beside(renderer, made))


def _shown(made: Outputs, renderer: Renderer, room: Room) -> None:
    made.items.update({safe(path): Item(content) for path, content in room.shown(renderer, made)})


def _attempt(made: Outputs, name: str, work: Callable[[], None]) -> None:
    try:
        work()
    except TooMuchError:
        raise
    except Exception as error:  # noqa: BLE001  # as for a page
        made.failures.append(_failure(error, None, name, f"/{name.lstrip('/')}"))


def _failure(error: Exception, page_id: int | None, title: str, url: str) -> PageFailure:
    sentence = _("La page « %(title)s » (%(url)s) n’a pas pu être fabriquée.") % {"title": title, "url": url}
    return PageFailure(page_id, title, url, sentence, "".join(traceback.format_exception(error)))


def _not_found(made: Outputs, renderer: Renderer) -> None:
    page = renderer.synthetic("404.html", NOT_FOUND, _("Page introuvable"))
    made.text("404.html", renderer.template(NOT_FOUND, page, {}))


def _away(made: Outputs, renderer: Renderer) -> None:
    """What stands in for the public views of the CMS when it does not answer: the town hall's telephone."""
    page = renderer.synthetic("503.html", AWAY, _("Service momentanément indisponible"))
    made.text("503.html", renderer.template(AWAY, page, {}))


def _search(made: Outputs, renderer: Renderer) -> None:
    """Where the menu leads: the question alone, that the CMS answers. A page of the commune at this address stays."""
    if SEARCH_FILE not in made.items:
        page = renderer.synthetic("recherche/", SEARCH, _("Rechercher"))
        unasked = {"words": "", "hits": (), "corrected": "", "partial": False, "reduced": False}
        made.text(SEARCH_FILE, renderer.template(SEARCH, page, {"answer": unasked, "facets": (), "chosen": {}}))


def _plan(made: Outputs, renderer: Renderer) -> None:
    """The multi-year plan, below the statement of accessibility that leads to it (decree n° 2019-768, article 7)."""
    plan = renderer.site.accessibility.plan
    legal = renderer.snapshot.of_type("page_legale")
    above = next((page for page in legal if page.fields.get("kind") == "accessibilite"), None)
    if above is None or plan is None or not (plan.text or plan.actions or plan.done):
        return
    url = f"{above.url}schema-pluriannuel/"
    page = renderer.synthetic(url, PLAN, _("Schéma pluriannuel de mise en accessibilité"))
    html = renderer.template(PLAN, page, {"plan": plan, "above": above})
    made.text(file_of(url), html)
    made.listed.append(Listed(page.absolute_url, None, pictures_in(html)))


def _redirects(made: Outputs, snapshot: Snapshot, renderer: Renderer) -> None:
    """Old addresses, where no file stands."""
    found = redirects.moved(snapshot, made.items.__contains__)
    made.redirects = found.table
    made.extras.update(found.marks)
    for file, target in found.pages.items():
        _attempt(made, f"/{file.removesuffix(INDEX)}", partial(_redirect_page, made, renderer, file, target))
    made.extras[redirects.TABLE] = redirects.dumped(found)


def _redirect_page(made: Outputs, renderer: Renderer, file: str, target: str) -> None:
    made.text(file, redirects.page_at(renderer, file, target))


def _robots(snapshot: Snapshot) -> str:
    """A demonstration asks not to be indexed.

    The legal deposit of the web is always let in (code du patrimoine, art. L132-2-1).
    """
    everyone = "Disallow: /" if snapshot.commune.demo or snapshot.commune.training else "Allow: /"
    return "\n".join(
        [
            "User-agent: bnf.fr_bot",
            "Allow: /",
            "",
            "User-agent: *",
            everyone,
            "",
            f"Sitemap: {snapshot.base_url}/sitemap.xml",
            "",
        ]
    )

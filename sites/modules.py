# ruff: noqa: ARG002  # the hooks of ``Module`` do nothing with what they are given
"""Modules: one feature, one folder, one declaration. Django's app registry is their registry.

A module installed from outside the tree names its ``AppConfig`` under the entry point group ``beffroi.modules``;
``installed_from_outside()`` gives these to the settings file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.apps import AppConfig, apps

from sites.packs import PACKS, Offer

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import FeedLink, Findable, Output, PageView, Processing
    from sites.models import Commune, User
    from sites.rendering.richtext import Rewriter
    from sites.sharing import Borrowed, Lent

ENTRY_POINT_GROUP = "beffroi.modules"


class Subscriber(Protocol):
    """The two columns of a commune that decide which modules it has."""

    @property
    def pack(self) -> str:
        """Code of the pack."""

    @property
    def options(self) -> Mapping[str, Any]:
        """What was added or taken away: ``modules_on``, ``modules_off``."""


class Files(Protocol):
    """The pictures and documents of a folder that is taken over, stored when they are first named."""

    def picture(self, name: str, shows: str = "") -> int:
        """Id of the picture ``images/<name>``; ``shows`` describes it in the library."""

    def document(self, name: str) -> int:
        """Id of the document ``documents/<name>``."""

    def content(self, name: str) -> bytes:
        """The bytes of ``documents/<name>``, for who keeps them elsewhere than in the library."""


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """The button of the editor's home that starts a new content of a module."""

    page_type: str
    """Label of the model of the new page (``"actualites.Article"``)."""
    parent_type: str
    """Label of the model of the one page of a commune it is created under."""
    label: Any
    """What the button says: « Publier une actualité »."""
    list_label: Any
    """What the menu says of the list: « Actualités »."""
    icon: str


@dataclass(frozen=True, slots=True)
class Task:
    """A button of the editor's home that creates no page: « Modifier les horaires »."""

    label: Any
    url: str
    icon: str
    area: str = ""
    """Area of the table of roles (``"settings"``); empty for whoever works for the commune."""
    actions: frozenset[str] = frozenset()
    """One of these must be held in ``area``, in that commune."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of « Ce qui vous attend »: « Messages à lire », 3."""

    label: Any
    """Without the number, which is shown beside it."""
    count: int
    """Nothing is shown for 0."""
    url: str


@dataclass(frozen=True, slots=True)
class Chore:
    """Work that the worker does for a module now and then, for all the communes at once."""

    every: float
    """Seconds between two beginnings."""
    work: str
    """Dotted path of a function without arguments. Whatever it raises is noted, and it is called again in its turn."""


@dataclass(frozen=True, slots=True)
class PublicList:
    """A list that the API gives to other programs, below ``modules/<code>/<name>``.

    ``row`` is a frozen dataclass whose type hints tell the shape of a line; ``rows`` makes the lines from the snapshot,
    in their order, without a query. Where lines have an ``id``, each has an address of its own.
    """

    name: str
    label: Any
    """What it holds: « Les évènements à venir »."""
    row: type
    rows: "Callable[[Snapshot], Iterable[Any]]"
    date: str = ""
    """The attribute of a line that it may be chosen by; empty for lines without date."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One of its blocks filled with invented words, for the gallery of components."""

    label: str
    """What is shown: « Plan, les écoles seules »."""
    block: str
    value: Mapping[str, Any]
    """As a page keeps it. Picture 1 and document 1 exist there."""


class Module(AppConfig):
    """What a module tells the platform about itself. Every hook has a default that does nothing.

    The app label is the module's code, the one that packs name; ``verbose_name`` is what people read.
    """

    page_types: ClassVar[tuple[str, ...]] = ()
    """Labels of its page models (``"actualites.Article"``); their rows are read in one query, by the reader."""

    home_section: ClassVar[str | None] = None
    """Template of the section that a home page or a rubrique may show."""

    blocks: ClassVar[Mapping[str, str]] = {}
    """Blocks it brings to every page: name → dotted path of the class. ``<code>/blocks.html`` has their macros."""

    samples: ClassVar[Sequence[Sample]] = ()
    """Each of these blocks at least once, as who writes a theme sees them."""

    sample_rows: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    """What ``read`` would have given, for these samples."""

    directives: ClassVar[Mapping[str, str]] = {}
    """How ``beffroi import`` writes them: name after ``:::`` → dotted path of a ``cms.takeover.directives.Builder``."""

    slots: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Templates that the themes call, by the name of the place: see ``ctx.slot``."""

    quick_add: ClassVar[QuickAdd | None] = None
    """What the editor's home and menu offer for it; None for a module without contents of its own."""

    shared_types: ClassVar[tuple[str, ...]] = ()
    """Labels of its models whose rows may be published in several communes at once: a page type, or rows with a
    ``commune``; see ``cms.several``."""

    lends: "ClassVar[tuple[Lent, ...]]" = ()
    """What other communes may show in their own lists, with its origin; see ``docs/dev/sharing.md``."""

    bringing: ClassVar[bool] = False
    """Whether it brings something to the lists of other modules: ``brings`` is asked of no other."""

    public_urls: ClassVar[str] = ""
    """Dotted path of the addresses that visitors reach below ``/_/<code>/``; empty for a module that only shows."""

    decides: ClassVar[str] = ""
    """Name of the screen where what its public forms received is decided, given its number: it is read there, rather
    than among the messages. Empty for messages."""

    @property
    def code(self) -> str:
        """The name packs and templates know it by."""
        return self.label

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """Rows that are no pages, in at most one query; the result is handed to ``prepare`` as ``snapshot.rows``."""
        return {}

    def tasks(self, commune: "Commune") -> Iterable[Task]:
        """Further buttons of the editor's home for a commune that has the module; without a query."""
        return ()

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterable[Waiting]:
        """What waits for ``user`` in these communes, all of which have the module; in one query for all of them.

        The user works for each of them; what the role allows there is the module's to ask (``Scope.of(user)``).
        """
        return ()

    def starting_pages(self, of_commune: str) -> "Iterable[Any]":
        """Unsaved pages that stand in the site as soon as the module is on, with their title and slug.

        ``of_commune`` is the name as it follows a noun: "d’Albas", "du Bastit".
        """
        return ()

    stands_under: ClassVar[tuple[str, ...]] = ()
    """Slugs of pages of the first level that its starting pages are put under, in the menu: the first that the commune
    has. Without any, they stand under the home page, as their type says."""

    chores: ClassVar[tuple[Chore, ...]] = ()
    """What the worker does for it in the background: fetching, purging, counting."""

    api: ClassVar[tuple[PublicList, ...]] = ()
    """What the API tells of it, beyond its pages: see ``docs/dev/api.md``."""

    takes_over: ClassVar[bool] = False
    """Whether ``beffroi import`` reads a file ``<code>.toml`` for it."""

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """Write what its file says, and tell whether anything changed: a second time changes nothing.

        Raises ``ValidationError`` (or the ``ContentError`` of ``cms.takeover``) with a French sentence.
        """
        return False

    def prepare(self, snapshot: "Snapshot") -> Any:
        """What its templates receive as ``data``, made from the snapshot alone, without a query."""
        return None

    def brings(self, data: Any) -> "Iterable[Borrowed]":
        """What it brings to the lists of other modules, from what ``prepare`` gave (``sites.sharing.borrowed``)."""
        return ()

    def page_context(self, data: Any, page: "PageView") -> Mapping[str, Any]:
        """What the template of one of its pages receives besides ``data``."""
        return {}

    def section_context(self, data: Any, page: "PageView | None", options: Mapping[str, Any]) -> Mapping[str, Any]:
        """What ``home_section`` receives besides ``data``, on this page; ``options`` come from the block placing it."""
        return {}

    def rewriter(self, data: Any) -> "Rewriter | None":
        """What it adds to the rich texts of every page; ``None`` when it adds nothing."""
        return None

    def outputs(self, snapshot: "Snapshot") -> "Iterable[Output]":
        """Further files: pages of a list, feeds."""
        return ()

    def findable(self, snapshot: "Snapshot") -> "Iterable[Findable]":
        """What visitors find besides its pages of the tree, or to know better of these; without a query."""
        return ()

    shared_search: ClassVar[Any] = ""
    """How the index that all its sites share is called in their search (« le guide des droits et démarches »); empty
    for none. See ``cms.search.visitors.shelves``."""

    def feeds(self, snapshot: "Snapshot") -> "Iterable[FeedLink]":
        """Feeds announced in the head of every page of the commune."""
        return ()

    def processings(self, data: Any) -> "Iterable[Processing]":
        """What it does with personal data, for the register and the page « Données personnelles ».

        ``data`` is what ``prepare`` gave.
        """
        return ()

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """When its dated content changes by itself next; ``None`` when nothing is dated."""
        return None


def installed_from_outside() -> list[str]:
    """Dotted paths of the ``AppConfig`` of every module installed as a package, for ``INSTALLED_APPS``."""
    points = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name)
    return [point.value.replace(":", ".") for point in points]


def installed_modules() -> tuple[Module, ...]:
    """Every module of this install, in the order of ``INSTALLED_APPS``."""
    return tuple(config for config in apps.get_app_configs() if isinstance(config, Module))


def active_codes(commune: Subscriber) -> frozenset[str]:
    """Codes of the modules the commune has: its pack's, with what was bought, less what was switched off.

    What a pack does not sell stays off even when the options name it: a downgrade needs no clean-up. A code without
    installed module may be part of the answer; ``active_modules`` leaves it out.
    """
    pack = PACKS[commune.pack]
    bought = set(commune.options.get("modules_on", ()))
    codes = {code for code, offer in pack.modules.items() if offer is Offer.ON or (pack.sells(code) and code in bought)}
    return frozenset(codes - set(commune.options.get("modules_off", ())))


def active_modules(commune: Subscriber) -> tuple[Module, ...]:
    """The installed modules that the commune has: off means invisible everywhere."""
    codes = active_codes(commune)
    return tuple(module for module in installed_modules() if module.code in codes)


def module_of(app_label: str) -> Module | None:
    """The module an app belongs to; ``None`` for the rest of the platform."""
    config = apps.app_configs.get(app_label)
    return config if isinstance(config, Module) else None

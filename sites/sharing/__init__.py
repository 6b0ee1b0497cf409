"""What a commune shows that another, or the outside, publishes: one door for the lists of every module.

A module that has such lists says in ``lends`` which of its contents others may show, and asks ``borrowed`` for what its
own lists are to show. Who brings them (``Module.brings``) and who lists them meet here by the name of a family alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

#: Families of contents that lists of several modules may have in common.
NEWS, EVENT, ENTRY = "news", "event", "entry"


@dataclass(frozen=True, slots=True)
class Row:
    """Where the rows of a model that is no page are read. They have a ``commune``."""

    below: str
    """Label of the page of their site that they stand below (``"annuaire.Annuaire"``)."""
    address: "Callable[[Mapping[str, Any]], str]"
    """The path below that page, from the columns lent."""
    title: str = "name"
    """The column that names it."""
    online: str = "online"
    """The column that says that visitors see it."""


@dataclass(frozen=True, slots=True)
class Lent:
    """Contents that other communes may show in their lists, never with a page of their own.

    ``columns`` are those that a list shows, and all that crosses; ``category`` and ``picture`` name foreign keys, to a
    heading with a ``slug`` and to a picture. ``day`` is the date that who shows it may replace by another.
    """

    model: str
    """Its label: a page type (``"actualites.Article"``), or rows."""
    family: str
    label: Any
    """What it is, to who is asked: « Actualité »."""
    columns: tuple[str, ...]
    category: str = ""
    picture: str = ""
    day: str = ""
    row: Row | None = None
    """For what is no page."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """One content of somebody else: its page, whose ``credit`` is a whole sentence, and the slug of its heading there.

    ``origin`` is who publishes it, alone: « Commune d’Albas ».
    """

    family: str
    page: "PageView"
    origin: str
    heading: str = ""


def borrowed(snapshot: "Snapshot", family: str) -> "Iterable[Borrowed]":
    """What the commune shows of others in the lists of ``family``; without a query in a bake."""
    for module in snapshot.modules:
        if module.bringing:
            data = snapshot.made_by(module)
            yield from (one for one in module.brings(data) if one.family == family)

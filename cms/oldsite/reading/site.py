"""An old site as it was read: its pages, its files by address, and what nobody can bring."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _


class UnreadableError(Exception):
    """The whole source is refused; the message is one French sentence."""


class Why:
    """Why something stays behind, or needs somebody: the headings of the report."""

    FRAME = _("Outil extérieur non repris")
    PROGRAM = _("Programme non repris")
    FORM = _("Formulaire non repris")
    PRIVATE = _("Contenu non public")
    BROKEN = _("Lien cassé")
    MISSING = _("Fichier introuvable")
    REFUSED = _("Fichier refusé")
    EMPTY = _("Page sans contenu")
    UNREADABLE = _("Page illisible")
    KIND = _("Contenu d’une autre nature")
    DESCRIBE = _("Image à décrire")
    ROBOTS = _("Page interdite aux robots")
    LIMIT = _("Limite atteinte")
    ADDRESS = _("Adresse sans redirection")


@dataclass(frozen=True, slots=True)
class Left:
    """One line of the report: what it is about, where it stood in the old site, and a French sentence."""

    why: Any  # one of ``Why``
    address: str
    sentence: str


@dataclass(frozen=True, slots=True)
class File:
    """A picture or a document of the old site."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OldPage:
    """One page. ``key`` is its address in the old site (see ``addresses.normal``), ``parent`` that of the one above.

    ``html`` holds the content alone: neither menu nor footer. A ``folder`` has pages below it.
    """

    key: str
    title: str
    html: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    is_folder: bool = False
    is_news: bool = False
    day: date | None = None
    category: str = ""
    intro: str = ""
    picture: str = ""
    in_menu: bool = True


@dataclass(frozen=True, slots=True)
class OldSite:
    """What was read. ``pages`` come parents first; ``file`` gives what stands at an address of the old site."""

    name: str
    hosts: frozenset[str]
    pages: tuple[OldPage, ...]
    file: Callable[[str], File | None]
    left: tuple[Left, ...] = field(default=())

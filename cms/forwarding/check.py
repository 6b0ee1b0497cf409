"""What each line of a list would do, in French, before anything is written. Three queries, whatever its length."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.forwarding.parse import LONGEST, Line
from cms.models import BasePage
from cms.redirects import MAX_LENGTH, public_path
from cms.redirects import old_path as written
from sites.models import Commune
from sites.referencing.redirects import file_of
from sites.store.manifest import UnsafePathError

WRITTEN, SAME, WRONG = "written", "same", "wrong"
OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!//)", re.IGNORECASE)  # mailto:, javascript:
Page = tuple[int, str, bool]  # id, title, whether it is online


@dataclass(frozen=True, slots=True)
class Checked:
    """One line. ``state`` says whether it is to be written, there already, or wrong; ``note`` is for people."""

    number: int
    old: str
    new: str
    state: str
    note: str = ""
    old_path: str = ""
    page: int | None = None
    link: str = ""


@dataclass(slots=True)
class Ground:
    """What stands in the commune: pages by address and by title, redirects, names of the site."""

    pages: dict[str, Page] = field(default_factory=dict)
    by_id: dict[int, tuple[str, bool]] = field(default_factory=dict)
    titles: dict[str, list[int]] = field(default_factory=dict)
    redirects: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()


class WrongError(Exception):
    """A French sentence about one line."""


def check(commune: Commune, lines: Sequence[Line]) -> list[Checked]:
    """Each line, in the order of the file."""
    ground = ground_of(commune)
    olds = Counter(_old_or_empty(old) for _number, old, _new in lines)
    found: list[Checked] = []
    seen: dict[str, tuple[int | None, str]] = {}
    for number, old, new in lines:
        try:
            checked = _one(ground, olds, seen, number, old, new)
        except WrongError as error:
            checked = Checked(number, old[:LONGEST], new[:LONGEST], WRONG, str(error))
        found.append(checked)
    return found


def ground_of(commune: Commune) -> Ground:
    """Three queries."""
    home: Any = commune.site.root_page
    ground = Ground(hosts=frozenset(commune.hosts.values_list("name", flat=True)))
    rows = BasePage.objects.descendant_of(home, inclusive=True).order_by("path")
    for number, url_path, title, live in rows.values_list("pk", "url_path", "title", "live"):
        ground.pages[public_path(url_path, home.url_path)] = (number, title, live)
        ground.by_id[number] = (title, live)
        ground.titles.setdefault(_folded(title), []).append(number)
    redirects = Redirect.objects.filter(site=commune.site_id)
    ground.redirects = {
        old: (page, link) for old, page, link in redirects.values_list("old_path", "redirect_page_id", "redirect_link")
    }
    return ground


def _one(
    ground: Ground, olds: Mapping[str, int], seen: dict[str, tuple[int | None, str]], number: int, old: str, new: str
) -> Checked:
    old_path = old_path_of(old)
    head, asked, _query = old_path.partition("?")
    if (page := ground.pages.get(head)) and page[2] and not (asked and head == "/"):
        raise WrongError(_("Une page en ligne a cette adresse\u00a0: «\u00a0%(title)s\u00a0».") % {"title": page[1]})
    target = _target(ground, olds, old_path, new)
    if old_path in seen:
        if seen[old_path] == target:
            return Checked(number, old, new, SAME, _("En double dans le fichier."), old_path, *target)
        raise WrongError(_("Cette adresse est plus haut dans le fichier, et mène ailleurs."))
    seen[old_path] = target
    if old_path in ground.redirects:
        if ground.redirects[old_path] == target:
            return Checked(number, old, new, SAME, _("Cette redirection existe déjà."), old_path, *target)
        raise WrongError(_("Cette adresse mène déjà ailleurs\u00a0: supprimez d’abord cette redirection."))
    return Checked(number, old, new, WRITTEN, _arrival(ground, target), old_path, *target)


def _arrival(ground: Ground, target: tuple[int | None, str]) -> str:
    """Where visitors will be."""
    number, link = target
    if number is None:
        return link
    title, live = ground.by_id[number]
    if live:
        return _("«\u00a0%(title)s\u00a0»") % {"title": title}
    return _("«\u00a0%(title)s\u00a0», quand cette page sera en ligne.") % {"title": title}


def old_path_of(old: str) -> str:
    """The form of the table of redirects. Raises ``WrongError``."""
    if not old:
        raise WrongError(_("Il manque l’ancienne adresse."))
    try:
        parts = urlsplit(old if "://" in old or old.startswith("/") else f"/{old}")
        path = written(parts.path, parts.query)
        if len(path) > MAX_LENGTH or len(old) > LONGEST:
            raise WrongError(_("Cette adresse est trop longue."))
        file_of(path)
    except (ValueError, UnsafePathError) as error:
        raise WrongError(_("Ce n’est pas une adresse de site.")) from error
    if OTHER_SCHEME.match(old) or (parts.scheme and parts.scheme not in {"http", "https"}):
        raise WrongError(_("Ce n’est pas une adresse de site."))
    if parts.query and "?" not in path:
        raise WrongError(_("Cette adresse est trop longue."))
    if path == "/":
        raise WrongError(_("La page d’accueil ne se redirige pas."))
    if path == "/_" or path.startswith("/_/"):
        raise WrongError(_("Les adresses qui commencent par /_/ sont celles de Beffroi."))
    return path


def _old_or_empty(old: str) -> str:
    try:
        return old_path_of(old)
    except WrongError:
        return ""


def _target(ground: Ground, olds: Mapping[str, int], old_path: str, new: str) -> tuple[int | None, str]:
    """The page, or else the link. Raises ``WrongError``."""
    if not new:
        raise WrongError(_("Il manque la nouvelle adresse."))
    try:
        parts = urlsplit(new)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise WrongError(_("La nouvelle adresse n’en est pas une.")) from error
    if parts.scheme in {"http", "https"} and host and host not in ground.hosts:
        return _outside(new)
    if not new.startswith("/") and not parts.scheme:
        return _by_title(ground, new), ""
    if (parts.scheme and parts.scheme not in {"http", "https"}) or new.startswith("//"):
        raise WrongError(_("La nouvelle adresse n’en est pas une."))
    path = Redirect.normalise_path(unquote(parts.path) or "/")
    if path == old_path:
        raise WrongError(_("Cette adresse mènerait à elle-même."))
    if path in ground.redirects or olds.get(path):
        raise WrongError(_("La nouvelle adresse est redirigée elle-même\u00a0: donnez la page d’arrivée."))
    if path in ground.pages:
        return ground.pages[path][0], ""
    raise WrongError(_("Aucune page du site n’a cette nouvelle adresse."))


def _outside(new: str) -> tuple[None, str]:
    if len(new) > MAX_LENGTH or not new.isprintable() or " " in new:
        raise WrongError(_("La nouvelle adresse est trop longue, ou contient une espace."))
    return None, new


def _by_title(ground: Ground, title: str) -> int:
    found = ground.titles.get(_folded(title), [])
    if len(found) > 1:
        raise WrongError(_("Plusieurs pages portent ce titre\u00a0: donnez l’adresse de la bonne."))
    if not found:
        raise WrongError(_("Aucune page du site ne porte ce titre."))
    return found[0]


def _folded(title: str) -> str:
    return " ".join(title.casefold().replace("'", "’").split())


def faults(checked: Iterable[Checked]) -> list[Checked]:
    """The lines that forbid the whole list."""
    return [one for one in checked if one.state == WRONG]

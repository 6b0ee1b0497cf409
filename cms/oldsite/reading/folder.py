"""A saved copy of a site: a folder as ``wget --mirror`` leaves it, whatever the site was made with."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lxml import html as lxml_html

from cms.oldsite.reading import addresses, content
from cms.oldsite.reading.markup import text_of
from cms.oldsite.reading.site import File, Left, OldPage, OldSite, UnreadableError, Why

MANIFEST = "adresses.json"
MOST_FILES = 20_000
MOST_PAGES = 5_000
HEAVIEST_PAGE = 5 * 1024 * 1024
HEAVIEST_FILE = 100 * 1024 * 1024
HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:+]\d+)?$", re.IGNORECASE)
PROGRAM = ("<?php", "<%@", "<?=")
NEWS = re.compile(r"^(?:actualites?|actus?|news|nouvelles|infos?|blog|articles?)$|^(?:19|20)\d\d$", re.IGNORECASE)
Watch = Callable[[int], AbstractContextManager[Callable[[], None]]]


def unwatched(_total: int) -> AbstractContextManager[Callable[[], None]]:
    """Nobody looks."""
    return nullcontext(lambda: None)


def is_copy(root: Path) -> bool:
    """Whether the folder holds pages of a site, rather than texts to take over."""
    return any(addresses.PAGE.search(path.name) for path in root.rglob("*") if path.is_file())


def read(root: Path, watch: Watch = unwatched) -> OldSite:
    """The site. Raises ``UnreadableError`` for a folder without pages, or with too many of anything."""
    root, host = _top(root)
    files = _files(root)
    sources = {key: path for key, path in files.items() if _is_page(key, path)}
    if not sources:
        raise UnreadableError(_("Ce dossier ne contient aucune page\u00a0: il y faut des fichiers .html."))
    if len(sources) > MOST_PAGES:
        raise UnreadableError(
            _("Cette copie compte plus de %(most)d pages\u00a0: reprenez-la par morceaux.") % {"most": MOST_PAGES}
        )
    left = [Left(*(str(part) for part in one)) for one in manifest(root).get("left", ())]
    with watch(len(sources)) as advance:
        found = {}
        for key, path in sources.items():
            page = _page(key, path, left)
            advance()
            if page is not None:
                found[key] = page
    content.drop_repeated(list(found.values()))
    return OldSite(
        host or root.name,
        addresses.same_site(host),
        tuple(_tree(found)),
        lambda key: _file(root, files.get(key)),
        tuple(left),
    )


def _top(root: Path) -> tuple[Path, str]:
    """Where the pages begin, and the name of the site: wget makes one folder for each host."""
    if own := manifest(root).get("host"):
        return root, str(own)
    hosts = [path for path in root.iterdir() if path.is_dir() and HOST.match(path.name)]
    if hosts and not any(addresses.PAGE.search(path.name) for path in root.iterdir() if path.is_file()):
        best = max(hosts, key=lambda path: sum(1 for _one in path.rglob("*.htm*")))
        return best, re.split("[:+]", best.name)[0].lower()
    return root, root.name.lower() if HOST.match(root.name) else ""


def _files(root: Path) -> dict[str, Path]:
    """By address. What a link leads out of the folder is not of this site."""
    told = manifest(root).get("files", {})
    base = root.resolve()
    found: dict[str, Path] = {}
    for path in _walk(root):
        if len(found) >= MOST_FILES:
            raise UnreadableError(
                _("Cette copie compte plus de %(most)d fichiers\u00a0: reprenez-la par morceaux.")
                % {"most": MOST_FILES}
            )
        if not path.resolve().is_relative_to(base):
            continue
        name = path.relative_to(root).as_posix()
        if name != MANIFEST and (key := told.get(name) or addresses.normal(_quoted(name))):
            found.setdefault(key, path)
    return found


def _quoted(name: str) -> str:
    """As an address: a « % » or a « # » of a file's name is itself."""
    return "/" + name.replace("%", "%25").replace("#", "%23").replace("?", "%3F")


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if len(Path(folder).relative_to(root).parts) >= addresses.DEEPEST:
            folders.clear()
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder) / name


def manifest(root: Path) -> dict[str, Any]:
    """``{"host": …, "files": {name of the file: address}, "left": […]}`` where the copy is our own."""
    path = root / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        told = {}
    return told if isinstance(told, dict) else {}


def _is_page(key: str, path: Path) -> bool:
    head = key.partition("?")[0]
    name = path.name.partition("?")[0]
    return bool(addresses.PAGE.search(name) or addresses.PAGE.search(head) or addresses.PAGE.search(path.name))


def _page(key: str, path: Path, left: list[Left]) -> content.Read | None:
    if path.stat().st_size > HEAVIEST_PAGE:
        left.append(Left(Why.UNREADABLE, key, _("Cette page pèse plus de 5 Mo.")))
        return None
    text = text_of(path.read_bytes())
    if text.lstrip().startswith(PROGRAM):
        left.append(Left(Why.PROGRAM, key, _("C’est le programme qui faisait la page, et non la page.")))
        return None
    page = content.read(text)
    if page is None:
        left.append(Left(Why.UNREADABLE, key, _("Rien ne s’y lit.")))
    elif page.frames:
        sentence = _("Cette page assemblait des cadres\u00a0: ce qu’ils montraient est repris page par page.")
        left.append(Left(Why.FRAME, key, sentence))
        return None
    return page


def _file(root: Path, path: Path | None) -> File | None:
    if path is None or not path.resolve().is_relative_to(root.resolve()) or path.stat().st_size > HEAVIEST_FILE:
        return None
    return File(path.name.partition("?")[0], path.read_bytes())


def _tree(found: dict[str, content.Read]) -> Iterator[OldPage]:
    """Pages under their folder: its own page when it has one, or else a rubrique named after it."""
    news = {key for key in found if _is_news(key)}
    heads = _heads([key for key in found if key not in news], found)
    above = {key: "" if key in news else _above(key, heads) for key in (*found, *heads.values())}
    parents = set(above.values()) - {""}
    every = sorted({*found, *parents}, key=lambda key: (_depth(key, above), key))
    for key in every:
        page = found.get(key)
        folder = addresses.last_of(key)
        yield OldPage(
            key,
            (page.title if page else "") or addresses.words_of(folder) or _("Accueil de l’ancien site"),
            _html(page),
            above[key],
            tuple(addresses.spellings(key)),
            is_folder=key in parents,
            is_news=key in news and key not in parents,
            day=page.day if page else None,
            intro=page.intro if page else "",
            in_menu=key != "/" and key not in news,
        )


def _heads(keys: list[str], found: dict[str, content.Read]) -> dict[str, str]:
    """Folder → the page that stands for it."""
    heads: dict[str, str] = {}
    for key in keys:
        folder = addresses.folder_of(key)
        while folder:
            page = next(
                (name for name in (folder, f"{folder}.html", f"{folder}.htm", f"{folder}.php") if name in found), ""
            )
            heads[folder] = page or folder
            folder = addresses.folder_of(folder)
    return heads


def _above(key: str, heads: dict[str, str]) -> str:
    folder = addresses.folder_of(key)
    while folder:
        if (head := heads.get(folder, "")) and head != key:
            return head
        folder = addresses.folder_of(folder)
    return ""


def _depth(key: str, above: dict[str, str]) -> int:
    depth = 0
    while key := above.get(key, ""):
        depth += 1
    return depth


def _is_news(key: str) -> bool:
    return any(NEWS.match(part) for part in addresses.folder_of(key).split("/"))


def _html(page: content.Read | None) -> str:
    return "" if page is None or page.main is None else lxml_html.tostring(page.main, encoding="unicode")

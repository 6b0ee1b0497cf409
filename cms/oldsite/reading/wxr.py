"""A WordPress export (WXR 1.0 to 1.2, what « Outils, Exporter » gives): RSS with words of its own.

Read as it comes, one item at a time. No document type is accepted: that is where XML bombs are.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.oldsite.reading import addresses, wordpress
from cms.oldsite.reading.site import File, Left, OldPage, OldSite, UnreadableError, Why

HEAVIEST = 300 * 1024 * 1024
MOST_ITEMS = 100_000
START = 2048
PUBLIC = {"publish", "inherit"}
STATUSES = {"private": _("privé"), "draft": _("brouillon"), "auto-draft": _("brouillon"), "pending": _("en attente"),
            "future": _("programmé"), "trash": _("dans la corbeille")}  # fmt: skip
SILENT = {"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "wp_global_styles",
          "wp_navigation", "wp_template", "wp_template_part", "oembed_cache"}  # fmt: skip
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")


@dataclass(slots=True)
class Item:
    """One item of the export."""

    values: dict[str, str]
    category: str = ""
    thumbnail: int = 0
    comments: int = 0


@dataclass(slots=True)
class Export:
    """The whole file."""

    link: str = ""
    title: str = ""
    items: list[Item] = field(default_factory=list)


def looks_like(path: Path) -> bool:
    """Whether the file says that it is an RSS feed."""
    with path.open("rb") as file:
        return b"<rss" in file.read(START)


def read(path: Path, file: Callable[[str], File | None]) -> OldSite:
    """The site; ``file`` gives what WordPress kept beside its texts. Raises ``UnreadableError``."""
    if path.stat().st_size > HEAVIEST:
        raise UnreadableError(
            _("Cet export pèse plus de 300 Mo\u00a0: dans WordPress, exportez les pages et les articles séparément.")
        )
    try:
        export = _parse(path)
    except DefusedXmlException as error:
        raise UnreadableError(
            _("Ce fichier XML déclare des entités, ce qu’aucun export de WordPress ne fait.")
        ) from error
    except ParseError as error:
        line = error.position[0]
        raise UnreadableError(
            _("Cet export est abîmé à la ligne %(line)d\u00a0: refaites-le dans WordPress.") % {"line": line}
        ) from error
    if not export.items:
        raise UnreadableError(_("Ce fichier n’est pas un export de WordPress, ou il est vide."))
    return _site(export, file)


def _parse(path: Path) -> Export:
    """Closed elements are forgotten: a large file takes no more memory than its texts."""
    export = Export()
    with path.open("rb") as source:
        for _event, node in iterparse(source, forbid_dtd=True):
            name = _name(node)
            if name == "item":
                export.items.append(_item(node))
                node.clear()
                if len(export.items) > MOST_ITEMS:
                    raise UnreadableError(_("Cet export compte plus de %(most)d contenus.") % {"most": MOST_ITEMS})
            elif name in {"base_blog_url", "base_site_url"} or (name == "link" and not export.link):
                export.link = (node.text or "").strip() or export.link
            elif name == "title" and not export.title and not export.items:
                export.title = (node.text or "").strip()
    return export


def _name(node: Any) -> str:
    """Without its namespace, which changes with the version; the two « encoded » are told apart."""
    space, _brace, name = str(node.tag).rpartition("}")
    return "excerpt" if name == "encoded" and "excerpt" in space else name


def _item(node: Any) -> Item:
    item = Item({})
    for child in node:
        name = _name(child)
        if name == "category" and child.get("domain") == "category" and not item.category:
            item.category = (child.text or "").strip()
        elif name == "comment":
            item.comments += 1
        elif name == "postmeta":
            meta = {_name(one): (one.text or "").strip() for one in child}
            if meta.get("meta_key") == "_thumbnail_id" and meta.get("meta_value", "").isdigit():
                item.thumbnail = int(meta["meta_value"])
        elif name != "category":
            item.values.setdefault(name, (child.text or "").strip())
    return item


def _site(export: Export, file: Callable[[str], File | None]) -> OldSite:
    hosts = addresses.same_site(urlsplit(export.link).hostname or "")
    attached = {
        int(item.values["post_id"]): item.values["attachment_url"]
        for item in export.items
        if item.values.get("attachment_url") and item.values.get("post_id", "").isdigit()
    }
    left: list[Left] = []
    texts = [item for item in export.items if _is_brought(item, left)]
    pages = list(_pages(texts, attached, hosts, left))
    _tell_of_comments(export, left)
    return OldSite(export.title, hosts, tuple(_parents_first(pages)), file, tuple(left))


def _is_brought(item: Item, left: list[Left]) -> bool:
    kind, status = item.values.get("post_type", ""), item.values.get("status", "")
    title = item.values.get("title") or item.values.get("link", "")
    if kind in SILENT:
        return False
    if kind not in {"page", "post"}:
        sentence = _("«\u00a0%(title)s\u00a0» vient d’une extension (%(kind)s).") % {
            "title": title,
            "kind": kind or "?",
        }
        left.append(Left(Why.KIND, item.values.get("link", ""), sentence))
        return False
    if status not in PUBLIC or item.values.get("post_password"):
        why = _("protégé par un mot de passe") if item.values.get("post_password") else STATUSES.get(status, status)
        sentence = _("«\u00a0%(title)s\u00a0» était %(why)s.") % {"title": title, "why": why}
        left.append(Left(Why.PRIVATE, item.values.get("link", ""), sentence))
        return False
    return True


def _tell_of_comments(export: Export, left: list[Left]) -> None:
    if count := sum(item.comments for item in export.items):
        sentence = ngettext(
            "%d commentaire de visiteur n’est pas repris.", "%d commentaires de visiteurs ne sont pas repris.", count
        )
        left.append(Left(Why.KIND, "", sentence % count))


def _pages(
    items: list[Item], attached: Mapping[int, str], hosts: frozenset[str], left: list[Left]
) -> Iterator[OldPage]:
    keys = {item.values.get("post_id", ""): _key(item, hosts) for item in items}
    parents = Counter(item.values.get("post_parent", "0") for item in items if item.values["post_type"] == "page")
    taken: set[str] = set()
    items = sorted(items, key=lambda item: _number(item.values.get("menu_order", "")))
    for item in items:
        number, is_page = item.values.get("post_id", ""), item.values["post_type"] == "page"
        key = keys[number]
        if not key or key in taken:
            left.append(Left(Why.UNREADABLE, item.values.get("link", ""), _("Son adresse est absente, ou déjà prise.")))
            continue
        taken.add(key)
        html, programs = wordpress.html_of(
            item.values.get("encoded", ""), lambda ids: [attached[one] for one in ids if one in attached]
        )
        left += [Left(Why.PROGRAM, key, _("Le code court [%(name)s].") % {"name": name}) for name in programs]
        yield OldPage(
            key,
            item.values.get("title", "") or addresses.words_of(addresses.last_of(key)) or _("Sans titre"),
            html,
            keys.get(item.values.get("post_parent", ""), "") if is_page else "",
            (f"/?p={number}", f"/?page_id={number}"),
            is_folder=is_page and parents[number] > 0,
            is_news=not is_page,
            day=_day(item.values.get("post_date", "")),
            category="" if is_page else item.category,
            intro=item.values.get("excerpt", ""),
            picture=attached.get(item.thumbnail, ""),
            in_menu=is_page,
        )


def _key(item: Item, hosts: frozenset[str]) -> str:
    link = addresses.inside(item.values.get("link", ""), "/", hosts) or ""
    if link == "/" and item.values.get("post_name"):
        return addresses.normal("/" + item.values["post_name"])
    return link


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() and len(text) < 10 else 0  # noqa: PLR2004  # an order, no date


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _parents_first(pages: list[OldPage]) -> Iterator[OldPage]:
    """A parent that is not there, or a loop, leaves its pages at the first level."""
    left, done = list(pages), {""}
    known = {page.key for page in pages}
    while left:
        ready = [page for page in left if page.parent in done or page.parent not in known]
        ready = ready or left[:1]
        done.update(page.key for page in ready)
        left = [page for page in left if page.key not in done]
        yield from ready

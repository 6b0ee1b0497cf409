"""The content of an old page, as the raw blocks of a StreamField: text, pictures, tables, known outside tools.

What comes out holds the tags of the editor only; ``TextBlock`` cleans it once more, as it cleans a pasted text.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.blocks.rich import LONGEST
from cms.oldsite.reading import tables
from cms.oldsite.reading.markup import Element, is_tag, piece, words
from cms.oldsite.reading.site import Why
from cms.outside import embeddable

Raw = dict[str, Any]
DROPPED = {"script", "style", "noscript", "template", "link", "meta", "title", "button", "input", "select", "textarea",
           "label", "svg", "canvas", "map", "area", "head"}  # fmt: skip
PROGRAMS = {"object", "embed", "applet", "video", "audio"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
          "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "blockquote", "pre",
          "center", "address", "form", "fieldset", "hr", "details", "summary", "body", "noframes", "li",
          "nav"} | HEADINGS  # fmt: skip
MARKS = {"strong": "b", "b": "b", "em": "i", "i": "i", "sup": "sup"}
BREAKS = re.compile(r"(?:\s*<br/>\s*){2,}")
ANCHORED = ("mailto:", "tel:", "http://", "https://")
TINY = 40  # pixels: an icon, a bullet, a spacer
FILE_LIKE = re.compile(r"^[\w-]*\d[\w-]*$|\.(?:jpe?g|png|gif|webp|bmp)$", re.IGNORECASE)
CAPTION, ALT, TITLE = 200, 160, 120
TEXT_PART = LONGEST // 2


class Resolver(Protocol):
    """What an old page refers to."""

    def link(self, href: str) -> str:
        """The opening tag of the link in the new site; empty when it leads nowhere any more."""

    def picture(self, address: str, alt: str) -> int | None:
        """Id of a picture."""

    def leave(self, why: Any, sentence: str) -> None:
        """Note what is not brought."""


@dataclass(slots=True)
class Builder:
    """One page being turned into blocks."""

    title: str
    resolver: Resolver
    origins: Collection[str]
    made: list[Raw] = field(default_factory=list)
    _run: list[str] = field(default_factory=list)
    _length: int = 0
    _waiting: list[Element] = field(default_factory=list)
    _top: str = "h2"
    _caption: str = ""

    def build(self, html: str) -> list[Raw]:
        """The blocks, in order."""
        root = piece(html)
        if root is None:
            return []
        levels = {node.tag for node in root.iter(*HEADINGS) if words(node) and words(node) != self.title}
        self._top = min(levels, default="h2")
        self._caption = self.title
        self._flow(root)
        self._flush()
        return self.made

    def _flow(self, node: Element) -> None:
        """What is written in a row becomes paragraphs, what stands apart its own block."""
        row = [escape(node.text or "", quote=False)]
        for child in node:
            if is_tag(child) and self._stands_apart(child):
                self._paragraph(row)
                self._block(child)
            else:
                row.append(self._inline(child))
            row.append(escape(child.tail or "", quote=False))
        self._paragraph(row)

    @staticmethod
    def _stands_apart(node: Element) -> bool:
        return node.tag in BLOCKS or next(node.iterdescendants(*BLOCKS), None) is not None

    def _paragraph(self, row: list[str]) -> None:
        for part in BREAKS.split("".join(row)):
            text = " ".join(part.split()).removeprefix("<br/>").removesuffix("<br/>").strip()
            if re.sub(r"<[^>]*>|\xa0|\s", "", text):
                self._say(f"<p>{text}</p>")
        row.clear()
        waiting, self._waiting = self._waiting, []
        for node in waiting:
            self._shown(node)

    def _say(self, html: str) -> None:
        if self._length + len(html) > TEXT_PART:
            self._flush()
        self._run.append(html)
        self._length += len(html)

    def _flush(self) -> None:
        if self._run:
            self.made.append({"type": "text", "value": "".join(self._run)})
        self._run, self._length = [], 0

    def _block(self, node: Element) -> None:
        if node.tag in DROPPED:
            return
        if node.tag in HEADINGS:
            self._heading(node)
        elif node.tag in {"ul", "ol"}:
            self._say(self._list(node))
            self._paragraph([])
        elif node.tag == "table":
            self._table(node)
        elif node.tag == "form":
            self.resolver.leave(Why.FORM, _("Refaites-le avec le module Formulaires."))
        elif node.tag == "figure":
            self._figure(node)
        elif node.tag == "blockquote" and not node.xpath(".//table|.//ul|.//ol|.//img|.//iframe"):
            self._say(f"<blockquote>{self._inside(node).strip()}</blockquote>")
        elif node.tag == "dt":
            self._paragraph(["<b>", self._inside(node), "</b>"])
        elif node.tag != "hr":
            self._flow(node)

    def _heading(self, node: Element) -> None:
        said = words(node)
        if said and said != self.title:
            tag = "h2" if node.tag == self._top else "h3"
            self._say(f"<{tag}>{escape(said, quote=False)}</{tag}>")
            self._caption = said
        self._waiting += node.iterdescendants("img", "iframe")
        self._paragraph([])

    def _list(self, node: Element) -> str:
        parts = []
        for child in node:
            if is_tag(child) and child.tag == "li":
                nested = "".join(self._list(one) for one in child if is_tag(one) and one.tag in {"ul", "ol"})
                said = self._inside(child, without={"ul", "ol"}).strip()
                if re.sub(r"<[^>]*>|\s", "", said) or nested:
                    parts.append(f"<li>{said}{nested}</li>")
        return f"<{node.tag}>{''.join(parts)}</{node.tag}>" if parts else ""

    def _inside(self, node: Element, without: Collection[str] = ()) -> str:
        """All that a node says, as one row: what stands apart inside is parted by line breaks."""
        parts = [escape(node.text or "", quote=False)]
        for child in node:
            if is_tag(child) and child.tag not in without:
                said = self._inside(child) if self._stands_apart(child) else self._inline(child)
                parts.append(f"<br/>{said}" if child.tag in BLOCKS and "".join(parts).strip() else said)
            parts.append(escape(child.tail or "", quote=False))
        return " ".join("".join(parts).split())

    def _inline(self, node: Element) -> str:
        if not is_tag(node) or node.tag in DROPPED:
            return ""
        if node.tag == "br":
            return "<br/>"
        if node.tag in {"img", "iframe"}:
            self._waiting.append(node)
            return ""
        if node.tag in PROGRAMS:
            self.resolver.leave(Why.PROGRAM, _("Un lecteur ou une animation (%(tag)s).") % {"tag": node.tag})
            return ""
        said = self._inside(node)
        if node.tag == "a" and node.get("href"):
            return self._link(node, said)
        mark = MARKS.get(node.tag)
        return f"<{mark}>{said}</{mark}>" if mark and said.strip() else _spaced(node, said)

    def _link(self, node: Element, said: str) -> str:
        href = node.get("href").strip()
        picture = node.find(".//img")
        if picture is not None and tables.PICTURE.search(urlsplit(href).path):
            return said  # a picture that opens itself, larger
        if not said.strip() and picture is not None:
            said = escape(picture.get("alt") or "", quote=False)
        if not said.strip():
            return said
        opening = "" if href.startswith("#") else self.resolver.link(href)
        return f"{opening}{said}</a>" if opening else said

    def _shown(self, node: Element) -> None:
        if node.tag == "iframe":
            self._frame(node.get("src") or "", node.get("title") or "")
        elif not _is_tiny(node):
            self._picture(node, "")

    def _frame(self, source: str, title: str) -> None:
        address = f"https:{source}" if source.startswith("//") else source
        known = embeddable(address, self.origins)
        if known is None:
            self.resolver.leave(Why.FRAME, source or _("Un cadre sans adresse."))
            return
        self._flush()
        value = {"title": (title or self._caption)[:TITLE], "url": known, "height": 480}
        self.made.append({"type": "embed", "value": value})

    def _figure(self, node: Element) -> None:
        caption = " ".join(words(one) for one in node.iterdescendants("figcaption"))
        pictures = [one for one in node.iterdescendants("img") if not _is_tiny(one)]
        if node.find(".//table") is not None or not pictures:
            self._flow(node)
        for one in pictures if node.find(".//table") is None else ():
            self._picture(one, caption)

    def _picture(self, node: Element, caption: str) -> None:
        source = node.get("src") or node.get("data-src") or ""
        if not source or source.startswith("data:"):
            return
        told = " ".join((node.get("alt") or node.get("title") or "").split())
        alt = ("" if FILE_LIKE.search(told) else told) or caption
        number = self.resolver.picture(source, alt)
        if number is None:
            return
        if not alt:
            self.resolver.leave(Why.DESCRIBE, source)
        self._flush()
        image = {"image": number, "alt_text": (alt or _("À décrire"))[:ALT], "decorative": False}
        self.made.append({"type": "image", "value": {"image": image, "caption": caption[:CAPTION], "width": "text"}})

    def _table(self, node: Element) -> None:
        data = tables.data_of(node)
        if data is None:
            self._flow(node)
            return
        self._flush()
        caption = " ".join(words(one) for one in node.iterdescendants("caption")) or self._caption or self.title
        self.made.append({"type": "table", "value": tables.block(data, caption[: tables.CAPTION])})
        links = [self._inline(link) for link in node.iterdescendants("a") if link.get("href")]
        kept = "".join(f"<li>{link}</li>" for link in links if "</a>" in link)
        if kept:
            self._say(f"<ul>{kept}</ul>")
        self._paragraph([])


def _spaced(node: Element, said: str) -> str:
    """Words of two neighbours do not stick together."""
    before = " " if (node.text or "")[:1].isspace() else ""
    after = " " if "".join(node.itertext())[-1:].isspace() else ""
    return f"{before}{said}{after}"


def _is_tiny(node: Element) -> bool:
    sizes = [node.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdigit() and int(size) <= TINY for size in sizes)

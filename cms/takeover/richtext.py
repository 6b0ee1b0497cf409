"""Markdown to the rich text that the editor stores: h2, h3, bold, italic, lists, quotations and links."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.takeover.errors import ContentError

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
OPENERS = {
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>",
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "link_close": "</a>",
    "softbreak": " ",
    "hardbreak": "<br/>",
}
OUTSIDE = ("http://", "https://", "mailto:", "tel:")


class Resolver(Protocol):
    """Finds what a text refers to; each raises ``ContentError`` for what does not exist."""

    def page(self, path: str) -> int:
        """Id of the page at ``/path/`` of the site."""

    def picture(self, name: str, shows: str = "") -> int:
        """Id of the picture of that file name; ``shows`` is what somebody who sees it would say."""

    def document(self, name: str) -> int:
        """Id of the document of that file name."""


def html(tokens: Iterable[Token], resolver: Resolver) -> str:
    """The tokens of whole Markdown blocks, as rich text."""
    parts: list[str] = []
    inside = 0  # list items and quotations hold text, not paragraphs
    for token in tokens:
        if token.type in ("list_item_open", "blockquote_open"):
            inside += 1
        elif token.type in ("list_item_close", "blockquote_close"):
            inside -= 1
        if token.type.startswith("paragraph_"):
            parts.append("" if inside else "<p>" if token.nesting == 1 else "</p>")
        else:
            parts.append(_one(token, resolver))
    return "".join(parts)


def _one(token: Token, resolver: Resolver) -> str:
    if token.type in OPENERS:
        return OPENERS[token.type]
    if token.type in ("heading_open", "heading_close"):
        return f"<{'/' if token.nesting == -1 else ''}{HEADINGS[token.tag]}>"
    if token.type == "inline":
        return inline(token, resolver)
    if token.type == "hr":
        return ""
    if token.type in ("fence", "code_block"):
        return f"<p>{escape(token.content.strip())}</p>"
    raise ContentError(_("cette mise en forme n’est pas reprise : récrivez ce passage en texte simple."), line(token))


def inline(token: Token, resolver: Resolver) -> str:
    """The content of one paragraph, heading or item."""
    parts: list[str] = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(escape(child.content, quote=False))
        elif child.type == "link_open":
            with_line = line(token)
            parts.append(_anchor(str(child.attrs["href"]), resolver, with_line))
        elif child.type == "image":
            raise ContentError(_("une image se met seule, entre deux lignes vides."), line(token))
        else:
            parts.append(OPENERS.get(child.type, ""))
    return "".join(parts).strip()


def plain(token: Token) -> str:
    """The content of one cell or heading, without any mark."""
    return "".join(
        " " if child.type == "softbreak" else child.content for child in token.children or [] if child.type != "image"
    ).strip()


def line(token: Token) -> int:
    """Where the token begins, counted from 1."""
    return token.map[0] + 1 if token.map else 0


def target(href: str) -> tuple[str, str]:
    """``("page", "/x/")``, ``("document", "x.pdf")`` or ``("url", "https://…")``; ``ContentError`` otherwise."""
    if href.startswith(OUTSIDE):
        return "url", href
    if href.startswith("documents/"):
        return "document", href.removeprefix("documents/")
    if href.startswith("/"):
        return "page", href
    raise ContentError(
        _(
            "le lien « %(href)s » ne mène nulle part ; écrivez /une-page/, documents/un-fichier.pdf "
            "ou une adresse complète."
        )
        % {"href": href}
    )


def _anchor(href: str, resolver: Resolver, where: int) -> str:
    try:
        kind, name = target(href)
        if kind == "page":
            return f'<a linktype="page" id="{resolver.page(name)}">'
        if kind == "document":
            return f'<a linktype="document" id="{resolver.document(name)}">'
    except ContentError as error:
        raise ContentError(str(error), error.line or where) from error
    return f'<a href="{escape(name)}">'

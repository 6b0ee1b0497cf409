"""A whole text in Markdown, as the raw blocks of a StreamField."""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _
from markdown_it.token import Token

from cms.takeover.directives import Directive, Raw, block, build, figure
from cms.takeover.errors import ContentError
from cms.takeover.richtext import PARSER, Resolver, html, line, plain

OPENING = re.compile(r"^:::[ \t]+([a-z-]+)[ \t]*(.*?)[ \t]*$")
CLOSING = re.compile(r"^:::[ \t]*$")
TABLE = "tableau"


def blocks(text: str, title: str, resolver: Resolver) -> list[Raw]:
    """The blocks of ``text``, the body of the page called ``title``. ``ContentError`` names the line (from 1)."""
    made: list[Raw] = []
    caption = title
    for first_line, part in _parts(text):
        try:
            if isinstance(part, Directive) and part.name != TABLE:
                made.append(build(part, resolver))
            elif isinstance(part, Directive):
                made.extend(_markdown(part.body, part.title or caption, resolver))
            else:
                made.extend(_markdown(part, caption, resolver))
                caption = _last_heading(part) or caption
        except ContentError as error:
            offset = first_line - 1 if error.line else first_line
            raise ContentError(str(error), error.line + offset) from error
    return made


def _parts(text: str) -> list[tuple[int, Directive | str]]:
    """Directives and the Markdown between them, each with the line where its content begins."""
    found: list[tuple[int, Directive | str]] = []
    lines: list[str] = []
    start = 1
    opened: tuple[str, str] | None = None
    for number, content in enumerate(text.splitlines(), 1):
        opening = OPENING.match(content)
        if opened is None and opening:
            found.append((start, "\n".join(lines)))
            opened, lines, start = (opening[1], opening[2]), [], number + 1
        elif opened is not None and CLOSING.match(content):
            found.append((start, Directive(*opened, "\n".join(lines))))
            opened, lines, start = None, [], number + 1
        elif content.startswith(":::"):
            raise ContentError(_("un bloc commence par « ::: nom » et finit par « ::: »."), number)
        else:
            lines.append(content)
    if opened is not None:
        raise ContentError(_("le bloc « %(name)s » n’est pas fermé par « ::: ».") % {"name": opened[0]}, start)
    found.append((start, "\n".join(lines)))
    return found


def _markdown(text: str, caption: str, resolver: Resolver) -> list[Raw]:
    """Text between tables and pictures becomes text blocks."""
    made: list[Raw] = []
    run: list[Token] = []

    def flush() -> None:
        content = html(run, resolver)
        if content:
            made.append(block("text", content))
        run.clear()

    for group in _top_level(PARSER.parse(text)):
        picture = _lone_picture(group)
        if picture is not None:
            flush()
            name = unquote(str(picture.attrs["src"])).removeprefix("images/")
            made.append(figure(name, picture.content, str(picture.attrs.get("title", "")), resolver))
        elif group[0].type == "table_open":
            flush()
            made.append(_table(group, caption))
        else:
            run.extend(group)
            if group[0].type == "heading_open":
                caption = plain(group[1])
    flush()
    return made


def _top_level(tokens: list[Token]) -> list[list[Token]]:
    """Tokens by paragraph, heading, list or table."""
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


def _lone_picture(group: list[Token]) -> Token | None:
    """The picture of a paragraph that holds nothing else."""
    if group[0].type != "paragraph_open":
        return None
    children = [child for child in group[1].children or [] if child.type != "softbreak"]
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _last_heading(text: str) -> str:
    tokens = PARSER.parse(text)
    headings = [tokens[index + 1] for index, token in enumerate(tokens) if token.type == "heading_open"]
    return plain(headings[-1]) if headings else ""


def _table(group: list[Token], caption: str) -> Raw:
    rows: list[list[str]] = []
    for token in group:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(plain(token))
    headings, *body = rows
    if not all(headings):
        raise ContentError(_("chaque colonne d’un tableau porte un titre, sur sa première ligne."), line(group[0]))
    return block(
        "table",
        {
            "caption": caption,
            "first_column_is_header": True,
            "table": {
                "columns": [{"type": "text", "heading": heading} for heading in headings],
                "rows": [{"values": row} for row in body],
                "caption": "",
            },
        },
    )

"""The page of a site that sheets are put into, cut at its marks.

Marks are comments, each there once and in this order: an editor's words are escaped and can hold none. Local boxes are
what the site itself says beside the sheets that ask for it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from sites.composing.segments import Segment, segment

TITLE, HEAD, BODY = "<!--sheet:title-->", "<!--sheet:head-->", "<!--sheet:body-->"
MARKS = (TITLE, HEAD, BODY)
BOX = re.compile(r"<!--sheet:box ([^ >]+)-->(.*?)<!--/sheet:box-->", re.DOTALL)
BOXES, END = "<!--sheet:boxes-->", "<!--/sheet:boxes-->"
_ORDER = (*MARKS, BOXES, END)


class ShellError(ValueError):
    """The page cannot be cut. The message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Shell:
    """``pieces`` stand around title, head, body and boxes; ``digest`` changes when anything of the page does."""

    pieces: tuple[Segment, Segment, Segment, Segment, Segment]
    boxes: Mapping[str, Segment]
    digest: str


def cut(html: str) -> Shell:
    """The shell of a page; ``ShellError`` unless each mark stands there once, in order."""
    found = [html.count(mark) for mark in _ORDER]
    places = [html.find(mark) for mark in _ORDER]
    if set(found) != {1} or places != sorted(places):
        raise ShellError("Le gabarit du guide doit tenir chaque repère une fois, et dans l’ordre.")
    pieces, rest = [], html
    for mark in (*MARKS, BOXES):
        before, _mark, rest = rest.partition(mark)
        pieces.append(before)
    inside, _mark, after = rest.partition(END)
    boxes = dict(BOX.findall(inside))
    if len(boxes) != inside.count("<!--sheet:box ") or BOX.sub("", inside).strip():
        raise ShellError("Les encadrés du guide doivent porter chacun un nom, et rien ne doit rester autour d’eux.")
    first, second, third, fourth, last = (segment(text.encode()) for text in (*pieces, after))
    return Shell(
        (first, second, third, fourth, last),
        {name: segment(text.encode()) for name, text in boxes.items()},
        blake2b(html.encode(), digest_size=12).hexdigest(),
    )


def boxed(boxes: Mapping[str, str]) -> str:
    """Local boxes as a shell holds them. A name holds neither space nor ``>``."""
    told = "".join(f"<!--sheet:box {name}-->{html}<!--/sheet:box-->" for name, html in boxes.items())
    return f"{BOXES}{told}{END}"

"""Tables: headers of rows and columns, cells that span several."""

from collections.abc import Callable
from html import escape

from modules.comarquage.reading.scene import Scene, title_words
from modules.comarquage.reading.tree import Element, name, text
from modules.comarquage.reading.words import inline

MAX_SPAN = 60  # columns or rows one cell may cover
Content = Callable[[Element, Scene, int], str]


def table(element: Element, scene: Scene, level: int, content: Content) -> str:
    """The table in a frame that scrolls by itself, also with the keyboard; ``content`` makes what a cell holds."""
    heads = [it.get("type") == "header" for it in element if name(it) == "Colonne"]
    rows = [it for it in element if name(it) == "Rangée"]
    titled = next((it for it in element if name(it) in TITLES), None)
    title = "" if titled is None else inline(titled, scene).strip()
    summary = "".join(content(it, scene, level) for it in element if name(it) == "Resume")
    others = "".join(f"<p>{inline(it, scene)}</p>" for it in element if name(it) not in _KNOWN)
    for it in element:
        if name(it) not in _KNOWN:
            scene.unknown[name(it)] += 1
    covered: dict[tuple[int, int], bool] = {}
    lines = [_row(row, at, heads, covered, scene, level, content) for at, row in enumerate(rows)]
    top = _head(rows)
    caption = f"<caption>{title}</caption>\n" if title else ""
    label = escape(title_words(element)) or "Tableau"
    return (
        f'{summary}{others}<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n'
        f'<table class="table">\n{caption}{_part("thead", lines[:top])}{_part("tbody", lines[top:])}</table>\n</div>\n'
    )


TITLES = frozenset({"Titre", "TitreRiche"})
_KNOWN = frozenset({"Titre", "TitreRiche", "Colonne", "Rangée", "Resume"})


def _head(rows: list[Element]) -> int:
    """How many rows are the head: those on top that say so, unless a cell of theirs goes down into the others."""
    top = next((at for at, row in enumerate(rows) if row.get("type") != "header"), 0)
    down = max((at + _span(cell, "fusionVerticale") for at, row in enumerate(rows[:top]) for cell in row), default=0)
    return top if down <= top else 0


def _part(tag: str, lines: list[str]) -> str:
    inside = "".join(lines)
    return f"<{tag}>\n{inside}</{tag}>\n" if inside else ""


def _row(  # what a row stands in
    row: Element,
    at: int,
    heads: list[bool],
    covered: dict[tuple[int, int], bool],
    scene: Scene,
    level: int,
    content: Content,
) -> str:
    cells, column = [], 0
    for cell in row:
        while (at, column) in covered:
            column += 1
        wide, high = _span(cell, "fusionHorizontale"), _span(cell, "fusionVerticale")
        for down in range(high):
            for right in range(wide):
                covered[at + down, column + right] = True
        inside = content(cell, scene, level)
        top, side = row.get("type") == "header", column < len(heads) and heads[column]
        tag, scope = ("th", ' scope="col"' if top else ' scope="row"') if (top or side) and text(cell) else ("td", "")
        spans = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
        cells.append(f"<{tag}{scope}{spans}>{_lean(inside)}</{tag}>")
        column += wide
    return f"<tr>{''.join(cells)}</tr>\n" if cells else ""


def _span(cell: Element, attribute: str) -> int:
    said = cell.get(attribute, "1").strip()
    return min(max(int(said), 1), MAX_SPAN) if said.isascii() and said.isdecimal() else 1


def _lean(inside: str) -> str:
    """One paragraph alone in a cell is no paragraph."""
    bare = inside.strip()
    if bare.count("<p>") == 1 and bare.startswith("<p>") and bare.endswith("</p>"):
        return bare[3:-4]
    return bare

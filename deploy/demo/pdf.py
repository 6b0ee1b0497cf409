"""A small PDF of plain text: enough for the demonstration to have real documents to download.

PDF 1.4 (ISO 32000-1) with the standard fonts, WinAnsi text, a title, a language and page numbers. Pure.
"""

from collections.abc import Iterator

WIDTH, HEIGHT, MARGIN = 595, 842, 64  # A4, in points
LEADING = 17
SIZES = {"title": (26, "F2"), "subtitle": (13, "F3"), "heading": (14, "F2"), "text": (11, "F1")}

# Widths of Helvetica's letters, in thousandths of the size (Adobe's metrics); accents do not widen a letter.
_WIDTHS = {
    **dict.fromkeys("ijl’'|", 222), **dict.fromkeys(" !,./:;It[]\u00a0\u202f", 278), **dict.fromkeys("f", 278),
    **dict.fromkeys("()r-", 333), **dict.fromkeys("ckszvxyJ", 500), **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667), **dict.fromkeys("CDHNRU", 722), **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm%", 833), "W": 944, "w": 722, "—": 1000,
}  # fmt: skip
_USUAL = 556


def document(title: str, subtitle: str, text: str) -> bytes:
    """The whole file. Paragraphs are separated by blank lines; a short one without final point is a heading."""
    pages = list(_pages([*_lines("title", title), *_lines("subtitle", subtitle), ("", ""), *_body(text)]))
    return _file(title, [_stream(lines, number, len(pages)) for number, lines in enumerate(pages, 1)])


def _body(text: str) -> Iterator[tuple[str, str]]:
    for paragraph in text.strip().split("\n\n"):
        lines = paragraph.splitlines()
        heading = len(lines) == 1 and len(paragraph) < 60 and paragraph[-1] not in ".?!:;"  # noqa: PLR2004  # one line
        yield "", ""
        for line in lines:
            yield from _lines("heading" if heading else "text", line)


def _lines(style: str, text: str) -> Iterator[tuple[str, str]]:
    """The text cut at the width of the page."""
    size = SIZES[style][0]
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and _width(longer) * size / 1000 > WIDTH - 2 * MARGIN:
            yield style, line
            longer = word
        line = longer
    yield style, line


def _width(text: str) -> int:
    return sum(_WIDTHS.get(char, _USUAL) for char in text)


def _pages(lines: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    count = (HEIGHT - 2 * MARGIN) // LEADING - 2
    for start in range(0, len(lines), count):
        yield lines[start : start + count]


def _stream(lines: list[tuple[str, str]], number: int, count: int) -> bytes:
    parts: list[bytes] = [b"BT"]
    y = HEIGHT - MARGIN
    for style, line in lines:
        y -= LEADING if style != "title" else LEADING * 2
        if style:
            size, font = SIZES[style]
            parts.append(f"/{font} {size} Tf 1 0 0 1 {MARGIN} {y} Tm (".encode() + _escaped(line) + b") Tj")
    foot = f"Document de démonstration — page {number} sur {count}"
    parts.append(f"/F3 9 Tf 1 0 0 1 {MARGIN} {MARGIN // 2} Tm (".encode() + _escaped(foot) + b") Tj ET")
    return b"\n".join(parts)


def _escaped(text: str) -> bytes:
    """WinAnsi is Windows' code page 1252; it has no narrow space."""
    data = text.replace("\u202f", "\u00a0").encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(title: str, streams: list[bytes]) -> bytes:
    """Objects: 1 catalogue, 2 pages, 3 to 5 fonts, 6 information, then a page and its content for each."""
    kids = " ".join(f"{7 + 2 * index} 0 R" for index in range(len(streams)))
    name = "FEFF" + title.encode("utf-16-be").hex().upper()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) /ViewerPreferences << /DisplayDocTitle true >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode()
            for font in ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
        ),
        f"<< /Title <{name}> /Producer (Beffroi) >>".encode(),
    ]
    for index, stream in enumerate(streams):
        fonts = "/F1 3 0 R /F2 4 0 R /F3 5 0 R"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {8 + 2 * index} 0 R "
            f"/Resources << /Font << {fonts} >> >> >>".encode()
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)

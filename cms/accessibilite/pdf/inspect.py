"""Looks into one PDF, in a process of its own: what strangers wrote may ask for any time and memory.

Run by ``looking``, as a file: nothing of ours is imported. It prints the codes of what is wrong, as JSON.
ISO 14289-1 (PDF/UA): tags (7.1), language (7.2), title (7.1), text that assistive technology may take out (7.16).
"""

import json
import resource
import sys
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

SECONDS, MEMORY = 10, 1 << 30
UNTAGGED, LANGUAGE, TITLE, SCANNED, LOCKED, UNREADABLE = (
    "untagged",
    "language",
    "title",
    "scanned",
    "locked",
    "unreadable",
)
FAULTS = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, ImportError)
# Pages in which text is looked for, and signs below which there is none: a stamp or a page number is no text.
LOOKED, FEW = 5, 20
# Permissions (ISO 32000-1, table 22): bit 5 copies text, bit 10 lets assistive technology take it out.
COPY, ASSIST = 1 << 4, 1 << 9


def flaws(file: str) -> list[str]:
    """The codes of what a blind reader will meet, the worst first."""
    try:
        reader = PdfReader(file)
        trailer: Any = reader.trailer
        encrypted: Any = trailer.get("/Encrypt")
        locked = encrypted is not None and not (int(encrypted.get_object().get("/P", -1)) & (COPY | ASSIST))
        if encrypted is not None and not reader.decrypt(""):
            return [LOCKED]
        root: Any = trailer["/Root"]
        found = [LOCKED] if locked else []
        if _is_scanned(reader):
            found.append(SCANNED)
        if not _said(root, "/MarkInfo", "/Marked") or "/StructTreeRoot" not in root:
            found.append(UNTAGGED)
        if not str(root.get("/Lang") or "").strip():
            found.append(LANGUAGE)
        if (
            not _said(root, "/ViewerPreferences", "/DisplayDocTitle")
            or not str((reader.metadata and reader.metadata.title) or "").strip()
        ):
            found.append(TITLE)
    except FAULTS:
        return [UNREADABLE]
    return found


def _said(root: Any, inside: str, name: str) -> bool:
    """What a dictionary of the root says; false where there is none."""
    found = root.get(inside)
    return found is not None and bool(found.get_object().get(name, False))


def _is_scanned(reader: PdfReader) -> bool:
    pages = reader.pages[:LOOKED]
    return bool(pages) and sum(len("".join(page.extract_text().split())) for page in pages) < FEW


def main(file: str) -> int:
    """Within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print(json.dumps(flaws(file)))  # noqa: T201  # what it is run for
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""The text of PDF files, read once by a process of its own: what strangers wrote may ask for any time and memory."""

import logging
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

logger = logging.getLogger(__name__)

SECONDS, MEMORY = 60, 1 << 30
MOST_PAGES, MOST_CHARACTERS = 500, 300_000


def known(folder: Path, digest: str) -> str | None:
    """The text that was read of the file of this digest; None when it was not yet."""
    try:
        return (folder / f"{digest}.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def learn(folder: Path, digest: str, file: Path) -> None:
    """Read a file and keep its text in ``folder``; one that cannot be read has none."""
    command = [sys.executable, "-m", __name__, str(file)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False)
        text = run.stdout.decode("utf-8", "replace") if run.returncode == 0 else ""
    except subprocess.TimeoutExpired:
        text = ""
    if not text:
        logger.info("%s: no text", file.name)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{digest}"
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(folder / f"{digest}.txt")


def forget_all_but(folder: Path, digests: Iterable[str]) -> None:
    """Remove the texts of files that left the site."""
    kept = {f"{digest}.txt" for digest in digests}
    for file in folder.glob("*.txt"):
        if file.name not in kept:
            file.unlink(missing_ok=True)


def text_of(file: Path) -> str:
    """The text of a PDF, its spaces made single; raises ``PyPdfError`` for what is none."""
    parts: list[str] = []
    size = 0
    for page in PdfReader(file).pages[:MOST_PAGES]:
        parts.append(" ".join(page.extract_text().split()))
        size += len(parts[-1])
        if size > MOST_CHARACTERS:
            break
    return "\n".join(parts)[:MOST_CHARACTERS]


def main(file: str) -> int:
    """Write the text of ``file`` on the standard output, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        text = text_of(Path(file))
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return 1
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""The text of PDF files, read once by a process of its own: what strangers wrote may ask for any time and memory."""

import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

logger = logging.getLogger(__name__)

SECONDS, MEMORY = 60, 1 << 30
MOST_PAGES, MOST_CHARACTERS = 500, 300_000
# What the process answers of a file in which there is nothing to read, today and tomorrow.
NO_TEXT = 65
# Times that a file is read before it is said to have no text: time or memory may only have run short that day.
TRIES = 3
# Nothing of ours, secrets least of all, is to be found by what a file would make the process do.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": os.defpath}
# Seconds after which what was being written is what a killed process left.
LEFT = 3600.0


def known(folder: Path, digest: str) -> str | None:
    """The text that was read of the file of this digest; None when it was not yet."""
    try:
        return (folder / f"{digest}.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def tries(folder: Path, digest: str) -> int:
    """How many times a file was read in vain."""
    try:
        return (folder / f"{digest}.tries").stat().st_size
    except FileNotFoundError:
        return 0


def learn(folder: Path, digest: str, file: Path) -> None:
    """Read a file and keep its text in ``folder``: none when there is none in it, or after ``TRIES`` failures."""
    text = _read(file)
    folder.mkdir(parents=True, exist_ok=True)
    if text is None:
        with (folder / f"{digest}.tries").open("ab") as file_of_tries:
            file_of_tries.write(b".")
        if tries(folder, digest) < TRIES:
            return
    if not text:
        logger.info("%s: no text", file.name)
    temporary = folder / f".{digest}"
    temporary.write_text(text or "", encoding="utf-8")
    temporary.replace(folder / f"{digest}.txt")
    (folder / f"{digest}.tries").unlink(missing_ok=True)


def _read(file: Path) -> str | None:
    """The text of a file; None when it could not be read this time."""
    command = [sys.executable, "-I", __file__, str(file)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False, env=ENVIRONMENT)
    except (subprocess.TimeoutExpired, OSError) as error:
        logger.warning("%s: %s", file.name, error)
        return None
    if run.returncode in {0, NO_TEXT}:
        return run.stdout.decode("utf-8", "replace") if run.returncode == 0 else ""
    logger.warning("%s: %s", file.name, run.returncode)
    return None


def forget_all_but(folder: Path, digests: Iterable[str]) -> None:
    """Remove the texts of files that left the site, and what killed processes left."""
    kept = {f"{digest}{suffix}" for digest in digests for suffix in (".txt", ".tries")}
    old = time.time() - LEFT
    for file in [*folder.glob("*.txt"), *folder.glob("*.tries")]:
        if file.name not in kept:
            file.unlink(missing_ok=True)
    for file in folder.glob(".*"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < old:
                file.unlink()


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
    """Write the text of ``file`` on the standard output, within limits; ``NO_TEXT`` when it has none."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        text = text_of(Path(file))
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return NO_TEXT
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

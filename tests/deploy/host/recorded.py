"""What a run said, held against the page of the documentation that shows it."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "webmestre" / "de-bout-en-bout.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
#: What changes from one run to the next, and what stands for it.
CHANGING = (
    (re.compile(r"p=[A-Za-z0-9+/=]{100,}"), "p=…"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "d4c0…"),
    (re.compile(r"(?<=example):\d{4,5}"), ""),
    (re.compile(r"/ouvrir/[^/\s]+/"), "/ouvrir/…/"),
    (re.compile(r"Intermediate CA [0-9a-f]+"), "Intermediate CA"),
)


@dataclass
class Recorded:
    """The blocks of a run, in order: each a command and what it answered."""

    blocks: list[str] = field(default_factory=list)

    def told(self, command: str, *lines: str) -> None:
        """One block."""
        self.blocks.append("\n".join([f"$ {command}", *lines]).rstrip() + "\n")

    def steady(self) -> list[str]:
        """The blocks, as every run tells them."""
        return [_steady(block) for block in self.blocks]


def _steady(text: str) -> str:
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text


def shown() -> list[str]:
    """The blocks of the page."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def write(blocks: list[str]) -> None:
    """Put these blocks in the page, each in the place of the one that stands there (``BEFFROI_RECORD=1``)."""
    if os.environ.get("BEFFROI_RECORD") != "1":
        return
    left = iter(blocks)
    page = BLOCK.sub(lambda _found: f"```console\n{next(left, '')}```", PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page, encoding="utf-8")

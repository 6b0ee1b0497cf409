"""The checks of what axe cannot see. ``checks.toml`` names each, with the criteria it serves.

Those that read the page alone are in ``read/*.js``, one function each under the id of its check. Those that act on it
(keyboard, sizes, media) or compare pixels or pages are in the files of this room: functions that yield
``(id of the check, sentence)``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.a11y.browser import Screen
from tests.a11y.catalogue import Seen

PLACE = Path(__file__).resolve().parent
Found = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Check:
    """``criteria`` are numbers of RGAA 4.1.2, none for what the house wants besides; ``says`` is a French sentence.

    ``stage`` names the step of the audit that makes it.
    """

    id: str
    stage: str
    says: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A page in two tabs, with and without script; ``url`` is where it is served."""

    screen: Screen
    bare: Screen
    url: str
    seen: Seen


def load() -> Mapping[str, Check]:
    """Every check, by its id."""
    table = tomllib.loads((PLACE / "checks.toml").read_text("utf-8"))
    return {name: Check(name, one["stage"], one["says"], tuple(one["criteria"])) for name, one in table.items()}


CHECKS = load()

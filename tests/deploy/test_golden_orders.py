"""Each ``tests/orders/*.toml`` against the plan that stands beside it, word for word.

First lines « # après : autre » or « # après : autre (2026-12-01) » apply other orders first.
``BEFFROI_REWRITE_PLANS=1`` writes the plans anew, to be read before they are committed.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deploy.models import CommuneReference
from deploy.orders.files import read_sources
from deploy.orders.source import Source
from deploy.provision import propose
from deploy.runs import apply
from tests.deploy.conftest import quiet

ORDERS = Path(__file__).parent.parent / "orders"
BEFORE, DAY = date(2026, 11, 15), date(2026, 12, 1)
NAMES = sorted(path.stem for path in ORDERS.glob("*.toml"))


def _source(name: str) -> Source:
    return read_sources([ORDERS / f"{name}.toml"])[0]


def _previous(source: Source) -> Iterator[tuple[Source, date]]:
    """The orders that come first, and the day on which each is applied."""
    for name, day in re.findall(r"^# après : (\S+)(?: \((.+)\))?$", source.text, re.MULTILINE):
        yield _source(name), date.fromisoformat(day) if day else BEFORE


@pytest.mark.parametrize("name", NAMES)
def test_an_order_gives_the_plan_written_beside_it(name: str, communes: dict[str, CommuneReference]) -> None:
    source = _source(name)
    for previous, day in _previous(source):
        apply(propose([previous], day), quiet)
    text = propose([source], DAY).text() + "\n"
    golden = ORDERS / f"{name}.plan"
    if os.environ.get("BEFFROI_REWRITE_PLANS"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_order_has_its_plan_and_every_plan_its_order() -> None:
    assert sorted(path.stem for path in ORDERS.glob("*.plan")) == NAMES

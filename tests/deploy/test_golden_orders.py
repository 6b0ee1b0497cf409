"""Each ``tests/orders/*.toml`` against the plan that stands beside it, word for word.

A first line « # après : autre » applies another order first. ``BEFFROI_REWRITE_PLANS=1`` writes the plans anew, to be
read before they are committed.
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


def _previous(source: Source) -> Iterator[Source]:
    if named := re.match(r"# après : (\S+)\n", source.text):
        yield _source(named[1])


@pytest.mark.parametrize("name", NAMES)
def test_an_order_gives_the_plan_written_beside_it(name: str, communes: dict[str, CommuneReference]) -> None:
    source = _source(name)
    for previous in _previous(source):
        apply(propose([previous], BEFORE), quiet)
    text = propose([source], DAY).text() + "\n"
    golden = ORDERS / f"{name}.plan"
    if os.environ.get("BEFFROI_REWRITE_PLANS"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_order_has_its_plan_and_every_plan_its_order() -> None:
    assert sorted(path.stem for path in ORDERS.glob("*.plan")) == NAMES

"""What axe cannot see, on every page of one theme: one test a check, all from one walk through the pages."""

from typing import Any

import pytest

from tests.a11y.audit import STAGES, audit
from tests.a11y.browser import browser
from tests.a11y.checks import CHECKS
from tests.a11y.conftest import REPORT, WHOLE, Baked
from tests.a11y.ledger import Ledger

pytestmark = [pytest.mark.a11y, pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("a11y-audit")]
THEME = "causse"
OURS = [check for check in CHECKS.values() if check.stage not in {"axe", "vnu"}]


@pytest.fixture(scope="module")
def audited(baked: Baked, judges: None) -> Ledger:
    catalogue = baked(THEME)[THEME]
    ledger = Ledger("audit")
    with browser() as chromium:
        audit(chromium, catalogue, ledger, whole=WHOLE)
    ledger.write(REPORT)
    return ledger


@pytest.mark.parametrize("check", [check.id for check in OURS])
def test_no_page_fails(audited: Ledger, check: str) -> None:
    assert audited.faults.get(check, []) == []


def test_every_stage_looked_at_pages(audited: Ledger) -> None:
    pages: dict[str, Any] = {stage.name: audited.stages[stage.name].pages for stage in STAGES}
    assert min(pages.values()) > 0
    assert {check.stage for check in OURS} == set(audited.stages)

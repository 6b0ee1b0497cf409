"""Every page and every style sheet of every theme is read by v.Nu, in one start of Java."""

import time
from pathlib import Path

import pytest

from tests.a11y import vnu
from tests.a11y.conftest import REPORT, Baked
from tests.a11y.ledger import Ledger
from tests.themes.conftest import THEMES
from tests.tools import MISSING, VNU

pytestmark = [pytest.mark.a11y, pytest.mark.django_db, pytest.mark.xdist_group("a11y-axe")]


@pytest.fixture
def java() -> None:
    if vnu.JAVA is None:
        pytest.skip(vnu.NO_JAVA)
    if not VNU.is_file():
        pytest.skip(MISSING.format("v.Nu"))


@pytest.mark.usefixtures("java")
def test_vnu_finds_no_error(baked: Baked) -> None:
    """The HTML is the same in all themes; their style sheets are not."""
    ledger = Ledger("vnu")
    start = time.perf_counter()
    folders = [catalogue.www for catalogue in baked(*THEMES).values()]
    for path, sentences in vnu.faults(*folders).items():
        for sentence in sentences:
            ledger.fault("vnu", path, sentence)
    files = sum(path.suffix in vnu.READ for folder in folders for path in folder.rglob("*"))
    ledger.looked("vnu", files, 1, time.perf_counter() - start)
    ledger.write(REPORT)
    assert not ledger.faults, ledger.told()


@pytest.mark.usefixtures("java")
def test_what_is_left_out_still_happens(baked: Baked) -> None:
    """A sentence that v.Nu no longer says leaves the list."""
    said = [sentence for told in vnu.told(baked("causse")["causse"].www).values() for sentence in told]
    assert [start for start in vnu.LEFT_OUT if not any(start in sentence for sentence in said)] == []


@pytest.mark.usefixtures("java")
def test_a_fault_in_the_html_and_one_in_a_sheet_are_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><title>x</title><p id=a><p id=a>", "utf-8")
    (tmp_path / "sheet.css").write_text("p { margin: trois }", "utf-8")
    assert sorted(vnu.faults(tmp_path)) == ["/page.html", "/sheet.css"]

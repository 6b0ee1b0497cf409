"""What somebody wrote is never a formula in the file that somebody else opens."""

import pytest

from sites.rendering.spreadsheets import inert


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33 5 65", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "\u00a0=1", "\u202f-1", "＝1"]
)
def test_a_cell_that_begins_like_a_formula_is_made_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Bonjour", "a=b", "05 65", "", " ", "'=1"])
def test_what_is_no_formula_is_left_as_it_is(cell: str) -> None:
    assert inert(cell) == cell

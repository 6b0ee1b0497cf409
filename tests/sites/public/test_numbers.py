"""What is a number of a row, and what is none."""

import pytest

from sites.public.numbers import number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("42", 42), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_figures_are_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", " 4", "-1", "+1", "1.5", "1e3", "1_0", "٣", "²", "9" * 19, "9" * 5000, "None"])
def test_anything_else_is_none_and_raises_nothing(text: str) -> None:
    assert number_in(text) is None

"""The form a visitor gets, by weight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.serving.encodings import order


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ("",)),
        ("gzip, deflate, br, zstd", ("br", "gzip", "")),
        ("br", ("br", "")),
        ("gzip", ("gzip", "")),
        ("GZIP", ("gzip", "")),
        ("x-gzip", ("gzip", "")),
        ("gzip;q=0", ("",)),
        ("gzip; q=0.0, br;q=0", ("",)),
        ("br;q=0.2, gzip;q=0.8", ("gzip", "br", "")),
        ("gzip;q=0.5, br;q=0.5", ("br", "gzip", "")),
        ("*", ("br", "gzip", "")),
        ("*;q=0", ("",)),
        ("*;q=0.5, br;q=0", ("gzip", "")),
        ("identity;q=1, br;q=0.5", ("",)),
        ("identity;q=0, gzip", ("gzip", "")),
        ("gzip;q=nan", ("",)),
        ("gzip;q=9", ("",)),
        ("gzip;level=9", ("",)),
        (";;,,=", ("",)),
        ("zstd", ("",)),
    ],
)
def test_forms_are_tried_in_the_order_of_the_visitors_weights(header: str, expected: tuple[str, ...]) -> None:
    assert order(header) == expected


@given(st.text(max_size=200))
def test_the_plain_file_is_always_the_last_resort(header: str) -> None:
    assert order(header)[-1] == ""


def test_a_header_of_unreasonable_length_is_not_even_read() -> None:
    assert order("br," * 10_000) == ("",)

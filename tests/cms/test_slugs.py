"""Addresses made from titles, in any alphabet and of any length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.slugs import MAX_LENGTH, first_free, is_valid, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Cœur de village", "coeur-de-village"),
        ("L’été à L'Haÿ-les-Roses", "l-ete-a-l-hay-les-roses"),
        ("Bulletin n° 42", "bulletin-n-42"),
        ("مرحبا بكم", "mrhb-bkm"),
        ("Œuvres & æther", "oeuvres-aether"),
        ("😀", "page"),
        ("x" * 300, "x" * 60),
        ("mot " * 100, "-".join(["mot"] * 15)),
    ],
)
def test_a_title_gives_an_address(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text())
def test_whatever_the_title_the_address_is_valid(title: str) -> None:
    assert is_valid(slug_of(title))


@given(st.text(), st.integers(0, 12))
def test_the_first_free_address_is_valid_and_free(title: str, taken: int) -> None:
    slug = slug_of(title)
    used = {slug, *(f"{slug}-{number}" for number in range(2, taken))}
    free = first_free(slug, lambda one: one not in used)
    assert is_valid(free)
    assert free not in used
    assert len(free) <= MAX_LENGTH

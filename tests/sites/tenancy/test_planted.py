"""The marker is everywhere a leak could show it."""

import pytest

from tests.sites.tenancy.planted import build_planted_world
from tests.sites.tenancy.sown import empty_text, every_row


@pytest.mark.isolation
def test_every_text_column_of_a_commune_holds_its_marker(db: None, var: object) -> None:
    planted = build_planted_world()
    forgotten = {
        f"{row._meta.label}.{column.name}"
        for town in (planted.aubord, planted.belleville)
        for row in every_row(town)
        for column in empty_text(row, town.marker)
    }
    assert forgotten == set()

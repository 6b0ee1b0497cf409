"""The reports of Wagtail, taken away in a spreadsheet."""

import pytest
from django.test import Client

from tests.world import World

FORMULA = '=HYPERLINK("https://ailleurs.example")'


@pytest.mark.parametrize("report", ["site-history", "aging-pages"])
def test_a_title_is_no_formula_in_a_report(world: World, client: Client, report: str) -> None:
    page = world.aubord.page
    page.title = FORMULA
    page.save_revision(user=world.aubord.contributeur, log_action=True).publish(user=world.aubord.contributeur)
    client.force_login(world.aubord.gestionnaire)
    response = client.get(f"/reports/{report}/", {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    told = [line for line in lines if "HYPERLINK" in line]
    assert told
    assert not [line for line in told if not line.startswith("\"'=") and ",\"'=" not in line]

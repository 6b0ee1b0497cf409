"""What may be published in several communes is checked when Beffroi starts."""

import pytest

from cms.several.checks import check_shared_types
from modules.actualites.apps import Actualites


def test_what_modules_share_today_is_sound() -> None:
    assert check_shared_types() == []


@pytest.mark.parametrize(
    ("label", "faults"),
    [
        ("actualites.Nothing", {"several.E001": "actualites.Nothing"}),
        ("equipe_municipale.Commission", {"several.E003": "members"}),
        ("wagtailcore.Workflow", {"several.E002": "belongs to none", "several.E003": "workflow_tasks"}),
    ],
)
def test_what_a_copy_would_lose_or_misplace_is_named(
    monkeypatch: pytest.MonkeyPatch, label: str, faults: dict[str, str]
) -> None:
    monkeypatch.setattr(Actualites, "shared_types", ("actualites.Article", label))
    found = {str(error.id): error.msg for error in check_shared_types()}
    assert set(found) == set(faults)
    assert all(told in found[number] for number, told in faults.items())

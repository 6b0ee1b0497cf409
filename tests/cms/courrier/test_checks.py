"""A sender that no mail server would take is said at start-up."""

from typing import Any

import pytest
from django.core.checks import run_checks

from cms.courrier.checks import NO_SENDER


def errors() -> list[str]:
    """What is said of the sender."""
    return [error.msg for error in run_checks() if error.id == NO_SENDER]


@pytest.mark.parametrize("said", ["", "CDG", "CDG <ne-pas-repondre>", "a@b"])
def test_what_is_no_address_is_named(settings: Any, said: str) -> None:
    settings.DEFAULT_FROM_EMAIL = said
    [error] = errors()
    assert f"«\u00a0{said}\u00a0»" in error


@pytest.mark.parametrize("said", ["a@cdg.example", "Centre de gestion <a@cdg.example>", "assistance@localhost"])
def test_an_address_passes_with_or_without_a_name(settings: Any, said: str) -> None:
    settings.DEFAULT_FROM_EMAIL = said
    assert errors() == []

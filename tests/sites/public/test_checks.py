"""A module whose code names an address that is already taken cannot receive anything."""

import pytest
from django.core.checks.registry import registry

from modules.actualites.apps import Actualites
from modules.documents.apps import Documents
from sites.public.checks import check_public_urls


def test_a_module_named_like_what_already_answers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Documents, "public_urls", "somewhere")
    [error] = check_public_urls()
    assert "/_/documents est déjà pris" in error.msg


def test_a_module_named_like_a_room_of_the_platform_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actualites, "public_urls", "somewhere")
    monkeypatch.setattr(Actualites, "code", "api")
    [error] = check_public_urls()
    assert "/_/api est déjà pris" in error.msg


def test_the_others_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actualites, "public_urls", "somewhere")
    assert check_public_urls() == []


def test_it_is_asked_at_start_up() -> None:
    assert any(getattr(check, "__name__", "") == "check_public_urls" for check in registry.get_checks())

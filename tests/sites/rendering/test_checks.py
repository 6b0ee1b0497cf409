"""A block without macro is told at start-up."""

from pathlib import Path
from typing import Any

import pytest

from sites.rendering import checks


@pytest.fixture
def theme(tmp_path: Path, settings: Any) -> Path:
    """A theme alone, extending the base."""
    folder = tmp_path / "themes" / "essai"
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.toml").write_text('label = "Essai"\nextends = "base"\n')
    settings.BEFFROI_THEMES = [tmp_path / "themes", *settings.BEFFROI_THEMES]
    return folder


def test_the_themes_of_the_platform_render_every_block_and_every_page_type() -> None:
    assert checks.check_themes() == []


def test_a_block_without_macro_is_named_with_its_page_type_and_theme(theme: Path) -> None:
    (theme / "templates/blocks.html").write_text("{% macro text(value, ctx) %}{{ value }}{% endmacro %}")
    errors = {(error.id, error.msg) for error in checks.check_themes()}
    expected = "Le bloc « cards » de cms.Page n’a pas de macro de ce nom dans le thème « essai »."
    assert (checks.NO_MACRO, expected) in errors
    assert not [msg for _id, msg in errors if "« text »" in msg or "« causse »" in msg]


def test_a_template_that_cannot_be_read_is_named(theme: Path) -> None:
    (theme / "templates/pages").mkdir()
    (theme / "templates/pages/page.html").write_text("{% if %}")
    found = checks.check_themes()
    assert [error.id for error in found] == [checks.NO_TEMPLATE]
    assert not any(error.is_serious() for error in found)  # a contractor's fault does not stop the platform


def test_a_theme_that_extends_itself_is_told(theme: Path) -> None:
    (theme / "theme.toml").write_text('extends = "essai"\n')
    errors = checks.check_themes()
    assert [(error.id, error.msg) for error in errors] == [
        (checks.NO_THEME, "Le thème « essai » s’étend lui-même : essai → essai.")
    ]

"""Themes: a chain, files overridden by name, addresses made of content."""

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest

from sites.themes import ThemeError, environment, icon, installed_themes, load, static_file, stored
from tests.themes.conftest import THEMES


@pytest.fixture
def themes(tmp_path: Path, settings: Any) -> Path:
    """Two themes: ``fille`` extends ``mere``."""
    folder = tmp_path / "themes"
    for name, extends in (("mere", ""), ("fille", "mere")):
        (folder / name / "static/fonts").mkdir(parents=True)
        (folder / name / "templates").mkdir()
        (folder / name / "theme.toml").write_text(
            f'label = "{name}"\n' + (f'extends = "{extends}"\n' if extends else "")
        )
    (folder / "mere/theme.toml").write_text('label = "Mère"\n[colours]\nbrand = "#000"\naccent = "#111"\n')
    (folder / "fille/theme.toml").write_text('extends = "mere"\n[colours]\nbrand = "#222"\n')
    (folder / "mere/static/base.css").write_text("@font-face{src:url(fonts/a.woff2)} a{mask:url('#m')}")
    (folder / "mere/static/fonts/a.woff2").write_bytes(b"mother's font")
    (folder / "mere/templates/page.html").write_text("mère")
    (folder / "mere/templates/other.html").write_text("autre")
    (folder / "fille/templates/page.html").write_text("fille")
    settings.BEFFROI_THEMES = [folder]
    return folder


def test_templates_and_colours_override_those_of_the_theme_it_extends(themes: Path) -> None:
    theme = load("fille")
    templates = environment(theme)
    assert [templates.get_template(f"{name}.html").render() for name in ("page", "other")] == ["fille", "autre"]
    assert theme.colours == {"brand": "#222", "accent": "#111"}


def test_a_static_file_is_named_after_its_content(themes: Path) -> None:
    address = load("mere").static("fonts/a.woff2")
    assert address.startswith("/_/s/a.")
    assert address.endswith(".woff2")
    assert len(address) == len("/_/s/a.12345678.woff2")


def test_a_style_sheet_names_the_hashed_files_and_changes_with_them(themes: Path) -> None:
    mother = load("mere").statics["base.css"]
    font = Path(load("mere").static("fonts/a.woff2")).name
    assert mother.content.decode() == f"@font-face{{src:url({font})}} a{{mask:url('#m')}}"
    (themes / "fille/static/fonts/a.woff2").write_bytes(b"daughter's font")
    assert load("fille").static("base.css") != mother.url


def test_a_style_sheet_that_asks_for_a_missing_file_is_refused(themes: Path) -> None:
    (themes / "mere/static/base.css").write_text("a{background:url(nowhere.svg)}")
    with pytest.raises(ThemeError, match=r"« base.css » demande « nowhere.svg », qui n’existe pas"):
        load("mere")


@pytest.mark.parametrize("name", ["inconnu", "../mere", "", "MERE"])
def test_an_unknown_theme_is_one_sentence(themes: Path, name: str) -> None:
    with pytest.raises(ThemeError, match=f"Le thème « {name} » n’existe pas."):
        load(name)


def test_a_loop_of_themes_is_told(themes: Path) -> None:
    (themes / "mere/theme.toml").write_text('extends = "fille"\n')
    with pytest.raises(ThemeError, match="s’étend lui-même : fille → mere → fille"):
        load("fille")


def test_an_unreadable_declaration_is_told(themes: Path) -> None:
    (themes / "mere/theme.toml").write_text("label = ")
    with pytest.raises(ThemeError, match="illisible"):
        load("mere")


def test_a_missing_static_file_is_told_by_name(themes: Path) -> None:
    with pytest.raises(ThemeError, match=r"Le thème « mere » n’a pas de fichier « nowhere\.js »\."):
        load("mere").static("nowhere.js")


def test_a_file_is_stored_once_with_its_copies(var: Path) -> None:
    made = static_file("a.css", b"a{color:red}" * 40)
    path = stored(made)
    first = path.stat().st_ino
    assert stored(made).stat().st_ino == first
    assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == made.content
    assert brotli.decompress(Path(f"{path}.br").read_bytes()) == made.content
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name, f"{path.name}.br", f"{path.name}.gz"]


def test_an_icon_is_decorative_and_its_name_is_escaped() -> None:
    assert icon("/_/s/icons.svg", "phone", "chevron") == (
        '<svg class="i chevron" aria-hidden="true" focusable="false"><use href="/_/s/icons.svg#phone"/></svg>'
    )
    assert "<script>" not in icon("/_/s/icons.svg", '"><script>')


def test_the_themes_of_the_platform_are_installed() -> None:
    assert installed_themes() == THEMES

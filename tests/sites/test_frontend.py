"""Fonts and icons are made from what npm brought: once, whole, or with a sentence that says what is missing."""

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from sites import frontend
from sites.frontend import FrontendError, build

ROOT = Path(__file__).resolve().parents[2]
ICON = '<!-- licence --><svg class="lucide" width="24"><path d="M1 1h2" /></svg>'
DECLARED = '[icons]\nlucide = ["house"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree with one theme, its packages being installed already."""
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "themes/base").mkdir(parents=True)
    (tmp_path / "themes/base/theme.toml").write_text(DECLARED)
    icons = tmp_path / "node_modules/lucide-static/icons"
    icons.mkdir(parents=True)
    (icons / "house.svg").write_text(ICON)
    (icons.parent / "LICENSE").write_text("ISC")
    (tmp_path / "node_modules/.beffroi").write_text(hashlib.sha256(b"{}").hexdigest())
    return tmp_path


def test_icons_become_symbols_of_one_sprite(root: Path) -> None:
    assert build(root) == ["base"]
    assert (root / "themes/base/built/licences-base.txt").read_text() == "lucide-static\n\nISC"
    sprite = (root / "themes/base/built/icons.svg").read_text()
    assert '<symbol id="house" viewBox="0 0 24 24"><path d="M1 1h2"/></symbol>' in sprite


def test_nothing_is_made_again_when_nothing_changed(root: Path) -> None:
    build(root)
    assert build(root) == []


def test_a_module_takes_files_of_a_package_with_its_licence_and_without_the_pictures_of_its_style_sheets(
    root: Path,
) -> None:
    (root / "modules/plan").mkdir(parents=True)
    declared = '[files]\n"carte.css" = { package = "leaflet", file = "dist/a.css" }\n'
    (root / "modules/plan/frontend.toml").write_text(declared)
    package = root / "node_modules/leaflet/dist"
    package.mkdir(parents=True)
    (package / "a.css").write_text("a{background:url(images/a.png)}b{background:url(data:,x)}")
    (package.parent / "LICENSE").write_text("BSD")
    assert build(root) == ["base", "plan"]
    built = root / "modules/plan/built"
    assert (built / "carte.css").read_text() == "a{background:none}b{background:url(data:,x)}"
    assert (built / "licences-plan.txt").read_text() == "leaflet\n\nBSD"
    assert build(root) == []


@pytest.mark.parametrize("change", ["package-lock.json", "themes/base/theme.toml"])
def test_what_decides_the_result_makes_it_again(root: Path, change: str) -> None:
    build(root)
    with (root / change).open("a") as file:
        file.write("\n" if change.endswith("json") else "[fonts]\n")
    (root / "node_modules/.beffroi").write_text(hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest())
    assert build(root) == ["base"]


def test_a_label_alone_makes_nothing_again(root: Path) -> None:
    build(root)
    theme = root / "themes/base/theme.toml"
    theme.write_text('label = "Autre"\n' + theme.read_text())
    assert build(root) == []


def test_a_missing_icon_is_named_and_leaves_no_half_build(root: Path) -> None:
    (root / "themes/base/theme.toml").write_text('[icons]\nlucide = ["house", "belfry"]\n')
    with pytest.raises(FrontendError, match=r"lucide-static ne contient pas icons/belfry\.svg"):
        build(root)
    assert not (root / "themes/base/built").exists()


def test_without_npm_the_package_to_install_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "node_modules/.beffroi").unlink()
    monkeypatch.setattr(frontend, "_npm", lambda: None)
    monkeypatch.setattr(frontend, "_fetch_npm", lambda _root: None)
    with pytest.raises(FrontendError, match="npm manque"):
        build(root)


def test_a_failing_npm_is_quoted(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (root / "node_modules/.beffroi").unlink()
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'registry unreachable' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setattr(frontend, "_npm", lambda: str(npm))
    with pytest.raises(FrontendError, match="registry unreachable"):
        build(root)


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
    assert "registry=" not in (ROOT / ".npmrc").read_text()


@pytest.mark.parametrize(
    "name",
    [
        "causse/built/fraunces",
        "causse/built/figtree",
        "garonne/built/outfit",
        "quercy/built/bricolage",
        "quercy/built/public-sans",
        "utopia/built/newsreader",
        "utopia/built/atkinson",
    ],
)
def test_a_cut_font_still_writes_french_and_carries_its_licence(name: str) -> None:
    path = ROOT / "themes" / f"{name}.woff2"
    if not path.is_file():
        pytest.skip("Les polices ne sont pas fabriquées : lancez « beffroi frontend ».")
    font = TTFont(path)
    assert set(map(ord, "éèêàâçîïôùûüÿœŒæÉÀÇ«»’–—…€°")) <= set(font.getBestCmap())
    licences = (path.parent / f"licences-{path.parents[1].name}.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licences.upper()

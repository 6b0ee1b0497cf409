"""Static files of a contractor's theme: known kinds, inside the folder, nothing that lives in a drawing."""

from pathlib import Path

import pytest

from sites.themes import ThemeError, load
from tests.sites.contractor.conftest import Write

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def test_the_kinds_that_a_site_needs_are_published(write: Write) -> None:
    names = ("a.css", "b.woff2", "c.svg", "d.png", "e.jpg", "f.webp", "g.avif", "h.js", "licence.txt")
    write({f"static/{name}": SVG.format("<path d='M0 0'/>") for name in names})
    assert {name for name in names if load("essai").static(name)} == set(names)


@pytest.mark.parametrize("name", ["page.html", "page.htm", "a.php", "a.py", "a.xml", "a.pdf", "a", "a.svgz", "a.wasm"])
def test_another_kind_is_refused_by_its_name(name: str, write: Write) -> None:
    write({f"static/{name}": "x"})
    with pytest.raises(ThemeError, match=f"« static/{name} » du thème « essai » n’est pas d’un type permis"):
        load("essai")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT href='data:,alert(1)'/>",
        "<path onload='alert(1)'/>",
        "<path OnClick = 'alert(1)'/>",
        "<a href='javascript:alert(1)'/>",
        "<foreignObject><p/></foreignObject>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<!ENTITY x 'y'>",
    ],
)
def test_a_drawing_that_holds_a_script_is_refused(inside: str, write: Write) -> None:
    write({"static/a.svg": SVG.format(inside)})
    with pytest.raises(ThemeError, match="est un dessin qui contient un script"):
        load("essai")


def test_a_link_out_of_the_folder_is_refused(write: Write, tmp_path: Path) -> None:
    folder = write({"static/a.css": "a{}"})
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "static/b.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ThemeError, match=r"« static/b\.txt » du thème « essai » mène hors du dossier du thème"):
        load("essai")


def test_a_folder_linked_in_is_not_followed(write: Write, tmp_path: Path) -> None:
    folder = write({"static/a.css": "a{}"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/x.txt").write_text("secret")
    (folder / "static/out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ThemeError, match="mène hors du dossier"):
        load("essai")


def test_what_is_too_heavy_is_refused(write: Write) -> None:
    write({"static/a.png": b"x" * 2_000_001})
    with pytest.raises(ThemeError, match="pèse plus de 2 Mo"):
        load("essai")

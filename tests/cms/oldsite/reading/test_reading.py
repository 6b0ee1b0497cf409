"""An old page is read for what it says, fast, whatever was put in it."""

import time
from collections.abc import Sequence
from typing import Any

import pytest

from cms.oldsite.reading import addresses, content, tables, wordpress
from cms.oldsite.reading.blocks import Builder
from cms.oldsite.reading.markup import piece, text_of, words

HOSTS = addresses.same_site("www.valcombe.example")
SOON = 5.0  # seconds; what is quadratic takes minutes


class Nothing:
    """A resolver that finds nothing but keeps the words."""

    def __init__(self) -> None:
        self.left: list[str] = []

    def link(self, href: str) -> str:
        return f'<a href="{href}">'

    def picture(self, _address: str, _alt: str) -> int | None:
        return None

    def leave(self, why: Any, _sentence: str) -> None:
        self.left.append(str(why))


def built(html: str, title: str = "") -> list[dict[str, Any]]:
    return Builder(title, Nothing(), ()).build(html)


def none(_ids: Sequence[int]) -> Sequence[str]:
    return ()


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/mairie/index.html", "/mairie"),
        ("/mairie/", "/mairie"),
        ("//a//b/", "/b"),
        ("/", "/"),
        ("/index.php", "/"),
        ("/index.php?id=12", "/index.php?id=12"),
        ("/index.php%3Fid=12.html", "/index.php?id=12"),
        ("/%C3%A9cole.html", "/école.html"),
        ("../../x.php", "/x.php"),
        ("/a%00b", ""),
        ("http://[::1", ""),
    ],
)
def test_an_address_has_one_form(address: str, form: str) -> None:
    assert addresses.normal(address) == form


@pytest.mark.parametrize(
    ("href", "form"),
    [
        ("elus.html", "/mairie/elus.html"),
        ("https://valcombe.example/x/", "/x"),
        ("//www.valcombe.example/x/", "/x"),
        ("https://valcombe.example.pirate.example/", None),
        ("https://169.254.169.254/", None),
        ("#haut", None),
        ("mailto:a@b.example", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_a_link_stays_inside_the_site_or_is_not_followed(href: str, form: str | None) -> None:
    assert addresses.inside(href, "/mairie/index.html", HOSTS) == form


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_page_is_decoded_whatever_it_says(encoding: str) -> None:
    declared = "iso-8859-1" if encoding == "cp1252" else "utf-8"
    text = f"<meta charset={declared}><p>L’été à 12 €</p>"
    assert text_of(text.encode(encoding)) == text


def test_typo3_s_marks_bound_the_content() -> None:
    page = content.read(
        "<body><div>Menu</div><!--TYPO3SEARCH_begin--><p>Un</p><!--TYPO3SEARCH_end--><p>Pub</p>"
        "<!-- typo3search_begin --><p>Deux</p><!-- typo3search_end --></body>"
    )
    assert page is not None
    assert words(page.main) == "UnDeux"


def test_a_table_of_layout_is_text_and_a_table_of_data_stays_one() -> None:
    layout = "<table><tr><td><h2>Titre</h2><p>Un texte.</p></td><td>Colonne</td></tr></table>"
    assert [block["type"] for block in built(layout)] == ["text"]
    data = "<table><tr><th colspan=2>Tarifs</th></tr><tr><td>Adulte</td><td>3 €</td></tr></table>"
    (table,) = built(data, "Piscine")
    assert table["value"]["caption"] == "Piscine"
    assert [one["heading"] for one in table["value"]["table"]["columns"]] == ["Tarifs", "Colonne 2"]
    wide = "<table>" + "<tr>" + "<td>a</td>" * 9 + "</tr><tr>" + "<td>b</td>" * 9 + "</tr></table>"
    inside = piece(wide)
    assert inside is not None
    assert tables.data_of(inside.find("table")) is None


def test_the_first_level_of_headings_is_the_first_of_ours() -> None:
    (text,) = built("<h1>Titre</h1><h3>Un</h3><p>a</p><h5>Deux</h5><p>b</p>", "Titre")
    assert text["value"] == "<h2>Un</h2><p>a</p><h3>Deux</h3><p>b</p>"


def test_words_between_brackets_stay_and_shortcodes_leave() -> None:
    html, names = wordpress.html_of("Complet [sic]\n\n[slider id=3]\n\n[box]Dedans[/box]", none)
    assert html == "<p>Complet [sic]</p>\n<p>Dedans</p>"
    assert names == ["slider", "box"]


@pytest.mark.parametrize(
    "text",
    [
        "[a " * 5_000,
        "[caption " * 5_000,
        "[caption]" * 5_000,
        "<!-- wp:" * 5_000,
        "[x a=" * 5_000,
        "[embed " * 5_000,
    ],
)
def test_a_text_made_to_be_slow_is_read_fast(text: str) -> None:
    start = time.process_time()
    wordpress.html_of(text, none)
    assert time.process_time() - start < SOON


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "au fond",
        "<p>" + "<b>" * 3000 + "au fond",
        "<ul><li>x" * 2000,
        "<p>Une phrase. </p>" * 5_000,
        "<!--TYPO3SEARCH_end-->" + "<!--TYPO3SEARCH_begin-->" * 5_000,
        "\x00\x01\ud800",
        "",
    ],
)
def test_a_page_made_to_be_slow_or_deep_is_read_fast(html: str) -> None:
    start = time.process_time()
    content.read(html)
    built(html)
    assert time.process_time() - start < SOON

"""Addresses that gatherers do not find and that nobody sees changed."""

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.bake.bakery import bake, store_of
from sites.rendering.veil import veil
from tests.world import World

WORDS = [
    "<b>",
    "</b>",
    "a@b.fr",
    "@",
    ".",
    "mailto:",
    "é",
    "&amp;",
    " ",
    '"',
    "x.y+z@mairie.example",
    "@a.fr@",
    "&#64;",
]


class Links(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the links."""
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def test_a_browser_reads_the_same_link_and_the_same_text() -> None:
    address = "mairie.d-ici+x@aubord.example"
    page = f'<p>Écrire à <a href="mailto:{address}?subject=a%20b">{address}</a>.</p>'
    veiled = veil(page)
    assert "@" not in veiled
    assert "mailto" not in veiled
    assert "aubord" not in veiled
    seen = Links(veiled)
    assert seen.links == ["mailto:mairie.d-ici+x@aubord.example?subject=a%20b"]
    assert seen.text == "Écrire à mairie.d-ici+x@aubord.example."
    assert veiled.endswith("</a>.</p>")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>Sans adresse</p>",
        '<a href="mailto:?subject=Lire">Par courriel</a>',
        '<script type="application/ld+json">{"email": "a@b.fr"}</script>',
        "<SCRIPT>\nsend('a@b.fr')\n</SCRIPT >",
        "<style>@media print{a{b:c}} @import 'x@y.css';</style>",
        "<!-- a@b.fr -->",
        "<p>à 3 @ 4, @mairie, mairie@, photo@2x</p>",
        "@a.fr",
        '<a href="https://www.youtube.com/@ville">',
    ],
)
def test_what_is_no_address_or_is_not_decoded_stays_as_it_is(page: str) -> None:
    assert veil(page) == page


@pytest.mark.parametrize("last", "a9é_.+%-")
def test_an_address_is_found_whatever_stands_before_its_at_sign_and_after_another(last: str) -> None:
    assert "@" not in veil(f"<p>x{last}@b.fr</p>")
    assert veil(f"https://reseau.example/@ville x{last}@_b.fr").count("@") == 1


def test_what_stands_around_a_script_is_veiled() -> None:
    script = '<script>"a@b.fr"</script>'
    assert veil(f"<p>c@d.fr</p>{script}<p>e@f.fr</p>").count("@") == 1
    assert script in veil(f"<p>c@d.fr</p>{script}<p>e@f.fr</p>")


@given(st.lists(st.sampled_from(WORDS)).map("".join))
def test_whatever_the_page_a_browser_reads_the_same(page: str) -> None:
    assert unescape(veil(page)) == unescape(page)
    assert veil(veil(page)) == veil(page)


@pytest.mark.django_db
def test_no_baked_page_holds_the_address_of_the_town_hall(world: World) -> None:
    bake(world.aubord.commune)
    pages = [path.read_text() for path in store_of(world.aubord.commune.insee).www.rglob("*.html")]
    assert any('href="mailto:mairie@aubord.example"' in unescape(page) for page in pages)
    assert not any("mairie@aubord" in page for page in pages)

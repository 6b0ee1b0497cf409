"""Addresses of networks, and links that pass a page on."""

import pytest

from modules.reseaux_sociaux.parse import is_page_of, shares


@pytest.mark.parametrize(
    ("code", "url", "right"),
    [
        ("facebook", "https://www.facebook.com/mairie", True),
        ("facebook", "https://fr-fr.facebook.com/mairie", True),
        ("facebook", "https://www.facebook.com/", False),
        ("facebook", "http://www.facebook.com/mairie", False),
        ("facebook", "https://facebook.com.piege.example/mairie", False),
        ("facebook", "https://notfacebook.com/mairie", False),
        ("x", "https://twitter.com/mairie", True),
        ("mastodon", "https://piaille.fr/@mairie", True),
        ("mastodon", "https://localhost/@mairie", False),
        ("youtube", "https://[oups/@mairie", False),
    ],
)
def test_an_address_is_one_of_its_network_or_not(code: str, url: str, right: bool) -> None:  # noqa: FBT001
    assert is_page_of(code, url) is right


def test_what_is_passed_on_is_quoted_whole() -> None:
    ways = {way.name: way.url for way in shares("https://a.fr/x/?y=1&z", "Fête & bal\r\nBcc: b@c.fr")}
    assert ways["Facebook"].endswith("u=https%3A%2F%2Fa.fr%2Fx%2F%3Fy%3D1%26z")
    assert "&body=" in ways["un courriel"]
    assert ways["un courriel"].count("&") == 1
    assert "\r" not in ways["un courriel"]

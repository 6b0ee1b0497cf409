"""Rich text made public: references resolved, dead ones left as words, nothing dangerous."""

import pytest

from sites.rendering.richtext import Outside, Reference, parse, resolve


def public(html: str) -> str:
    def reference(found: Reference) -> str:
        return f'<a href="/{found.kind}/{found.id}/">{found.inner}</a>' if found.id < 10 else found.inner

    return resolve(html, reference, lambda outside: f'<a href="{outside.href}">{outside.inner}</a>')


def test_a_reference_becomes_an_address_whatever_the_order_of_its_attributes() -> None:
    assert public('<p><a linktype="page" id="3">ici</a> <a id="4" linktype="document">là</a></p>') == (
        '<p><a href="/page/3/">ici</a> <a href="/document/4/">là</a></p>'
    )


def test_a_reference_to_what_is_no_number_leaves_its_words() -> None:
    number = "9" * 5000
    assert public(f'<p><a linktype="page" id="{number}">ici</a><embed embedtype="image" id="{number}"/></p>') == (
        "<p>ici</p>"
    )


def test_a_dead_reference_leaves_its_words_and_their_formatting() -> None:
    assert public('<p>Voir <a linktype="page" id="99">la <b>page</b></a>.</p>') == "<p>Voir la <b>page</b>.</p>"


def test_the_marks_of_the_editor_are_not_published() -> None:
    assert public('<p data-block-key="x1y2z">Texte</p>') == "<p>Texte</p>"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
        ('<p><a href="JaVaScRiPt:alert(1)">x</a></p>', "<p>x</p>"),
        ('<p><a href="data:text/html,x">x</a></p>', "<p>x</p>"),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="alert(1)">x</p>', "<p>x</p>"),
        ('<p style="position:fixed">x</p>', "<p>x</p>"),
        ('<img src=x onerror="alert(1)">', ""),
        ('<p><a linktype="page" id="3" onclick="alert(1)">x</a></p>', '<p><a href="/page/3/">x</a></p>'),
        ('<p><a href="https://lot.fr" target="_blank">x</a></p>', '<p><a href="https://lot.fr">x</a></p>'),
        ("<div><p>x</p></div>", "<p>x</p>"),
        ("<svg/onload=alert(1)>", ""),
        ('<embed embedtype="media" url="https://tiers.example/v"/>', ""),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_what_is_not_plain_formatting_or_a_safe_link_is_gone(stored: str, shown: str) -> None:
    assert public(stored) == shown


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Titre</h2><p>Un <b>deux</b> <i>trois</i><br/>quatre</p><ul><li>cinq</li></ul>",
        '<p><a href="https://lot.fr/?a=1&amp;b=2">x</a> <a href="mailto:a@b.fr">y</a> <a href="tel:+33">z</a></p>',
        "<blockquote>Cité</blockquote><p>1<sup>er</sup> H<sub>2</sub>O</p><hr/>",
    ],
)
def test_plain_formatting_is_kept_as_it_is(html: str) -> None:
    assert public(html) == html


def test_a_picture_in_the_text_is_a_reference_with_its_description() -> None:
    found = parse('<p>a</p><embed alt="Le pont" embedtype="image" format="left" id="7"/>')
    assert found == ("<p>a</p>", Reference("image", 7, alt="Le pont"))


def test_an_outside_link_keeps_its_address() -> None:
    assert parse('<a href="https://lot.fr">Lot</a>') == (Outside("https://lot.fr", "Lot"),)

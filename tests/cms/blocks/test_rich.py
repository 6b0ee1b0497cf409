"""Rich text is stored clean, whatever the browser sent."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText

from cms.blocks.rich import LONGEST, cleaned
from cms.blocks.text import PLAIN_FEATURES, TEXT_FEATURES, TextBlock


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ('<p class="MsoNormal" style="color:red">La <span lang="FR">halle</span></p>', "<p>La halle</p>"),
        ("<p>Un</p><script>alert(1)</script><style>p{}</style>", "<p>Un</p>"),
        ('<p><a href="javascript:alert(1)" onclick="x()">là</a></p>', "<p><a>là</a></p>"),
        ('<p><img src="x" onerror="alert(1)"><iframe src="//x"></iframe>texte</p>', "<p>texte</p>"),
        ("<h1>Titre</h1><h2>Partie</h2>", "Titre<h2>Partie</h2>"),
        (
            '<p><a linktype="page" id="3">le conseil</a> et <a linktype="document" id="4">le plan</a></p>',
            '<p><a linktype="page" id="3">le conseil</a> et <a linktype="document" id="4">le plan</a></p>',
        ),
        ("<ul><li>un<ol><li>deux</li></ol></li></ul>", "<ul><li>un<ol><li>deux</li></ol></li></ul>"),
    ],
)
def test_what_is_not_of_the_editor_is_left_out(sent: str, kept: str) -> None:
    assert cleaned(sent, TEXT_FEATURES) == kept


def test_a_text_without_headings_has_none() -> None:
    assert cleaned("<h2>Titre</h2><p><b>gras</b></p>", PLAIN_FEATURES) == "Titre<p><b>gras</b></p>"


def test_the_block_stores_the_clean_text() -> None:
    assert TextBlock().clean(RichText('<p onclick="x()">Bonjour</p>')).source == "<p>Bonjour</p>"


def test_a_text_too_long_for_a_page_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValidationError, match="trop long pour une page"):
        TextBlock().clean(RichText("<p>" + "a" * LONGEST + "</p>"))

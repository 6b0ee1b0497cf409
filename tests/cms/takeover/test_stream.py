"""Markdown and directives become the blocks that the editor stores."""

import pytest

from cms.takeover import stream
from cms.takeover.errors import ContentError

SPACES = str.maketrans("\u00a0\u202f", "  ")


class Known:
    """A site with one page, one picture and one document."""

    def page(self, path: str) -> int:
        if path != "/mairie/":
            raise ContentError(f"aucune page ne se trouve à l’adresse {path}.")
        return 7

    def picture(self, name: str, shows: str = "") -> int:  # noqa: ARG002
        if name != "pont.jpg":
            raise ContentError(f"le fichier images/{name} n’existe pas.")
        return 8

    def document(self, name: str) -> int:
        if name != "budget.pdf":
            raise ContentError(f"le fichier documents/{name} n’existe pas.")
        return 9


def blocks(text: str) -> list[dict[str, object]]:
    return stream.blocks(text, "Le titre", Known())


def refused(text: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        blocks(text)
    return caught.value


def test_text_keeps_its_headings_lists_and_emphasis() -> None:
    text = "# Un\n\nDeux **trois** *quatre*\n\n- a\n- b\n\n> c"
    assert blocks(text) == [
        {
            "type": "text",
            "value": "<h2>Un</h2><p>Deux <b>trois</b> <i>quatre</i></p><ul><li>a</li><li>b</li></ul>"
            "<blockquote>c</blockquote>",
        }
    ]


def test_links_point_to_pages_documents_and_outside() -> None:
    text = "[a](/mairie/) [b](documents/budget.pdf) [c](https://www.lot.fr)"
    assert blocks(text)[0]["value"] == (
        '<p><a linktype="page" id="7">a</a> <a linktype="document" id="9">b</a> <a href="https://www.lot.fr">c</a></p>'
    )


def test_html_of_the_source_is_shown_as_text_and_never_obeyed() -> None:
    assert blocks("<script>alert(1)</script>")[0]["value"] == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_link_that_would_run_a_script_is_refused() -> None:
    assert blocks("[a](javascript:alert(1))")[0]["value"] == "<p>[a](javascript:alert(1))</p>"


def test_a_picture_alone_becomes_an_image_block_between_two_texts() -> None:
    made = blocks('Avant\n\n![Un pont](images/pont.jpg "Le pont")\n\nAprès')
    assert [block["type"] for block in made] == ["text", "image", "text"]
    assert made[1]["value"] == {
        "image": {"image": 8, "alt_text": "Un pont", "decorative": False},
        "caption": "Le pont",
        "width": "text",
    }


def test_a_picture_without_words_is_decoration() -> None:
    value = blocks("![](pont.jpg)")[0]["value"]
    assert isinstance(value, dict)
    assert value["image"]["decorative"] is True


def test_a_table_takes_the_title_of_its_directive_of_the_heading_or_of_the_page() -> None:
    table = "| A | B |\n|---|---|\n| 1 | |\n"
    made = blocks(f"{table}\n## Tarifs\n\n{table}\n::: tableau Horaires\n{table}:::")
    assert [block["value"]["caption"] for block in made if block["type"] == "table"] == [  # type: ignore[index]
        "Le titre",
        "Tarifs",
        "Horaires",
    ]


def test_a_contact_names_each_part() -> None:
    made = blocks('::: contact\nnom = "Accueil"\ntelephone = "05 36 49 00 00"\nlien = "/mairie/"\n:::')
    value = made[0]["value"]
    assert isinstance(value, dict)
    assert (value["name"], value["phone"], value["link"]["page"]) == ("Accueil", "05 36 49 00 00", 7)


def test_hours_are_read_as_people_write_them() -> None:
    made = blocks('::: horaires Piscine\nlundi = ["9h-12h30", "14h-18h"]\nsamedi = ["14h30-18h"]\n:::')
    value = made[0]["value"]
    assert isinstance(value, dict)
    days = [item["value"] for item in value["days"]]
    assert [(day["day"], day["morning_from"], day["morning_to"], day["afternoon_from"]) for day in days] == [
        ("monday", "09:00", "12:30", "14:00"),
        ("saturday", None, None, "14:30"),
    ]


def test_an_accordion_opens_at_each_heading() -> None:
    value = blocks("::: accordeon Questions\n### Une\nOui.\n### Deux\nNon.\n:::")[0]["value"]
    assert isinstance(value, dict)
    assert [item["value"] for item in value["items"]] == [
        {"title": "Une", "text": "<p>Oui.</p>"},
        {"title": "Deux", "text": "<p>Non.</p>"},
    ]


def test_link_groups_carry_their_icon() -> None:
    value = blocks("::: liens Démarches\n### Papiers {id-card}\n- [Mairie](/mairie/)\n:::")[0]["value"]
    assert isinstance(value, dict)
    group = value["groups"][0]["value"]
    assert (group["title"], group["icon"], group["links"][0]["value"]["page"]) == ("Papiers", "id-card", 7)


@pytest.mark.parametrize(
    ("text", "sentence", "line"),
    [
        ("a\n\n[b](/ailleurs/)", "aucune page ne se trouve à l’adresse /ailleurs/.", 3),
        ('::: contact\nnom = "A"\n', "le bloc « contact » n’est pas fermé par « ::: ».", 2),
        ("::: inconnu\n:::", "le bloc « inconnu » n’existe pas", 2),
        ("a\n:::\n", "un bloc commence par « ::: nom » et finit par « ::: ».", 2),
        ('::: contact\nmail = "a@b.fr"\n:::', "la clé « mail » n’existe pas ici", 2),
        ('::: horaires\nlundi = ["9 heures"]\n:::', "l’horaire « 9 heures » s’écrit comme « 9h-12h30 ».", 2),
        ("::: documents\n- [a](/mairie/)\n:::", "« /mairie/ » n’est pas un fichier du dossier documents.", 2),
        ("texte ![a](pont.jpg) texte", "une image se met seule, entre deux lignes vides.", 1),
        ("![a](autre.jpg)", "le fichier images/autre.jpg n’existe pas.", 1),
    ],
)
def test_what_is_wrong_is_said_in_french_with_its_line(text: str, sentence: str, line: int) -> None:
    error = refused(text)
    assert str(error).translate(SPACES).startswith(sentence)
    assert error.line == line

"""A sheet of the feed as a page: nothing of it is lost, each element has its place."""

import re
from datetime import date

import pytest

from modules.comarquage.reading.blocks import BLOCKS, SILENT
from modules.comarquage.reading.sheet import UNSAID
from modules.comarquage.reading.tree import day
from modules.comarquage.reading.words import WORDS
from tests.modules.comarquage.reading.elements import CONDITION, ELEMENTS, OFFICE, SHORT, t
from tests.modules.comarquage.reading.factories import body, made


@pytest.mark.parametrize("element", ELEMENTS)
def test_each_element_of_the_feed_has_its_rendering(element: str) -> None:
    case, expected = ELEMENTS[element]
    root = "ServiceComplementaire" if element == "ServiceComplementaire" else "Publication"
    sheet, scene = made(case, root)
    shown = sheet.body.replace("\n", "")
    assert scene.unknown == {}
    assert expected in shown
    assert "absent-xyz" not in shown


def test_every_element_that_is_rendered_has_its_case() -> None:
    silent_by_place = {"Colonne", "Cellule", "Rangée", "Resume", "Titre", "TitreRiche", "Publication"}
    silent_by_place |= {"ServiceComplementaire", "IntituleSiSelectionne", "Avertissement"}
    assert set(BLOCKS) | set(WORDS) | UNSAID | SILENT | silent_by_place == set(ELEMENTS)


def test_a_sheet_says_its_source_its_day_and_where_the_official_one_is() -> None:
    sheet, _scene = made(t("x"))
    official = "https://www.service-public.gouv.fr/particuliers/vosdroits/F1"
    assert sheet.key == "particuliers/F1"
    assert sheet.title == "Demander un arrosoir"
    assert f'<link rel="canonical" href="{official}">' in sheet.head
    assert '<meta name="description" content="Qui prête des arrosoirs.">' in sheet.head
    assert "Service-Public.gouv.fr\u00a0/\u00a0DILA" in sheet.body
    assert f'href="{official}"' in sheet.body
    assert (
        "Vérifié le 1er mars 2026 – Direction de l’information légale et administrative (Premier ministre)"
        in sheet.body
    )


@pytest.mark.parametrize("said", ["modified 2099-01-01", "modified 1970-01-01", "modified 2026-02-31", "", "hier"])
def test_an_absurd_day_is_not_said(said: str) -> None:
    assert day(said, date(2026, 11, 23)) is None


def test_an_unknown_element_keeps_its_words_and_is_counted() -> None:
    inside = "<Nouveau><Titre>Balise</Titre><Paragraphe>Gardé</Paragraphe></Nouveau>"
    sheet, scene = made(inside + t("avant <Neuf>dedans</Neuf> après") + "<Seul>Nu</Seul>")
    assert scene.unknown == {"Nouveau": 1, "Neuf": 1, "Seul": 1}
    for words in ("Balise", "Gardé", "avant dedans après", "Nu"):
        assert words in sheet.body


def test_the_space_between_two_elements_of_a_sentence_is_kept() -> None:
    assert "<strong>a</strong> <sup>b</sup>" in body(t("<MiseEnEvidence>a</MiseEnEvidence> <Exposant>b</Exposant>"))


def test_an_abbreviation_is_told_by_the_same_file() -> None:
    assert '<abbr title="Service d’arrosage">SAV</abbr>' in body(SHORT)


def test_a_sheet_of_an_audience_that_was_not_imported_is_read_on_the_official_site() -> None:
    words = '<LienInterne LienPublication="F5" type="Fiche d\'information" audience="Professionnels">là</LienInterne>'
    assert '<a href="https://entreprendre.service-public.gouv.fr/vosdroits/F5">là</a>' in body(t(words))


def test_cases_within_cases_go_down_four_levels_with_headings_in_order() -> None:
    inside = "<Paragraphe>Au fond</Paragraphe>"
    for depth in range(4, 0, -1):
        inside = f'<BlocCas affichage="onglet"><Cas><Titre>Cas {depth}</Titre>{inside}</Cas></BlocCas>'
    chapter = f"<Chapitre><Titre>Chapitre</Titre><SousChapitre><Titre>Sous</Titre>{inside}</SousChapitre></Chapitre>"
    shown = body(f"<Texte>{chapter}</Texte>")
    said = [(a or b, title) for a, b, title in re.findall(r'(?:<h(\d)|aria-level="(\d)")>([^<]*)', shown)]
    assert said[:7] == [
        ("1", "Demander un arrosoir"),
        ("2", "Chapitre"),
        ("3", "Sous"),
        ("4", "Cas 1"),
        ("5", "Cas 2"),
        ("6", "Cas 3"),
        ("7", "Cas 4"),
    ]
    assert "<p>Au fond</p>" in shown


def test_situations_that_follow_each_other_are_not_folded() -> None:
    case = (
        '<ListeSituations affichage="sequentiel"><Situation><Titre>D’abord</Titre><Texte><Paragraphe>x</Paragraphe>'
        "</Texte></Situation></ListeSituations>"
    )
    assert '<div class="guide-step"><h2>D’abord</h2><p>x</p></div>' in body(case)


def test_the_names_of_conditions_are_no_words() -> None:
    assert "T80" not in body(CONDITION)


def test_the_title_of_a_case_keeps_its_powers() -> None:
    case = "<BlocCas><Cas><Titre><Paragraphe>100 m<Exposant>2</Exposant></Paragraphe></Titre></Cas></BlocCas>"
    assert "<summary><h2>100 m<sup>2</sup></h2></summary>" in body(f"<Texte>{case}</Texte>")


def test_html_in_the_words_stays_words() -> None:
    shown = body(t("&lt;script&gt;alert(1)&lt;/script&gt;"))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    shown = body(t('<LienExterne URL="javascript:alert(1)">là</LienExterne>'))
    assert "javascript" not in shown
    assert "<p>là</p>" in shown


def test_the_offices_a_sheet_speaks_of_are_its_slots_once_each_and_free_words_are_none() -> None:
    other = OFFICE.replace("prefecture", "mairie")
    free = OFFICE.replace("prefecture", "Driea Ile-de-France")
    sheet, _scene = made(OFFICE + other + OFFICE + free)
    assert sheet.boxes == ("prefecture", "mairie")


def test_a_cell_cannot_span_a_million_columns() -> None:
    row = '<Rangée type="normal"><Cellule fusionHorizontale="1000000"><Paragraphe>x</Paragraphe></Cellule></Rangée>'
    assert 'colspan="60"' in body(f"<Texte><Tableau>{row}</Tableau></Texte>")


def test_a_head_whose_cell_goes_down_among_the_rows_stays_with_them() -> None:
    head = '<Rangée type="header"><Cellule fusionVerticale="2"><Paragraphe>Âge</Paragraphe></Cellule></Rangée>'
    row = '<Rangée type="normal"><Cellule><Paragraphe>3 ans</Paragraphe></Cellule></Rangée>'
    page = body(f"<Texte><Tableau>{head}{row}</Tableau></Texte>")
    assert '<tbody><tr><th scope="col" rowspan="2">Âge</th></tr>' in page
    assert "<thead>" not in page


def test_two_parts_of_one_name_have_one_anchor() -> None:
    part = '<Chapitre ID="T1"><Titre>Partie</Titre></Chapitre>'
    assert body(f"<Texte>{part}{part}</Texte>").count('id="partie-T1"') == 1


def test_what_describes_a_picture_is_told_in_full() -> None:
    said = "<Description><Paragraphe>Un.</Paragraphe><Paragraphe>Deux.</Paragraphe></Description>"
    assert "</p><p>Un.</p><p>Deux.</p>" in body(f'<Texte><Image LienPublication="I1.gif">{said}</Image></Texte>')
    assert "</p><p>Un.</p><p>Deux.</p>" in body(t(f'Voir <Image LienPublication="I1.gif">{said}</Image>'))

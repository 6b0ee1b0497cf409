import pytest

from cms.search.french.extracts import extract, marked
from cms.search.french.stems import stem
from cms.search.french.synonyms import stems_of, synonyms, wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’eau", "eau"),
        ("l'eau", "EAUX"),
        ("cœur", "coeur"),
        ("École", "ecoles"),
        ("municipaux", "municipale"),
        ("hôpital", "hôpitaux"),
        ("déchet", "déchetterie"),
        ("collecter", "collectes"),
        ("culturelle", "culturel"),
        ("aujourd’hui", "aujourd'hui"),
        ("jusqu’à la mairie", "mairie"),
        ("e\u0301cole", "école"),
        ("saint-cirq", "Saint Cirq"),
        ("ex æquo", "ex aequo"),
    ],
)
def test_two_ways_of_writing_a_word_are_one(one: str, other: str) -> None:
    assert stems_of(one) == stems_of(other) != ()


@pytest.mark.parametrize(("one", "other"), [("marché", "mars"), ("eau", "au"), ("cantine", "canton"), ("2024", "2025")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert stems_of(one) != stems_of(other)


def test_short_words_and_numbers_keep_their_ending() -> None:
    assert [stem(word) for word in ("bus", "gaz", "rue", "2026", "1er")] == ["bus", "gaz", "rue", "2026", "1er"]


def test_words_of_every_page_are_not_looked_for() -> None:
    assert wanted("comment faire pour l’avoir, et où ?") == []


def test_an_everyday_word_looks_for_what_the_town_hall_writes() -> None:
    (bin_,) = wanted("la poubelle")
    assert bin_.stems == stems_of("poubelle")
    assert stems_of("collecte des déchets") in bin_.instead


def test_an_expression_is_one_thing_and_its_words_are_not_looked_for_alone() -> None:
    found = wanted("refaire ma carte d’identité")
    assert [want.stems for want in found] == [stems_of("refaire"), stems_of("carte identité")]
    assert stems_of("passeport") in found[1].instead


def test_no_synonym_stands_for_itself_nor_is_empty() -> None:
    assert [said for said, written in synonyms().items() if said in written or () in written or not said] == []


def test_an_extract_shows_the_words_found_and_is_safe_html() -> None:
    text = (
        "Bienvenue. " * 60
        + "Le <script>cœur</script> du village bat au rythme des marchés & des fêtes. "
        + "Fin. " * 60
    )
    shown = extract(text, set(stems_of("coeur marché")))
    assert "&lt;script&gt;<mark>cœur</mark>&lt;/script&gt;" in shown
    assert "<mark>marchés</mark> &amp; des" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_an_extract_without_the_words_is_the_beginning() -> None:
    assert extract("Le   marché\ndu mercredi", {"x"}) == "Le marché du mercredi"
    assert extract("", {"x"}) == ""


def test_a_title_is_marked_whole() -> None:
    assert marked("L’e\u0301cole & les écoles", {"ecol"}) == "L’<mark>école</mark> &amp; les <mark>écoles</mark>"

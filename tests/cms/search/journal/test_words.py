import pytest

from cms.search.journal.words import kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Poubelles", "poubelles"),
        ("  L’EAU du   cœur ", "l eau du coeur"),
        ("plan local 2026", "plan local 2026"),
        ("46000 Cahors", "46000 cahors"),
    ],
)
def test_a_question_is_kept_folded(text: str, words: str) -> None:
    assert kept(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "?!*",
        "2026",
        "jean.dupont@example.org",
        "jean dupont @ example",
        "appeler 0565123456",
        "appeler 05 65 12 34 56",
        "05.65.12.34.56 mairie",
        "+33 5 65 12 34 56 mairie",
        "né le 12/03/1980",
        "dossier 123456",
        "sécu 1 80 03 46 042 001 22",
        "bonjour je voudrais savoir pourquoi mon voisin fait du bruit",
        "un deux trois quatre cinq six sept huit neuf",
        "a" * 61,
    ],
)
def test_what_may_be_about_somebody_is_not_kept(text: str) -> None:
    assert kept(text) == ""

"""The page of an audience leads to its themes and its cases, and says where it comes from."""

from modules.comarquage.packing.homes import Front, home
from modules.comarquage.reading.tree import parsed
from tests.modules.comarquage.reading.factories import source


def front() -> Front:
    found = Front()
    for ident, kind, title in (
        ("N2", "Theme", "Jardins & potagers"),
        ("N4", "Theme", "Étranger"),
        ("N1", "Theme", "Arrosage"),
        ("N3", "Dossier", "Dossier d’un thème"),
        ("F7", "Fiche Comment faire si - simulateur", "Je perds mon arrosoir"),
        ("F8", "Fiche d'information", "Une fiche"),
    ):
        found.note(parsed(source("", ident, kind)), title)
    return found


def test_themes_stand_in_alphabetical_order_with_their_words_then_cases() -> None:
    sheet = home("particuliers", front())
    assert (sheet.key, sheet.title) == ("particuliers", "Vos droits et démarches")
    links = ["Arrosage", "Étranger", "Jardins &amp; potagers", "Je perds mon arrosoir"]
    assert [sheet.body.index(words) for words in links] == sorted(sheet.body.index(words) for words in links)
    assert '<a href="/guide/particuliers/N1/">Arrosage</a><p>Qui prête des arrosoirs.</p>' in sheet.body
    assert "Une fiche" not in sheet.body
    assert "Dossier d’un thème" not in sheet.body
    assert "Service-Public.gouv.fr" in sheet.body


def test_an_audience_without_theme_shows_no_empty_list() -> None:
    assert "<ul" not in home("associations", Front()).body

"""An import enters the pack whole or not at all, and makes again only what changed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from modules.comarquage.packing.update import PREFIX, SHELF, imported
from modules.comarquage.reading import sheet as making
from modules.comarquage.reading.archive import RefusedError
from modules.comarquage.reading.changes import Changes
from sites.composing.pack import Pack
from sites.composing.places import pack_file
from sites.composing.segments import plain
from tests.modules.comarquage.reading.factories import TODAY, feed, source

NOTHING = Changes(frozenset(), frozenset(), frozenset())
LED = '<LienInterne LienPublication="F9" type="x" audience="Particuliers">là</LienInterne>'
LINK = f"<Texte><Paragraphe>{LED}</Paragraphe></Texte>"


def files(*idents: str, words: str = "Bonjour") -> dict[str, bytes]:
    inside = f"<Texte><Paragraphe>{words}</Paragraphe></Texte>"
    return {f"{ident}.xml": source(inside, ident) for ident in idents}


def given(var: Path, held: Mapping[str, bytes], audience: str = "particuliers", *, believe: bool = False) -> Changes:
    return imported(var, audience, feed(var / "given.zip", held), TODAY, believe=believe).changes


def pack(var: Path) -> Pack:
    return Pack(pack_file(var, PREFIX))


def words(var: Path, key: str) -> str:
    return plain(pack(var).segments(key)).decode()


def test_the_same_archive_again_makes_nothing_and_the_pack_is_the_same_to_the_byte(tmp_path: Path) -> None:
    given(tmp_path, files("F1", "F2"))
    before = pack_file(tmp_path, PREFIX).read_bytes()
    outcome = imported(tmp_path, "particuliers", tmp_path / "given.zip", TODAY)
    assert (outcome.made, outcome.changes, outcome.count) == (0, NOTHING, 2)
    assert pack_file(tmp_path, PREFIX).read_bytes() == before


def test_only_what_came_or_changed_is_made_and_what_went_is_gone(tmp_path: Path) -> None:
    given(tmp_path, files("F1", "F2", "F3", "F4", "F5"))
    held = files("F1", "F2", "F3", "F6") | files("F4", words="Bonsoir")
    outcome = imported(tmp_path, "particuliers", feed(tmp_path / "given.zip", held), TODAY)
    assert outcome.made == 2
    assert outcome.changes == Changes(
        frozenset({"particuliers/F6"}), frozenset({"particuliers/F4"}), frozenset({"particuliers/F5"})
    )
    assert pack(tmp_path).gone == {"particuliers/F5"}
    assert "Bonsoir" in words(tmp_path, "particuliers/F4")


def test_a_sheet_that_comes_back_is_no_longer_gone(tmp_path: Path) -> None:
    given(tmp_path, files("F1", "F2", "F3", "F4", "F5"))
    given(tmp_path, files("F1", "F2", "F3", "F4"))
    given(tmp_path, files("F1", "F2", "F3", "F4", "F5"))
    assert pack(tmp_path).gone == set()
    assert "particuliers/F5" in pack(tmp_path).entries


def test_a_poor_archive_changes_nothing_unless_it_is_believed(tmp_path: Path) -> None:
    given(tmp_path, files("F1", "F2", "F3"))
    before = pack_file(tmp_path, PREFIX).read_bytes()
    with pytest.raises(RefusedError, match="tient 2 fiches et la dernière en tenait 3"):
        given(tmp_path, files("F1", "F2"))
    assert pack_file(tmp_path, PREFIX).read_bytes() == before
    assert {found.name for found in (tmp_path / SHELF).iterdir()} == {"ledger.json", "particuliers.zip"}
    assert given(tmp_path, files("F1", "F2"), believe=True).removed == {"particuliers/F3"}


def test_the_threshold_is_that_of_the_audience_alone(tmp_path: Path) -> None:
    given(tmp_path, files("F1", "F2", "F3"))
    assert given(tmp_path, files("F1"), "professionnels").added == {"professionnels/F1"}
    assert set(pack(tmp_path).entries) == {
        "particuliers",
        "professionnels",
        "particuliers/F1",
        "particuliers/F2",
        "particuliers/F3",
        "professionnels/F1",
    }


def test_a_sheet_that_comes_in_one_audience_is_linked_from_the_pages_of_another(tmp_path: Path) -> None:
    given(tmp_path, {"F1.xml": source(LINK, "F1")}, "professionnels")
    assert 'href="/guide/particuliers/F9/"' not in words(tmp_path, "professionnels/F1")
    outcome = imported(tmp_path, "particuliers", feed(tmp_path / "given.zip", files("F9")), TODAY)
    assert outcome.made == 2
    assert 'href="/guide/particuliers/F9/"' in words(tmp_path, "professionnels/F1")


def test_a_file_that_cannot_be_read_leaves_the_page_it_had_and_its_links(tmp_path: Path) -> None:
    held = files("F2", "F3", "F4", "F9") | {"F1.xml": source(LINK, "F1")}
    given(tmp_path, held)
    outcome = imported(tmp_path, "particuliers", feed(tmp_path / "given.zip", held | {"F9.xml": b"<rompu"}), TODAY)
    assert (outcome.changes, outcome.made) == (NOTHING, 0)
    assert outcome.refused == {"F9": "Le fichier n’est pas un document XML lisible."}
    assert "Bonjour" in words(tmp_path, "particuliers/F9")


def test_a_pack_of_another_import_is_not_taken_for_the_one_the_ledger_tells_of(tmp_path: Path) -> None:
    given(tmp_path, files("F1"))
    ledger = tmp_path / SHELF / "ledger.json"
    former = ledger.read_bytes()
    given(tmp_path, files("F1", words="Bonsoir"))
    ledger.write_bytes(former)
    given(tmp_path, files("F1"))
    assert "Bonjour" in words(tmp_path, "particuliers/F1")


@pytest.mark.parametrize("broken", [b"", b"{}", b'{"format": 1, "sheets": {"a": {"b": 1}}}', b"[]"])
def test_without_a_ledger_all_is_made_again(tmp_path: Path, broken: bytes) -> None:
    given(tmp_path, files("F1"))
    (tmp_path / SHELF / "ledger.json").write_bytes(broken)
    assert imported(tmp_path, "particuliers", tmp_path / "given.zip", TODAY).made == 1


def test_another_way_of_making_pages_makes_them_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(tmp_path, files("F1", "F2"))
    monkeypatch.setattr("modules.comarquage.reading.changes.VERSION", making.VERSION + 1)
    assert imported(tmp_path, "particuliers", tmp_path / "given.zip", TODAY).made == 2


def test_a_date_still_to_come_is_shown_once_it_has(tmp_path: Path) -> None:
    archive = feed(tmp_path / "given.zip", files("F1"))
    imported(tmp_path, "particuliers", archive, date(2026, 2, 1))
    assert "Vérifié le" not in words(tmp_path, "particuliers/F1")
    imported(tmp_path, "particuliers", archive, TODAY)
    assert "Vérifié le 1er mars 2026" in words(tmp_path, "particuliers/F1")


def test_what_nobody_knows_is_told_even_of_sheets_that_are_not_made_again(tmp_path: Path) -> None:
    archive = feed(tmp_path / "given.zip", {"F1.xml": source("<Texte><Inouï>mot</Inouï></Texte>", "F1")})
    told = [imported(tmp_path, "particuliers", archive, TODAY).unknown for _time in range(2)]
    assert told == [{"Inouï": 1}, {"Inouï": 1}]


def test_an_audience_that_is_none_and_a_file_that_is_no_archive_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="pas de public"):
        given(tmp_path, files("F1"), "../ailleurs")
    (tmp_path / "no.zip").write_bytes(b"no")
    with pytest.raises(RefusedError, match="archive zip lisible"):
        imported(tmp_path, "particuliers", tmp_path / "no.zip", TODAY)
    assert not pack_file(tmp_path, PREFIX).exists()

"""A feed is refused as a whole for what no feed is: each refusal is one French sentence."""

import zipfile
from pathlib import Path

import pytest

from modules.comarquage.reading import archive, corpus
from modules.comarquage.reading.tree import UnreadableError, parsed
from tests.modules.comarquage.reading.elements import t
from tests.modules.comarquage.reading.factories import feed, source

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE Publication [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><Publication ID="F1">&c;</Publication>"""


def test_the_sheets_of_an_archive_come_in_order_and_the_indexes_are_left(tmp_path: Path) -> None:
    made = feed(tmp_path / "a.zip", {"menu.xml": b"<Menu/>", "F2.xml": b"two", "sub/F1.xml": b"one", "I1.gif": b"x"})
    assert [(it.ident, it.content) for it in archive.sheets(made)] == [("F1", b"one"), ("F2", b"two")]


@pytest.mark.parametrize("name", ["../F1.xml", "a/../../F1.xml", "/F1.xml", "..\\F1.xml", "C:F1.xml"])
def test_a_name_that_climbs_is_refused(tmp_path: Path, name: str) -> None:
    made = feed(tmp_path / "a.zip", {name: b"x"})
    with pytest.raises(archive.RefusedError, match="nom de fichier interdit"):
        list(archive.sheets(made))


def test_a_file_that_swells_is_refused(tmp_path: Path) -> None:
    made = feed(tmp_path / "a.zip", {"F1.xml": b" " * 4_000_000})
    with pytest.raises(archive.RefusedError, match="«\u00a0F1\u00a0» de l’archive est trop lourd"):
        list(archive.sheets(made))


def test_an_archive_too_heavy_once_inflated_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 10)
    with pytest.raises(archive.RefusedError, match="une fois dépliée"):
        list(archive.sheets(feed(tmp_path / "a.zip", {"F1.xml": b"x" * 11})))


def test_a_size_that_lies_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = feed(tmp_path / "a.zip", {"F1.xml": b"x" * 50})
    infos = zipfile.ZipFile.infolist

    def lying(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        monkeypatch.setattr(archive, "MAX_FILE", 20)
        return [_smaller(info) for info in infos(opened)]

    monkeypatch.setattr(zipfile.ZipFile, "infolist", lying)
    with pytest.raises(archive.RefusedError):
        list(archive.sheets(made))


def _smaller(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    info.file_size = 10
    return info


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"<html>Panne</html>"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(archive.RefusedError, match="archive zip lisible"):
        list(archive.sheets(path))


def test_one_sheet_twice_is_refused(tmp_path: Path) -> None:
    made = feed(tmp_path / "a.zip", {"F1.xml": b"one", "b/F1.xml": b"two"})
    with pytest.raises(archive.RefusedError, match="deux fois"):
        list(archive.sheets(made))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(LAUGHS, "entités", id="a billion laughs"),
        pytest.param(LAUGHS.decode().encode("utf-16"), "entités", id="a billion laughs in UTF-16"),
        pytest.param(source(t("é")).decode().encode("latin-1"), "lisible", id="Latin-1 declared UTF-8"),
        pytest.param(b"<Publication ID='F1'>", "lisible", id="cut short"),
        pytest.param(b"<Menu/>", "pas une fiche", id="no sheet"),
        pytest.param(b"", "lisible", id="empty"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=sentence):
        parsed(content)


def test_a_bad_file_is_set_aside_and_never_the_whole_feed(tmp_path: Path) -> None:
    files = {"F1.xml": source(t("x")), "F2.xml": LAUGHS, "F3.xml": source(t("x"), ident="F4")}
    read = corpus.read("particuliers", archive.sheets(feed(tmp_path / "a.zip", files)))
    assert read.catalogue() == {("particuliers", "F1"): "Demander un arrosoir"}
    assert read.refused == {
        "F2": "Le fichier déclare des entités, ce que le guide n’admet pas.",
        "F3": "Le nom du fichier n’est pas celui de la fiche.",
    }

"""The table shipped with the product: whole, sourced, and loaded twice without writing twice."""

import gzip
import json
import lzma
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deploy.models import CommuneReference
from deploy.reference import COLUMNS, PACKAGED, compact, load, read_table, table_of

CORPUS = Path(os.environ.get("BEFFROI_CORPUS", "../shared/data")) / "communes.json.gz"


def test_the_table_holds_every_commune_of_france_and_the_312_of_the_lot() -> None:
    rows = list(read_table(PACKAGED))
    assert len(rows) == 34_969
    assert len({row.insee for row in rows}) == 34_969
    assert sum(row.departement == "46" for row in rows) == 312


def test_the_table_is_small_and_says_where_it_comes_from() -> None:
    assert PACKAGED.stat().st_size < 1_200_000
    source = (PACKAGED.parent / "SOURCE.md").read_text(encoding="utf-8")
    assert "Licence Ouverte" in source
    assert "INSEE" in source


def test_the_facts_of_a_commune_are_complete(reference_rows: list[CommuneReference]) -> None:
    cahors = next(row for row in reference_rows if row.insee == "46042")
    assert (cahors.name, cahors.departement_name, cahors.region_name) == ("Cahors", "Lot", "Occitanie")
    assert (cahors.postcodes, cahors.siren, cahors.epci_name) == ("46000", "214600421", "CA du Grand Cahors")
    assert cahors.population == 20050
    assert (cahors.latitude, cahors.longitude) == (44.4507, 1.4406)


@pytest.mark.django_db
def test_loading_twice_writes_once() -> None:
    assert load() == (34_969, 34_969)
    assert load() == (34_969, 0)
    assert CommuneReference.objects.count() == 34_969


@pytest.mark.django_db
def test_a_commune_that_changed_is_corrected_and_one_that_is_gone_is_kept_as_past() -> None:
    load()
    CommuneReference.objects.filter(pk="46042").update(population=1)
    CommuneReference.objects.create(insee="46999", name="Disparue", departement="46", departement_name="Lot")
    assert load() == (34_969, 2)
    assert CommuneReference.objects.get(pk="46042").population == 20050
    assert not CommuneReference.objects.get(pk="46999").current


@pytest.mark.skipif(not CORPUS.exists(), reason="Le référentiel d’origine (BEFFROI_CORPUS) n’est pas ici.")
def test_the_table_is_what_its_source_gives() -> None:
    assert table_of(CORPUS) == lzma.decompress(PACKAGED.read_bytes()).decode()


def test_a_table_is_written_as_the_one_that_is_shipped(tmp_path: Path) -> None:
    document = {
        "departements": {"46": "Lot"},
        "regions": {"76": "Occitanie"},
        "epci": {"200023737": ["CA du Grand Cahors", "CA"]},
        "communes": [["46042", "Cahors", "46", "76", 20050, ["46000"], "214600421", "200023737", 44.4507, 1.4406]],
    }
    source, target = tmp_path / "communes.json.gz", tmp_path / "communes.csv.xz"
    source.write_bytes(gzip.compress(json.dumps(document).encode()))
    assert compact(source, target) == target.stat().st_size
    (row,) = read_table(target)
    (shipped,) = [one for one in read_table(PACKAGED) if one.insee == "46042"]
    assert {name: getattr(row, name) for name in COLUMNS} == {name: getattr(shipped, name) for name in COLUMNS}


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"not gzip", gzip.compress(b"{}", mtime=0), gzip.compress(b"[1]", mtime=0)])
def test_a_source_that_is_not_the_reference_is_refused_and_the_table_kept(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "communes.json.gz"
    source.write_bytes(content)
    before = PACKAGED.stat().st_mtime
    with pytest.raises(CommandError, match="n’est pas le référentiel attendu"):
        call_command("communes", depuis=source)
    assert PACKAGED.stat().st_mtime == before

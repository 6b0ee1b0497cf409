"""The deliberations as open data: accepted by the national schema."""

import csv
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from modules.documents.actes import scdl
from modules.documents.models import Documents
from sites.bake.snapshot import take
from tests.modules.documents.factories import NOON, online
from tests.world import Town

pytestmark = pytest.mark.django_db

SCHEMA = (
    Path(os.environ.get("BEFFROI_CORPUS", "../shared/data")) / "marches/schemas/scdl-deliberations-latest.schema.json"
)
VOTES: dict[str, Any] = {"voters": 11, "voted": 10, "votes_for": 8, "votes_against": 1, "abstentions": 1}


@pytest.fixture
def table(town: Town) -> bytes:
    Documents.objects.update(siret="21460042300016")
    online(town, **VOTES, budget_year="2026", budget_name="Budget principal")
    online(town, number="2026-013", title="=cmd|' /C calc'!A0", matter="9.4")
    online(town, number="2026-014", title="Sans matière", matter="")
    online(town, kind="arrete", number="2026-12")
    return csv_of(town)


def csv_of(town: Town) -> bytes:
    module: Any = apps.get_app_config("documents")
    outputs = module.outputs(take(town.commune.pk, NOON))
    return next(output.content for output in outputs if output.path.endswith(".csv"))


def test_only_complete_deliberations_are_told(table: bytes) -> None:
    rows = list(csv.DictReader(StringIO(table.decode())))
    assert [row["DELIB_ID"] for row in rows] == ["2026-013", "2026-012"]
    assert rows[1] | {"DELIB_URL": ""} == {
        "COLL_NOM": "Aubord", "COLL_SIRET": "21460042300016", "DELIB_ID": "2026-012", "DELIB_DATE": "2026-06-12",
        "DELIB_MATIERE_CODE": "7.5", "DELIB_MATIERE_NOM": "finances locales/subventions",
        "DELIB_OBJET": "Toiture de la halle", "BUDGET_ANNEE": "2026", "BUDGET_NOM": "Budget principal", "PREF_ID": "",
        "PREF_DATE": "", "VOTE_EFFECTIF": "11", "VOTE_REEL": "10", "VOTE_POUR": "8", "VOTE_CONTRE": "1",
        "VOTE_ABSTENTION": "1", "DELIB_URL": "",
    }  # fmt: skip
    assert rows[1]["DELIB_URL"].startswith("http://aubord.localhost:8000/documents/actes/2026/")


def test_a_cell_that_begins_like_a_formula_is_made_inert(table: bytes) -> None:
    rows = list(csv.DictReader(StringIO(table.decode())))
    assert rows[0]["DELIB_OBJET"].startswith("'=cmd")


def test_our_own_check_finds_nothing_to_say_of_the_table(table: bytes) -> None:
    assert scdl.faults(table) == []


def test_our_own_check_sees_a_siret_that_is_none_and_a_missing_object(table: bytes) -> None:
    broken = table.replace(b"21460042300016", b"2146").replace(b"Toiture de la halle", b"")
    assert scdl.faults(broken) == [
        "line 2: COLL_SIRET is no SIRET",
        "line 3: DELIB_OBJET is empty",
        "line 3: COLL_SIRET is no SIRET",
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_national_schema_accepts_the_table(table: bytes, tmp_path: Path) -> None:
    if not SCHEMA.is_file():
        pytest.skip(f"BEFFROI_CORPUS holds no {SCHEMA.name}")
    frictionless = pytest.importorskip("frictionless")
    schema: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))

    def errors(content: bytes) -> list[str]:
        (tmp_path / "deliberations.csv").write_bytes(content)
        with frictionless.system.use_context(trusted=True):
            resource = frictionless.Resource(
                path=str(tmp_path / "deliberations.csv"), schema=frictionless.Schema.from_descriptor(schema)
            )
            return [error.note for task in resource.validate().tasks for error in task.errors]

    assert errors(table) == []
    assert len(errors(table.replace(b"21460042300016", b"2146"))) == 2


def test_without_its_siret_a_commune_has_no_open_data(town: Town) -> None:
    online(town)
    with pytest.raises(StopIteration):
        csv_of(town)

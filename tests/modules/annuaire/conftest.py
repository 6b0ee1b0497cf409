"""A commune with its directory."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from modules.annuaire.exchange import scdl
from modules.annuaire.kinds import SCDL_THEMES
from tests.modules.annuaire.factories import index_of
from tests.world import Town, World


@pytest.fixture
def town(world: World) -> Town:
    """Aubord, with the page of the module."""
    index_of(world.aubord)
    return world.aubord


#: What the schema « équipements » 0.1.5 asks of each column, told in our words where the schema itself is not at hand.
_UID = r"^[0-9A-B]{5}-[0-9]{8}-[0-9]{3}"
_WORDS = {"EQUIP_THEME", "EQUIP_CODE", "EQUIP_TYPE", "EQUIP_NOM", "ADR_NUMERO", "ADR_NOMVOIE", "ADR_COMMUNE"}


@pytest.fixture
def scdl_fields() -> list[Any]:
    """The fields of the schema: its own file where a corpus is at hand."""
    corpus = Path(os.environ.get("BEFFROI_CORPUS") or Path(__file__).parents[4] / "shared" / "data")
    schema = corpus / "marches" / "schemas" / "scdl-equipements-latest.schema.json"
    if schema.is_file():
        found: list[Any] = json.loads(schema.read_text())["fields"]
        return found
    rules: dict[str, dict[str, Any]] = {
        "COLL_NOM": {"required": True},
        "COLL_SIRET": {"required": True, "pattern": r"^\d{14}$"},
        "EQUIP_UID": {"required": True, "maxLength": 18, "pattern": _UID},
        **{name: {"required": True} for name in _WORDS},
        "ADR_CODEPOSTAL": {"required": True, "maxLength": 5},
        "EQUIP_LAT": {"required": True},
        "EQUIP_LONG": {"required": True},
        "EQUIP_TEL": {"maxLength": 13},
    }
    rules["EQUIP_THEME"]["enum"] = list(SCDL_THEMES)
    return [
        {
            "name": name,
            "type": "number" if name in {"EQUIP_LAT", "EQUIP_LONG"} else "string",
            "constraints": rules.get(name, {}),
        }
        for name in scdl.COLUMNS
    ]

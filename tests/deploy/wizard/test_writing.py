import tomllib
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deploy.wizard.writing import order_text

WORDS = st.text(min_size=1)


def test_what_is_empty_is_left_out_and_each_row_is_a_table() -> None:
    commune: dict[str, Any] = {
        "insee": "46042",
        "pack": "expert",
        "debut": date(2026, 12, 1),
        "fin": None,
        "domaines": ["cahors.fr"],
        "demonstration": False,
        "mairie": {"telephone": "05 65 00 00 01", "courriel": ""},
        "boite": [{"adresse": "mairie", "go": 5}, {"adresse": "maire", "go": 10}],
    }
    assert tomllib.loads(order_text("anne@cdg.example", commune)) == {
        "auteur": "anne@cdg.example",
        "commune": [
            {
                "insee": "46042",
                "pack": "expert",
                "debut": date(2026, 12, 1),
                "domaines": ["cahors.fr"],
                "mairie": {"telephone": "05 65 00 00 01"},
                "boite": [{"adresse": "mairie", "go": 5}, {"adresse": "maire", "go": 10}],
            }
        ],
    }


@given(WORDS, st.lists(WORDS, min_size=1))
def test_whatever_was_typed_is_a_text_and_never_a_key(word: str, words: list[str]) -> None:
    told = tomllib.loads(order_text("x", {"insee": word, "domaines": words, "mairie": {"adresse": word}}))
    assert told["commune"] == [{"insee": word, "domaines": words, "mairie": {"adresse": word}}]

"""An order as its TOML text, from the values of a form. Pure: ``deploy.orders.parse`` reads it back and judges it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

Values = Mapping[str, Any]
# The keys of a commune, in the order in which they are written.
PLAIN = (
    "insee", "pack", "modele", "debut", "fin", "demonstration", "entrainement", "sous_domaine", "domaines", "modules",
    "sans_modules", "droits", "pages",
)  # fmt: skip
TABLES = ("mairie", "apparence")
LISTS = ("boite", "alias", "personne")


def order_text(author: str, commune: Values) -> str:
    """The whole text. What is empty is left out; ``LISTS`` hold one mapping a row."""
    return batch_text(author, [commune], opens=False)


def batch_text(author: str, communes: Iterable[Values], *, opens: bool) -> str:
    """The same for several; ``opens``: refused where one of them has subscribed meanwhile."""
    lines = list(_pairs([("auteur", author), ("ouvertures", opens)]))
    for commune in communes:
        lines += ["", "[[commune]]", *_commune(commune)]
    return "\n".join([*lines, ""])


def _commune(commune: Values) -> Iterator[str]:
    yield from _pairs((key, commune.get(key)) for key in PLAIN)
    for name in TABLES:
        if lines := list(_pairs(commune.get(name, {}).items())):
            yield from ("", f"[commune.{name}]", *lines)
    for name in LISTS:
        for row in commune.get(name, ()):
            yield from ("", f"[[commune.{name}]]", *_pairs(row.items()))


def _pairs(values: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for key, value in values:
        if value not in (None, "", [], (), {}, False):
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """TOML's basic strings are those of JSON, but for the character that JSON leaves bare (TOML 1.0, « String »)."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value.items())) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

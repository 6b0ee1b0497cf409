"""TOML tables with known keys: a wrong key or type is one French sentence."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.takeover.errors import ContentError

Schema = Mapping[str, type]

NAMES: Mapping[type, str] = {
    str: "un texte entre guillemets",
    int: "un nombre entier",
    bool: "true ou false",
    date: "une date, comme 2026-09-01",
    datetime: "une date et une heure, comme 2026-09-01T08:00:00",
    list: "une liste entre crochets",
    dict: "un groupe de clés",
}


def parse(text: str) -> dict[str, Any]:
    """The TOML document; ``ContentError`` when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(_("ce n’est pas du TOML lisible (%(error)s).") % {"error": error}) from error


def checked(table: Mapping[str, Any], schema: Schema, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """``table``, once each of its keys is known, of the right type, and none of ``required`` is missing."""
    for key, value in table.items():
        if key not in schema:
            known = ", ".join(schema)
            raise ContentError(
                _("la clé « %(key)s » n’existe pas ici ; les clés possibles sont : %(known)s.")
                % {"key": key, "known": known}
            )
        if not _is_a(value, schema[key]):
            raise ContentError(_("la clé « %(key)s » attend %(kind)s.") % {"key": key, "kind": NAMES[schema[key]]})
    for key in required:
        if not table.get(key):
            raise ContentError(_("il manque la clé « %(key)s ».") % {"key": key})
    return dict(table)


def _is_a(value: Any, kind: type) -> bool:
    """``True`` is no integer; a date stands for the beginning of its day where a moment is asked."""
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind is datetime:
        return isinstance(value, date)
    return isinstance(value, kind)

"""Offices of the public service, in the base « annuaire » v4: who serves which commune, where, when.

Standing in a commune is not serving it: each record lists the communes it serves. It comes as text that may hold
anything, 273 MB of it in 2026: it is read as it flows, and what is not of the expected shape is left.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import ijson

from modules.comarquage.reading.archive import RefusedError
from modules.comarquage.reading.scene import PIVOT, web

INSEE = re.compile(r"\d[\dAB]\d{3}")
MAX_WORDS = 300  # characters of one field


@dataclass(frozen=True, slots=True)
class Office:
    """One office. ``communes``: INSEE codes by kind of office (« caf »), as its own record tells them."""

    ident: str
    name: str
    communes: Mapping[str, tuple[str, ...]]
    address: str
    postcode: str
    town: str
    telephone: str
    email: str
    site: str
    hours: tuple[str, ...]


def offices(stream: IO[bytes]) -> Iterator[Office]:
    """The services of ``{"service": […]}``; those without an identifier or a name are left.

    ``RefusedError`` where the file is not JSON, maybe after some services.
    """
    try:
        for row in ijson.items(stream, "service.item"):
            if isinstance(row, Mapping) and (ident := _words(row.get("id"))) and (called := _words(row.get("nom"))):
                yield _office(ident, called, row)
    except (ijson.JSONError, UnicodeDecodeError) as reason:
        raise RefusedError(
            "Ce fichier n’est pas la base de l’annuaire de l’administration (JSON, format\u00a04)."
        ) from reason


def _office(ident: str, called: str, row: Mapping[str, Any]) -> Office:
    address = next(iter(_list(row.get("adresse"))), {})
    street = [_words(address.get(it)) for it in ("complement1", "complement2", "numero_voie", "service_distribution")]
    emails = row.get("adresse_courriel")
    return Office(
        ident,
        called,
        {
            kind: tuple(code for code in _strings(it.get("code_insee_commune")) if INSEE.fullmatch(code))
            for it in _list(row.get("pivot"))
            if PIVOT.fullmatch(kind := _words(it.get("type_service_local")))
        },
        ", ".join(it for it in street if it),
        _words(address.get("code_postal")),
        _words(address.get("nom_commune")),
        next((said for it in _list(row.get("telephone")) if (said := _words(it.get("valeur")))), ""),
        next((it for it in _strings(emails) if "@" in it), ""),
        next((said for it in _list(row.get("site_internet")) if (said := web(_words(it.get("valeur"))))), ""),
        tuple(said for it in _list(row.get("plage_ouverture")) if (said := _opening(it))),
    )


def _opening(row: Mapping[str, Any]) -> str:
    """« Du lundi au vendredi : 9 h – 12 h, 14 h – 17 h (sur rendez-vous) »."""
    first, last = (_words(row.get(it)).lower() for it in ("nom_jour_debut", "nom_jour_fin"))
    if not first:
        return ""
    days = first.capitalize() if last in {"", first} else f"Du {first} au {last}"
    spans = [
        f"{start} – {end}"
        for turn in ("1", "2")
        if (start := _hour(row.get(f"valeur_heure_debut_{turn}")))
        and (end := _hour(row.get(f"valeur_heure_fin_{turn}")))
    ]
    remark = _words(row.get("commentaire"))
    said = f"{days}\u00a0: {', '.join(spans)}" if spans else days
    return f"{said} ({remark})" if remark else said


def _hour(said: Any) -> str:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", said.strip()) if isinstance(said, str) else None
    if not found or int(found[1]) > 24 or int(found[2]) > 59:  # noqa: PLR2004  # a day's hours, an hour's minutes
        return ""
    return f"{int(found[1])}\u00a0h" + (f"\u00a0{found[2]}" if found[2] != "00" else "")


def _list(rows: Any) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _strings(said: Any) -> list[str]:
    return [it for it in said if isinstance(it, str)] if isinstance(said, list) else []


def _words(said: Any) -> str:
    return " ".join(said.split())[:MAX_WORDS] if isinstance(said, str) else ""

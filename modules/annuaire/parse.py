"""Services of the national directory (« Annuaire de l’administration », format v4). Pure.

Two shapes of one record: the dump ``{"service": [...]}`` has lists, the API ``{"results": [...]}`` has the same lists
as JSON texts, a lone text for a lone value, and null for nothing. Hours: ``plage_ouverture``, from a day to a day.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
CODES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST = 400  # services of one commune: a city has some hundreds
LONGEST, NOTE = 200, 80
TEXT = 2000
# « Mairie déléguée - Arcambal », « Mairie annexe », « Mairie de quartier » are not the town hall of the commune.
DELEGATED = re.compile(r"\bd[ée]l[ée]gu[ée]e?\b|\bannexe\b", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[A-Za-z]{2,}")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_TAG = re.compile(r"<[^>]*>")
ACCESS = frozenset({"ACC", "DEM", "NAC"})


class UnreadableError(ValueError):
    """The content is no extract of the directory."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service, as an entry keeps it: the names are those of its columns; ``hours`` are raw days."""

    id: str
    name: str
    pivot: str = ""
    street: str = ""
    complement: str = ""
    postcode: str = ""
    city: str = ""
    position: str = ""
    access: str = ""
    access_note: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: list[dict[str, Any]] = field(default_factory=list)
    hours_note: str = ""
    missions: str = ""
    siret: str = ""

    def told(self) -> dict[str, Any]:
        """What goes to the columns of an entry."""
        return {name: value for name, value in asdict(self).items() if name not in {"id", "pivot"}}


def services_of(content: bytes, insee: str) -> list[Service]:
    """The services of one commune, the town hall first, delegated town halls left out. Raises ``UnreadableError``."""
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableError("json") from error
    records = read.get("service", read.get("results")) if isinstance(read, Mapping) else read
    if not isinstance(records, list):
        raise UnreadableError("shape")
    found: dict[str, Service] = {}
    for record in records:
        if isinstance(record, Mapping) and record.get("code_insee_commune") == insee:
            one = service(record)
            if one and one.id not in found and len(found) < MOST:
                found[one.id] = one
    return sorted(found.values(), key=lambda one: (one.pivot != "mairie", one.name.casefold(), one.id))


def service(record: Mapping[str, Any]) -> Service | None:
    """One record; ``None`` for one without name or number, closed to the public, or a delegated town hall."""
    number, name = _line(record.get("id")), _line(record.get("nom"))
    pivot = next((_line(one.get("type_service_local")) for one in _tables(record.get("pivot"))), "")
    if not number or not name or str(record.get("statut_de_diffusion", "true")).lower() == "false":
        return None
    if pivot == "mairie" and DELEGATED.search(name):
        return None
    place: Mapping[str, Any] = next(
        (it for it in _tables(record.get("adresse")) if _line(it.get("type_adresse")).lower() in {"", "adresse"}), {}
    )
    access, city = _line(place.get("accessibilite")).upper(), _line(place.get("nom_commune"))
    hours, notes = _hours(_tables(record.get("plage_ouverture")))
    notes.append(_text(record.get("commentaire_plage_ouverture")))
    return Service(
        id=number,
        # On its own site, everybody knows which.
        name="Mairie" if pivot == "mairie" and name == f"Mairie - {city}" else name,
        pivot=pivot,
        street=_line(place.get("numero_voie")),
        complement=" ".join(filter(None, (_line(place.get("complement1")), _line(place.get("complement2")))))[:LONGEST],
        postcode=_line(place.get("code_postal"))[:5],
        city=city,
        position=_position(place),
        access=access if access in ACCESS else "",
        access_note=_line(place.get("note_accessibilite")),
        phone=next(iter(_values(record.get("telephone"))), "")[:30],
        email=next((one for one in _values(record.get("adresse_courriel")) if _EMAIL.fullmatch(one)), ""),
        website=next(filter(None, map(_website, _values(record.get("site_internet")))), ""),
        hours=hours,
        hours_note=" ".join(dict.fromkeys(filter(None, notes)))[:LONGEST],
        missions=_text(record.get("mission"))[:400],
        siret=_siret(record.get("siret")),
    )


def _siret(value: Any) -> str:
    said = _line(value).replace(" ", "")
    return said if re.fullmatch(r"\d{14}", said) else ""


def _website(said: str) -> str:
    """An address of the web; e-mail addresses stand there too, and addresses without scheme."""
    if "@" in said or not said:
        return ""
    address = said if said.lower().startswith(("http://", "https://")) else f"https://{said}"
    return address if re.fullmatch(r"https?://[\w.-]+\.[A-Za-z]{2,}(:\d+)?([/?#]\S*)?", address) else ""


def _position(place: Mapping[str, Any]) -> str:
    try:
        latitude, longitude = float(place.get("latitude") or ""), float(place.get("longitude") or "")
    except (TypeError, ValueError):
        return ""
    return f"{latitude:.6g}, {longitude:.6g}" if -90 <= latitude <= 90 and -180 <= longitude <= 180 else ""  # noqa: PLR2004


def _hours(ranges: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Raw days, and the remarks too long for the line of a day."""
    days: dict[int, dict[str, Any]] = {}
    notes: list[str] = []
    for one in ranges:
        first, last = (_day(one.get(name)) for name in ("nom_jour_debut", "nom_jour_fin"))
        if first is None:
            continue
        last = first if last is None else last
        spans = [_span(one, number) for number in (1, 2)]
        remark = _text(one.get("commentaire"))
        if len(remark) > NOTE:
            notes.append(remark)
        for day in range(first, (last if last >= first else last + 7) + 1):
            _add(days.setdefault(day % 7, _empty(day % 7)), spans, remark if len(remark) <= NOTE else "")
    return [days[day] for day in sorted(days) if days[day]["morning_from"] or days[day]["afternoon_from"]], notes


def _empty(day: int) -> dict[str, Any]:
    names = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")
    return {"day": CODES[day], **dict.fromkeys(names), "note": ""}


def _add(day: dict[str, Any], spans: Iterable[tuple[str, str] | None], remark: str) -> None:
    """A range that begins in the afternoon is no morning; what a day cannot hold any more is left out."""
    for span in filter(None, spans):
        half = "morning" if span[0] < "12:00" and day["morning_from"] is None else "afternoon"
        if day[f"{half}_from"] is None and not (half == "afternoon" and (day["morning_to"] or "") > span[0]):
            day[f"{half}_from"], day[f"{half}_to"] = span
    if remark and not day["note"]:
        day["note"] = remark


def _span(one: Mapping[str, Any], number: int) -> tuple[str, str] | None:
    start, end = (_line(one.get(f"valeur_heure_{name}_{number}")) for name in ("debut", "fin"))
    if not (_HOUR.fullmatch(start) and _HOUR.fullmatch(end)) or start >= end:
        return None
    return f"{start[:5]}:00", f"{end[:5]}:00"


def _day(value: Any) -> int | None:
    name = _line(value).lower()
    return DAYS.index(name) if name in DAYS else None


def _listed(value: Any) -> list[Any]:
    """A list, whatever the shape: itself, the JSON text of one, a lone value, nothing."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    if isinstance(value, list):
        return value
    return [value] if value not in (None, "") else []


def _tables(value: Any) -> Iterator[Mapping[str, Any]]:
    return (one for one in _listed(value) if isinstance(one, Mapping))


def _values(value: Any) -> Iterator[str]:
    """Texts: alone, or under ``valeur``."""
    for one in _listed(value):
        said = _line(one.get("valeur") if isinstance(one, Mapping) else one)
        if said:
            yield said


def _line(value: Any) -> str:
    return _text(value)[:LONGEST]


def _text(value: Any) -> str:
    """Words on one line, without markup or hidden signs."""
    if not isinstance(value, (str, int)):
        return ""
    plain = _TAG.sub(" ", str(value)[: TEXT * 4])
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())[:TEXT]

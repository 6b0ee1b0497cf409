"""The equipment as open data: the SCDL schema « équipements » 0.1.5 (OpenDataFrance)."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from modules.annuaire.exchange import hours
from sites.rendering.spreadsheets import inert

if TYPE_CHECKING:
    from modules.annuaire.listing import Entry

FILE = "equipements.csv"
COLUMNS = (
    "COLL_NOM", "COLL_SIRET", "EQUIP_UID", "EQUIP_THEME", "EQUIP_CODE", "EQUIP_TYPE", "EQUIP_NOM", "ADR_NUMERO",
    "ADR_NOMVOIE", "ADR_CODEPOSTAL", "ADR_COMMUNE", "ADR_CLE_INTEROP", "ERP_ID", "ERP_TYPE", "ERP_CATEGORIE",
    "EQUIP_LAT", "EQUIP_LONG", "EQUIP_OUVERTURE", "EQUIP_TEL", "EQUIP_EMAIL", "EQUIP_WEB",
)  # fmt: skip
CODE = re.compile(r"\d{8}-\d{3}")
_NUMBER = re.compile(
    r"\s*(\d+(?:\s*[/-]\s*\d+)?(?:\s*(?:bis|ter|quater|[A-Za-z])(?=\s|,))?)\s*,?\s+(.+)", re.IGNORECASE
)
_STREET = re.compile(r"[^a-zA-Z0-9\-'\s\u00C0-\u00FF]")
_CITY = re.compile(r"[^A-Za-z\s\-\u00C0-\u00FF]")
NO_NUMBER = "0"  # the schema asks for one; the files of communes write 0 where a street has none
SHORTEST_STREET = 3


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose equipment it is."""

    name: str
    siret: str
    insee: str


def table(entries: Iterable["Entry"], publisher: Publisher) -> bytes:
    """UTF-8, comma. An entry without position, address, theme, type or code is left out: the schema wants them."""
    stream = StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    seen: set[str] = set()
    for entry in filter(is_complete, entries):
        code = entry.details["code"]
        uids = (f"{publisher.insee}-{code[:8]}-{number:03d}" for number in range(int(code[-3:]), 1000))
        uid = next((one for one in uids if one not in seen), None)
        if uid is not None:
            seen.add(uid)
            writer.writerow(_row(entry, publisher, uid))
    return stream.getvalue().encode()


def is_complete(entry: "Entry") -> bool:
    """Whether the schema accepts it."""
    told = entry.details
    return bool(
        entry.kind.code == "equipement"
        and entry.point
        and told.get("theme")
        and told.get("type")
        and CODE.fullmatch(told.get("code", ""))
        and len(street_of(entry.street)[1]) >= SHORTEST_STREET
        and entry.postcode
        and entry.city
    )


def street_of(street: str) -> tuple[str, str]:
    """The number, and the street in the letters that the schema accepts."""
    found = _NUMBER.fullmatch(street)
    number, way = (found[1], found[2]) if found else (NO_NUMBER, street)
    return number, " ".join(_STREET.sub(" ", way.replace("’", "'")).split())


def _row(entry: "Entry", publisher: Publisher, uid: str) -> Mapping[str, str]:
    told, (number, way) = entry.details, street_of(entry.street)
    point = entry.point
    values = (
        inert(publisher.name), publisher.siret, uid, told["theme"], told["code"], inert(told["type"]),
        inert(entry.name), number, way, entry.postcode, " ".join(_CITY.sub(" ", entry.city).split()), "", "",
        inert(told.get("erp_type", "")[:10]), told.get("erp_categorie", ""),
        f"{point.latitude:.6f}" if point else "", f"{point.longitude:.6f}" if point else "",
        hours.osm(entry.raw_hours), telephone(entry.phone), entry.email, entry.website,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def telephone(number: str) -> str:
    """« +33 565000000 »; nothing for what is no French number of ten figures."""
    figures = re.sub(r"\D", "", number)
    figures = f"0{figures[2:]}" if figures.startswith("33") and len(figures) == 11 else figures  # noqa: PLR2004
    return f"+33 {figures[1:]}" if re.fullmatch(r"0[1-9]\d{8}", figures) else ""

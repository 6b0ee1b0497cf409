"""From the lines of a table to entries: each fault named by its line and its column, and the whole undone at will."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.annuaire import kinds
from modules.annuaire.admin import check_details
from modules.annuaire.exchange import hours
from modules.annuaire.imports.mapping import targets
from modules.annuaire.imports.reading import Table
from modules.annuaire.listing import folded
from modules.annuaire.models import Apport, Categorie, Fiche

SKIP, UPDATE = "passer", "remplacer"
KEPT = (
    "kind", "name", "about", "details", "street", "complement", "postcode", "city", "position", "phone", "email",
    "website", "hours", "hours_note", "access_note", "holder_name", "holder_email", "consent_phone", "consent_email",
    "category_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person decided beside the columns. ``fields`` has one name for each column, empty to leave it out."""

    fields: tuple[str, ...]
    kind: str
    known: str = SKIP
    agreed: bool = False


@dataclass(slots=True)
class Line:
    """A line of the table. ``faults`` are ``(column, sentence)``; ``twin`` is the entry it would repeat."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    category: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    twin: int | None = None
    repeated: int = 0
    """The line of the same table that it repeats."""


def lines_of(table: Table, choices: Choices, commune: Any) -> list[Line]:
    """Every line, checked, and whether it repeats another or an entry. One query."""
    known: dict[tuple[str, str], int] = {}
    for pk, kind, name in Fiche.objects.filter(commune=commune).order_by("-pk").values_list("pk", "kind", "name"):
        known[kind, folded(name)] = pk
    seen: dict[tuple[str, str], int] = {}
    lines = []
    for number, cells in table.rows:
        line = _line(number, cells, table.headers, choices, commune)
        key = (line.values.get("kind", ""), folded(line.values.get("name", "")))
        line.repeated, line.twin = seen.get(key, 0), known.get(key)
        seen.setdefault(key, number)
        lines.append(line)
    return lines


def _line(number: int, cells: Sequence[str], headers: Sequence[str], choices: Choices, commune: Any) -> Line:
    line = Line(number)
    said: dict[str, str] = {}
    columns: dict[str, str] = {}
    for header, name, cell in zip(headers, choices.fields, cells, strict=True):
        if name and cell and name not in said:
            said[name], columns[name] = cell, header
    kind = _kind(said.pop("kind", ""), choices.kind)
    if kind is None:
        line.faults.append((columns["kind"], _("ce type n’existe pas")))
        kind = kinds.KINDS[choices.kind]
    line.category = said.pop("category", "")[:60]
    values: dict[str, Any] = {"kind": kind.code, **_place(said, line, columns)}
    if "hours" in said:
        try:
            values["hours"] = hours.read(said.pop("hours"))
        except hours.HoursError as error:
            line.faults.append((columns["hours"], _("« %(said)s » ne se lit pas") % {"said": str(error)[:60]}))
            said.pop("hours", None)
    own = {kind.field(one): one.name for one in kind.own}
    values["details"] = {own[name]: text for name, text in said.items() if name in own}
    values |= {name: text for name, text in said.items() if name in KEPT}
    if "website" in values and "://" not in values["website"]:
        values["website"] = f"https://{values['website']}"
    if choices.agreed:
        values |= {"consent_phone": bool(values.get("phone")), "consent_email": bool(values.get("email"))}
    line.values = values
    line.faults += _faults(values, columns, kind, commune)
    return line


def _kind(said: str, default: str) -> kinds.Kind | None:
    if not said:
        return kinds.KINDS[default]
    wanted = folded(said).strip()
    for kind in kinds.KINDS.values():
        if wanted in {kind.code, kind.slug, folded(str(kind.label)), folded(str(kind.plural))}:
            return kind
    return None


def _place(said: dict[str, str], line: Line, columns: Mapping[str, str]) -> dict[str, Any]:
    """The street with its number, the position from two columns."""
    values: dict[str, Any] = {}
    number, street = said.pop("number", ""), said.pop("street", "")
    if number or street:
        values["street"] = f"{number} {street}".strip()
    latitude, longitude = said.pop("latitude", ""), said.pop("longitude", "")
    if latitude and longitude:
        try:
            values["position"] = f"{float(latitude.replace(',', '.'))}, {float(longitude.replace(',', '.'))}"
        except ValueError:
            line.faults.append((columns["latitude"], _("« %(said)s » n’est pas un nombre") % {"said": latitude[:30]}))
    return values


def _faults(
    values: Mapping[str, Any], columns: Mapping[str, str], kind: kinds.Kind, commune: Any
) -> Iterator[tuple[str, str]]:
    row = Fiche(commune=commune, **values)
    excluded = [name.name for name in Fiche._meta.fields if name.name not in values and name.name != "name"]
    try:
        row.clean_fields(exclude=excluded)
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            label = str(targets().get(name, name))
            yield columns.get(name, label), " ".join(sentences)
    try:
        check_details(kind, values["details"])
    except ValidationError as error:
        yield str(kind.label), " ".join(error.messages)


def write(apport: Apport, lines: Sequence[Line], choices: Choices) -> int:
    """Make or complete the entries of the lines without fault; how many. The file is then forgotten."""
    with transaction.atomic():
        apport = Apport.objects.select_for_update().get(pk=apport.pk)
        if apport.done:
            return 0
        categories = {folded(row.name): row.pk for row in Categorie.objects.filter(commune=apport.commune_id)}
        for line in lines:
            if line.faults or line.repeated or (line.twin and choices.known == SKIP):
                continue
            _save(apport, line, categories)
        apport.done, apport.content, apport.at = True, b"", timezone.now()
        apport.save()
        return len(apport.made) + len(apport.before)


def _save(apport: Apport, line: Line, categories: dict[str, int]) -> None:
    values = dict(line.values)
    if line.category:
        values["category_id"] = _category(apport.commune, line.category, categories)
    row = Fiche.objects.filter(commune=apport.commune_id, pk=line.twin).first() if line.twin else None
    is_new = row is None
    row = row or Fiche(commune=apport.commune)
    if not is_new:
        values["details"] = {**row.details, **values["details"]}
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    if (row.consent_phone or row.consent_email) and row.consent_at is None:
        row.consent_at = timezone.now()
    row.full_clean()
    row.save()
    after = {name: getattr(row, name) for name in values}
    if is_new:
        apport.made[str(row.pk)] = after
    elif before != after:
        apport.before[str(row.pk)] = {
            name: [before[name], after[name]] for name in values if before[name] != after[name]
        }


def _category(commune: Any, name: str, categories: dict[str, int]) -> int:
    if folded(name) not in categories:
        row = Categorie(commune=commune, name=name)
        row.full_clean()
        row.save()
        categories[folded(name)] = row.pk
    return categories[folded(name)]


@transaction.atomic
def undo(apport: Apport) -> list[str]:
    """Take back what was brought in; the names of the entries that somebody changed since, which stay as they are."""
    apport = Apport.objects.select_for_update().get(pk=apport.pk)
    if not apport.done or apport.undone_at:
        return []
    stay = []
    rows = {str(row.pk): row for row in Fiche.objects.filter(commune=apport.commune_id)}
    for number, written in apport.made.items():
        row = rows.get(number)
        if row is not None and all(getattr(row, name, None) == value for name, value in written.items()):
            row.delete()
        elif row is not None:
            stay.append(row.name)
    for number, columns in apport.before.items():
        row = rows.get(number)
        if row is None:
            continue
        same = {name: before for name, (before, after) in columns.items() if getattr(row, name) == after}
        if "category_id" in same and not Categorie.objects.filter(pk=same["category_id"]).exists():
            same["category_id"] = None
        for name, value in same.items():
            setattr(row, name, value)
        row.save()
        if len(same) < len(columns):
            stay.append(row.name)
    apport.undone_at, apport.made, apport.before = timezone.now(), {}, {}
    apport.save()
    return stay

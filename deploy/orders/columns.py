"""A table of communes as an order: one line, one commune. Its columns, in the words of the people who fill them. Pure.

What a cell says is turned into what TOML would say; ``deploy.orders.parse`` then judges both alike.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from deploy.orders.faults import Fault, OrderError, Refused
from deploy.orders.source import Known, Path, Source
from deploy.orders.table import Row, read_rows, text_of

SUFFIX = ".csv"
NAMED_AT_MOST = 8  # namesakes told in a sentence
_SEVERAL = re.compile(r"[;|\n]+")
_WORDS = re.compile(r"[\s;|,]+")
_BOX = re.compile(r"^(?P<adresse>.*?)[\s(]+(?P<go>-?\d{1,6})\s*(?:Go)?\s*\)?$", re.IGNORECASE)
_PERSON = re.compile(r"^(?P<nom>.*?)[\s<(]*(?P<courriel>[^\s<>()]+@[^\s<>()]*)[>)]?$")
_YES, _NO = frozenset({"oui", "o", "x", "1", "vrai", "true"}), frozenset({"non", "n", "0", "faux", "false"})


def _text(cell: str) -> Any:
    return cell


def _lower(cell: str) -> Any:
    return cell.lower()


def _code(cell: str) -> Any:
    """A spreadsheet takes « 01004 » for a number and drops its zero."""
    return cell.zfill(5) if cell.isdigit() else cell


def _words(cell: str) -> Any:
    return [word for word in _WORDS.split(cell) if word]


def _yes(cell: str) -> Any:
    if cell.lower() in _YES | _NO:
        return cell.lower() in _YES
    return Refused(f"« {cell} » : écrivez « oui » ou « non ».")


def _day(cell: str) -> Any:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return Refused(f"« {cell} » n’est pas une date, comme 01/12/2026.")


def _boxes(cell: str) -> Any:
    return [_box(part.strip()) for part in re.split(r"[;|\n,]+", cell) if part.strip()]


def _box(part: str) -> dict[str, Any]:
    sized = _BOX.match(part)
    return {"adresse": sized["adresse"], "go": int(sized["go"])} if sized else {"adresse": part}


def _aliases(cell: str) -> Any:
    found = []
    for part in filter(None, map(str.strip, _SEVERAL.split(cell))):
        address, arrow, targets = part.partition(">")
        problem = f"« {part[:60]} » : écrivez « contact > mairie@cahors.fr »."
        leads = [word for word in re.split(r"[\s,]+", targets) if word] if arrow else Refused(problem)
        found.append({"adresse": address.strip(" -="), "vers": leads})
    return found


def _people(role: str) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        return [_person(part, role) for part in map(str.strip, _SEVERAL.split(cell)) if part]

    return read


def _person(part: str, role: str) -> dict[str, Any]:
    found = _PERSON.match(part)
    if not found:
        return {"nom": part, "courriel": Refused(f"« {part} » : écrivez « Prénom Nom <adresse> »."), "role": role}
    nameless = Refused(f"« {part} » : écrivez le prénom et le nom avant l’adresse.")
    return {"nom": found["nom"] or nameless, "courriel": found["courriel"], "role": role}


class Column(NamedTuple):
    """Where a cell goes in the order, how it is read, and what the template says of it."""

    path: tuple[str, ...]
    read: Callable[[str], Any]
    explained: str
    example: str = ""


COLUMNS: Mapping[str, Column] = {
    "insee": Column(("insee",), _code, "Code INSEE ; ou bien la colonne « commune »", "46042"),
    "commune": Column(("insee",), _text, "Nom de la commune, quand le code INSEE n’est pas donné", "Cahors"),
    "departement": Column((), _text, "Numéro du département, qui distingue deux communes de même nom", "46"),
    "pack": Column(("pack",), _lower, "mini_site, decouverte, confort ou expert ; obligatoire", "confort"),
    "modele": Column(("modele",), _lower, "Modèle du site ; sans lui, celui du pack", "causse"),
    "couleur": Column(("apparence", "couleur"), _text, "Couleur principale, comme #3f6b4f", "#3f6b4f"),
    "accent": Column(("apparence", "accent"), _text, "Couleur d’accent", ""),
    "debut": Column(("debut",), _day, "Premier jour, comme 01/12/2026 ; sans lui, aujourd’hui", ""),
    "fin": Column(("fin",), _day, "Dernier jour de la convention", ""),
    "sous_domaine": Column(("sous_domaine",), _text, "Nom sous le domaine du centre ; sans lui, celui de la commune"),
    "domaines": Column(("domaines",), _words, "Domaines de la commune, le principal d’abord", "cahors.example"),
    "modules": Column(("modules",), _words, "Modules en plus", ""),
    "sans_modules": Column(("sans_modules",), _words, "Modules du pack à éteindre", ""),
    "droits": Column(("droits",), _words, "Droits en plus", ""),
    "boites": Column(("boite",), _boxes, "Boîtes aux lettres, avec leur taille en Go si ce n’est pas 5",
                     "mairie; urbanisme 10 Go"),
    "alias": Column(("alias",), _aliases, "Redirections", "contact > mairie@cahors.example"),
    "contributeurs": Column(("personne",), _people("contributeur"), "Personnes qui écrivent sur le site",
                            "Lou Bruyère <lou@cahors.example>"),
    "gestionnaires": Column(("personne",), _people("gestionnaire"), "Personnes qui règlent le site", ""),
    "adresse": Column(("mairie", "adresse"), _text, "Adresse de la mairie", "73 boulevard Gambetta"),
    "code_postal": Column(("mairie", "code_postal"), _code, "Code postal", "46000"),
    "ville": Column(("mairie", "ville"), _text, "Ville", "Cahors"),
    "telephone": Column(("mairie", "telephone"), _text, "Téléphone", "05 65 00 00 00"),
    "courriel": Column(("mairie", "courriel"), _text, "Adresse électronique de la mairie", "mairie@cahors.example"),
    "directeur": Column(("mairie", "directeur"), _text, "Direction de la publication (la loi veut son nom)",
                        "Camille Genévrier"),
    "fonction": Column(("mairie", "fonction"), _text, "Sa fonction", "maire"),
    "dpo": Column(("mairie", "dpo"), _text, "Délégué à la protection des données", ""),
    "demonstration": Column(("demonstration",), _yes, "oui : site de démonstration, absent des moteurs", ""),
    "entrainement": Column(("entrainement",), _yes, "oui : site d’entraînement, remis à neuf chaque nuit", ""),
}  # fmt: skip
# Columns that together say who works on the site: in a sentence, the first that says something.
_LISTS = {"personne": ("contributeurs", "gestionnaires")}


def template() -> str:
    """A file to fill in: the columns, one commune as an example. Semicolons: what a French spreadsheet opens."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow(column.example for column in COLUMNS.values())
    return text.getvalue()


@dataclass(frozen=True)
class TableSource(Source):
    """A table. Its places are lines and columns; it opens sites, and changes none that stand."""

    rows: tuple[Row, ...] = ()

    @classmethod
    def of(cls, name: str, data: bytes) -> "TableSource":
        """A file as it was received; ``OrderError`` when it is no table at all."""
        rows, faults = read_rows(name, data, COLUMNS)
        return cls(name, text_of(name, data), tuple(faults), tuple(rows))

    def document(self, known: Known) -> dict[str, Any]:
        """The order that the lines make; what cannot be read stands there as ``Refused``."""
        return {"ouvertures": True, "commune": [_commune(row.cells, known) for row in self.rows]}

    def error(self, path: Path, problem: str, insee: str = "") -> OrderError:
        """The problem, with its line and its column."""
        line, column = None, ""
        place = path[1] if len(path) > 1 else None
        if isinstance(place, int):
            line, column = self.rows[place].line, _column_of(path[2:], self.rows[place].cells)
        return OrderError(Fault(problem, self.name, line, column, "colonne", insee))


def _commune(cells: Mapping[str, str], known: Known) -> dict[str, Any]:
    told: dict[str, Any] = {"insee": _insee(cells, known), "pack": ""}
    for name, column in COLUMNS.items():
        if name not in cells or not column.path or column.path == ("insee",):
            continue
        value = column.read(cells[name])
        table = told.setdefault(column.path[0], {}) if len(column.path) > 1 else told
        held = table.get(column.path[-1])
        table[column.path[-1]] = held + value if isinstance(held, list) else value
    return told


def _insee(cells: Mapping[str, str], known: Known) -> Any:
    """The code given, or that of the only commune that bears the name."""
    name, code = cells.get("commune", ""), _code(cells.get("insee", ""))
    if code and not name:
        return code
    found = known.named(name) if name else ()
    if code:
        named = {one.insee for one in found}
        return code if code.upper() in named else Refused(f"le code {code} n’est pas celui de « {name} ».")
    if where := cells.get("departement", "").upper():
        found = [one for one in found if one.departement == where.zfill(2)]
    if len(found) == 1:
        return found[0].insee
    if not found:
        return Refused(f"aucune commune ne s’appelle « {name} »." if name else "donnez le code INSEE, ou la commune.")
    told = ", ".join(f"{one.insee} ({one.departement})" for one in found[:NAMED_AT_MOST])
    more = "…" if len(found) > NAMED_AT_MOST else ""
    return Refused(f"{len(found)} communes s’appellent « {name} » : donnez le code INSEE, {told}{more}.")


def _column_of(path: Path, cells: Mapping[str, str]) -> str:
    """The column that a path below a commune comes from."""
    keys = tuple(part for part in path if isinstance(part, str))
    if not keys:
        return ""
    if keys[0] == "insee":
        return "insee" if "insee" in cells or "commune" not in cells else "commune"
    if keys[0] in _LISTS:
        return next((name for name in _LISTS[keys[0]] if name in cells), "")
    for name, column in COLUMNS.items():
        if column.path and column.path == keys[: len(column.path)]:
            return name
    # Keys that no table has of its own: « vers » and « secours » are said of the boxes and the aliases.
    return {"vers": "alias", "secours": "boites", "partage": "boites"}.get(keys[0], keys[0])

"""What may be asked of a list: one table, from which requests are read and the OpenAPI document is written."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.api.problems import Fault, refused
from cms.api.shapes.hints import Schema
from cms.api.shelf import Entry

MOST_PER_PAGE, USUAL_PER_PAGE = 100, 20
LAST_PAGE = 100_000
LARGEST = 2**63 - 1
# Characters of a query told back in a refusal.
SHOWN = 40
WHOLE = re.compile(r"(0|[1-9][0-9]{0,18})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Read = Callable[[str], Any]
Keep = Callable[[Entry, Any], bool]


@dataclass(frozen=True, slots=True)
class Parameter:
    """``read`` turns the text into a value or raises ``ValueError`` with a French sentence; ``keep`` chooses lines."""

    name: str
    label: Any
    schema: Schema
    read: Read
    keep: Keep | None = None
    default: Any = None


def _integer(low: int, high: int) -> tuple[Schema, Read]:
    def read(text: str) -> int:
        if not WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise ValueError(_("un nombre entier de %(low)s à %(high)s est attendu.") % {"low": low, "high": high})
        return int(text)

    return {"type": "integer", "minimum": low, "maximum": high}, read


def _day() -> tuple[Schema, Read]:
    def read(text: str) -> str:
        try:
            return date.fromisoformat(text).isoformat() if DAY.fullmatch(text) else date.fromisoformat("").isoformat()
        except ValueError:
            raise ValueError(_("une date est attendue, comme 2026-03-15.")) from None

    return {"type": "string", "format": "date"}, read


def _choice(choices: Collection[str]) -> tuple[Schema, Read]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(_("les valeurs possibles sont %(choices)s.") % {"choices": ", ".join(sorted(choices))})
        return text

    return {"type": "string", "enum": sorted(choices)}, read


def _text(pattern: str, expected: Any) -> tuple[Schema, Read]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(str(expected))
        return text

    return {"type": "string", "pattern": f"^{pattern}$"}, read


def _words(most: int) -> tuple[Schema, Read]:
    def read(text: str) -> str:
        if len(text) > most:
            raise ValueError(_("%(most)s signes au plus sont attendus.") % {"most": most})
        return text

    return {"type": "string", "maxLength": most}, read


def _boolean() -> tuple[Schema, Read]:
    values = {"true": True, "false": False}

    def read(text: str) -> bool:
        if text not in values:
            raise ValueError(_("true ou false est attendu."))
        return values[text]

    return {"type": "boolean"}, read


ORDERS = ("date", "-date")
PAGE = Parameter("page", gettext_lazy("Quelle page de la liste"), *_integer(1, LAST_PAGE), default=1)
PER_PAGE = Parameter(
    "per_page", gettext_lazy("Combien de lignes par page"), *_integer(1, MOST_PER_PAGE), default=USUAL_PER_PAGE
)
# Characters: with twelve bytes each, the most that an address writes them with, no question is too long an address.
LONGEST_WORDS = LONGEST_VALUE = 100
SEARCH = (
    Parameter(
        "q", gettext_lazy("Les mots à chercher\u00a0; sans eux, rien n’est trouvé"), *_words(LONGEST_WORDS), default=""
    ),
    PAGE,
    Parameter(
        "kind", gettext_lazy("Une sorte de résultat, parmi celles de «\u00a0facets\u00a0»"), *_words(LONGEST_VALUE)
    ),
    Parameter("rubrique", gettext_lazy("Une rubrique, parmi celles de «\u00a0facets\u00a0»"), *_words(LONGEST_VALUE)),
    Parameter(
        "year", gettext_lazy("Une année"), *_text("[0-9]{4}", gettext_lazy("une année est attendue, comme 2026."))
    ),
)
"""What may be asked of the search."""


def parameters_of(filters: Iterable[str], types: Sequence[str], modules: Sequence[str]) -> tuple[Parameter, ...]:
    """Those of a list; ``types`` and ``modules`` are what may be chosen where its lines have some."""
    known = {
        it.name: it
        for it in (
            Parameter(
                "type", gettext_lazy("Un type de page"), *_choice(types), lambda line, it: line.get("type") == it
            ),
            Parameter(
                "module",
                gettext_lazy("Les pages d’une fonction du site"),
                *_choice(modules),
                lambda line, it: line.get("module") == it,
            ),
            Parameter(
                "parent",
                gettext_lazy("Les pages rangées juste sous celle de ce numéro"),
                *_integer(1, LARGEST),
                lambda line, it: line.get("parent") == it,
            ),
            Parameter(
                "modified_since",
                gettext_lazy("Ce qui fut publié à nouveau ce jour-là ou depuis"),
                *_day(),
                lambda line, it: line.get("modified", "") >= it,
            ),
            Parameter(
                "date_from",
                gettext_lazy("Ce qui est daté de ce jour ou d’après"),
                *_day(),
                lambda line, it: line.get("day", "") >= it,
            ),
            Parameter(
                "date_to",
                gettext_lazy("Ce qui est daté de ce jour ou d’avant"),
                *_day(),
                lambda line, it: "" < line.get("day", "") <= it,
            ),
            Parameter(
                "file_type",
                gettext_lazy("Un type de fichier"),
                *_text("[a-z0-9]{1,8}", gettext_lazy("un suffixe de fichier est attendu, comme pdf.")),
                lambda line, it: line.get("type") == it,
            ),
            Parameter("order", gettext_lazy("Par date, de la première ou (-date) de la dernière"), *_choice(ORDERS)),
            Parameter("detail", gettext_lazy("Chaque page avec tous ses champs"), *_boolean(), default=False),
        )
    }
    return (PAGE, PER_PAGE, *(known[name] for name in filters))


def read(query: QueryDict, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The values asked for, defaults included. Raises ``ProblemError`` for all that cannot be understood, at once."""
    known = {it.name: it for it in parameters}
    values = {it.name: it.default for it in parameters}
    faults = []
    for name in query:
        given = query.getlist(name)
        shown = name if len(name) <= SHOWN else f"{name[:SHOWN]}…"
        if name not in known:
            faults.append(Fault(shown, _("cette adresse n’a pas un tel paramètre.")))
        elif len(given) > 1:
            faults.append(Fault(shown, _("une seule valeur est attendue.")))
        else:
            try:
                values[name] = known[name].read(given[0])
            except ValueError as error:
                faults.append(Fault(shown, str(error)))
    if faults:
        raise refused(faults)
    return values


def chosen(entries: Sequence[Entry], parameters: Sequence[Parameter], values: Mapping[str, Any]) -> Sequence[Entry]:
    """The lines that are asked for, in the order asked for; those without date are last."""
    for it in parameters:
        value = values[it.name]
        if it.keep is not None and value is not None:
            entries = [line for line in entries if it.keep(line, value)]
    order = values.get("order")
    if order:
        dated = [line for line in entries if line.get("day")]
        dated.sort(key=lambda line: str(line["day"]), reverse=order == "-date")
        entries = [*dated, *(line for line in entries if not line.get("day"))]
    return entries

"""Words, dates, amounts, numbers and addresses, whatever way a source writes them. Pure: the day comes with the call.

What is not plausible is nothing, and is told: a date in 2099, 1e17 euros.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import nh3

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Notice
from sites.law.dated import PARIS
from sites.rendering.french import MONTHS

OLDEST = 1990  # no public source goes further back
YEARS_AHEAD = 4  # a deadline further away is an error of typing
MAX_AMOUNT = 500_000_000.0  # euros: no contract of a commune costs that; sources hold up to 1e17
MAX_TITLE, MAX_TEXT, MAX_URL = 300, 1200, 600
MAX_MARKUP = 40_000
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SIREN, SIRET = 9, 14

ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?(?![\d:])"
)
HOUR = r"(?:\s*(?:,|-|–|à|a)?\s*(\d{1,2})\s*(?:h(?:eures?)?|:)\s*(\d{2})?(?!\d))?"
FIGURES = re.compile(rf"(?<!\d)(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}}|\d{{2}})(?!\d){HOUR}", re.IGNORECASE)
WRITTEN = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)}|fevrier|aout|decembre)\s+(\d{{4}}){HOUR}", re.IGNORECASE
)
OFFSET = re.compile(r"[+-]\d{2}:?\d{2}$|Z$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was not understood: ``code`` is one of ``FAULTS``, ``where`` the record, ``said`` what it said."""

    code: str
    where: str = ""
    said: str = ""


FAULTS = ("record", "date", "deadline", "amount", "title", "other_buyer", "more")


@dataclass(slots=True)
class Read:
    """What a reader gives."""

    notices: list[Notice] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class UnreadableError(ValueError):
    """The whole file is not what it should be. The message is a code: "page", "broken", "empty", "bomb", "wide"."""


def text(value: Any, most: int = MAX_TITLE) -> str:
    """The words alone, on one line, without markup, entities nor e-mail address; cut between two words."""
    if isinstance(value, dict):
        value = value.get("#text")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    raw = html.unescape(str(value)[:MAX_MARKUP])  # « &amp;#039; » is written twice over by some
    spaced = re.sub(r"<(?:br|/p|/li|/div|/h[1-6])\b[^>]*>", " ", raw, flags=re.IGNORECASE)
    if "<" in spaced:
        spaced = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"})
    words = " ".join(UNSEEN.sub(" ", EMAIL.sub("", html.unescape(spaced))).split())
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(" ,;:.!?–-") + "…"


def decoded(content: bytes) -> str:
    """UTF-8, whatever is declared, else the old code page of Windows, which Latin-1 is a part of."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def address(value: Any) -> str:
    """An address of the web, without a password; nothing for all else."""
    link = html.unescape(str(value.get("#text", "") if isinstance(value, dict) else value or "")).strip()
    try:
        parts = urlsplit(link)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    return link if good and len(link) <= MAX_URL and not re.search(r"[\s<>\"\\\x00-\x1f]", link) else ""


def siret(value: Any) -> str:
    """Fourteen figures, or nine; nothing for an internal number (« 49564 »)."""
    figures = re.sub(r"[\s.\u00a0]", "", text(value, 40))
    return figures if figures.isascii() and figures.isdigit() and len(figures) in {SIREN, SIRET} else ""


def amount(value: Any) -> tuple[float | None, bool]:
    """Euros, and whether something absurd was hidden. Nought is nothing: sources write it for « unknown »."""
    words = re.sub(r"[\s\u00a0\u202f€]|EUR|HT", "", text(value, 40)).replace(",", ".")
    try:
        euros = float(words) if words else 0.0
    except ValueError:
        return None, True
    if euros == 0:
        return None, False
    return (round(euros, 2), False) if 0 < euros <= MAX_AMOUNT else (None, True)


def day(value: Any, today: date) -> date | None:
    """The day in Paris that a text names; nothing for an implausible one."""
    found = moment(value, today)
    return found[0].date() if found else None


def moment(value: Any, today: date, *, clock_of_paris: bool = False) -> tuple[datetime, bool] | None:
    """The instant that a text names, in Paris, and whether its hour was told; nothing for an implausible one.

    A naive hour is of Paris. ``clock_of_paris``: so is the hour of a source whose offset is wrong.
    """
    words = text(value, MAX_TEXT)
    try:
        found = (
            _iso(words, clock_of_paris=clock_of_paris) or _french(words) or _mail(words, clock_of_paris=clock_of_paris)
        )
    except (ValueError, OverflowError):
        return None
    if found is None or not date(OLDEST, 1, 1) <= found[0].date() <= today + timedelta(days=366 * YEARS_AHEAD):
        return None
    return found


def deadline(value: Any, today: date, *, clock_of_paris: bool = False) -> tuple[datetime, bool] | None:
    """The same for a deadline: a day alone lasts until its last minute, and the second value is then true."""
    found = moment(value, today, clock_of_paris=clock_of_paris)
    if found is None:
        return None
    at, told = found
    return (at, False) if told else (at.replace(hour=23, minute=59), True)


def _iso(words: str, *, clock_of_paris: bool) -> tuple[datetime, bool] | None:
    if not (seen := ISO.search(words)):
        return None
    on = date(int(seen[1]), int(seen[2]), int(seen[3]))
    if seen[4] is None:
        return datetime.combine(on, time(), PARIS), False
    at = datetime.combine(on, time(int(seen[4]), int(seen[5])))
    if not seen[6] or clock_of_paris:
        return at.replace(tzinfo=PARIS), True
    offset = UTC if seen[6] == "Z" else datetime.strptime(seen[6].replace(":", ""), "%z").tzinfo
    return at.replace(tzinfo=offset).astimezone(PARIS), True


def _french(words: str) -> tuple[datetime, bool] | None:
    if seen := FIGURES.search(words):
        month = int(seen[2])
        year = int(seen[3]) + (2000 if len(seen[3]) == 2 else 0)  # noqa: PLR2004  # « 26 » is 2026
    elif seen := WRITTEN.search(words):
        month = [plain(name) for name in MONTHS].index(plain(seen[2])) + 1
        year = int(seen[3])
    else:
        return None
    on = date(year, month, int(seen[1]))
    if seen[4] is not None:
        return datetime.combine(on, time(int(seen[4]), int(seen[5] or 0)), PARIS), True
    if re.match(r"\s*(?:,|à)?\s*midi\b", words[seen.end() :], re.IGNORECASE):
        return datetime.combine(on, time(12), PARIS), True
    return datetime.combine(on, time(), PARIS), False


def _mail(words: str, *, clock_of_paris: bool) -> tuple[datetime, bool] | None:
    if not re.match(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4}", words):
        return None
    at = parsedate_to_datetime(words)
    if at.tzinfo is None or clock_of_paris:
        return at.replace(tzinfo=PARIS, second=0), True
    return at.astimezone(PARIS).replace(second=0), True


def plain(words: str) -> str:
    """Without accents nor capitals, as names and words are compared."""
    bare = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).lower().replace("’", "'")


def category(*values: Any) -> str:
    """Works, supplies or services, by the first value that says it."""
    for value in values:
        words = plain(text(value, MAX_TEXT))
        for code, sign in ((common.WORKS, "travaux"), (common.SUPPLIES, "fourniture"), (common.SERVICES, "service")):
            if sign in words or {"works": common.WORKS, "supplies": common.SUPPLIES}.get(words) == code:
                return code
    return ""


def category_of_cpv(code: str) -> str:
    """By the CPV (regulation (EC) 213/2008): division 45 is works, those from 50 on are services but software's 48."""
    if not code[:2].isdigit():
        return ""
    division = int(code[:2])
    works, services = 45, 50
    if division == works:
        return common.WORKS
    return common.SERVICES if division >= services else common.SUPPLIES


def procedure(*values: Any) -> str:
    """The code of a procedure, by the first value that says one."""
    signs = (
        (common.ADAPTED, ("adapte", "mapa")),
        (common.WITHOUT, ("sans publicite", "neg-wo-call", "sans mise en concurrence")),
        (common.NEGOTIATED, ("negoci", "neg-w-call", "dialogue", "comp-dial")),
        (common.RESTRICTED, ("restrei", "restricted")),
        (common.OPEN, ("ouvert", "open")),
    )
    for value in values:
        words = plain(text(value, MAX_TEXT)).replace("_", " ")
        for code, known in signs:
            if any(sign in words for sign in known):
                return code
    return common.OTHER


def cpv(value: Any) -> str:
    """Eight figures of the common procurement vocabulary, without their check."""
    seen = re.match(r"\d{8}", text(value, 20))
    return seen[0] if seen else ""


def listed(value: Any) -> list[Any]:
    """One element is itself, several are a list: everywhere in what was once XML."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def at(tree: Any, *names: str) -> Any:
    """What stands below these names; nothing as soon as one is missing. A list gives its first element."""
    for name in names:
        if isinstance(tree, list):
            tree = tree[0] if tree else None
        if not isinstance(tree, dict):
            return None
        tree = tree.get(name)
    return tree


def strings(tree: Any) -> Iterator[str]:
    """All the texts below, in their order."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from strings(value)


def loaded(content: bytes) -> Any:
    """JSON, even where a quotation mark stands naked inside a text. Raises ``UnreadableError``."""
    written = decoded(content).strip()
    if written[:1] == "<":
        raise UnreadableError("page")
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_quoted(written), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("broken") from error


def _quoted(written: str) -> str:
    """The same with the naked quotation marks escaped: one that ends a text is followed by a sign of JSON."""
    made: list[str] = []
    inside = escaped = False
    for place, sign in enumerate(written):
        if sign == '"' and not escaped:
            if not inside:
                inside = True
            elif _ends(written, place):
                inside = False
            else:
                made.append("\\")
        escaped = sign == "\\" and not escaped
        made.append(sign)
    return "".join(made)


def _ends(written: str, place: int) -> bool:
    after = written[place + 1 : place + 60].lstrip()
    if after[:1] == ",":  # « "… dit "lot 1", puis … » : what follows a true comma begins a value or a name
        return after[1:].lstrip()[:1] in {'"', "{", "[", "]", "}"} or bool(
            re.match(r"\s*(?:-?\d|true|false|null)", after[1:])
        )
    return after[:1] in {":", "}", "]", ""}

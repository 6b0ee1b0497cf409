"""Indexes that many sites share: what a module shows on all of them is indexed once (``Module.shared_search``).

A shelf answers beside the site's own results, never among them: what two indexes count is not comparable.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.search.analysis import VERSION
from cms.search.shards import BusyShardError, MissingShardError, Shard
from cms.search.visitors.answers import Answer
from cms.search.visitors.entries import Entry
from cms.search.visitors.find import UnavailableError, find_in, suggest_in
from cms.search.visitors.reading import Words
from cms.search.visitors.schema import FIELDS, document, schema
from sites.models import Commune
from sites.modules import active_modules

# Things indexed in one turn: half a second. The others follow; those that are there answer meanwhile.
AT_ONCE = 200
FIRST = 3  # results told beside the site's own
OF = "of"  # the file that says what the whole index was made from


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a shelf answers: ``label`` names it, as « le guide des droits et démarches »."""

    code: str
    label: str
    answer: Answer


def shard_of(code: str) -> Shard:
    """The index of a module."""
    return Shard(_folder(code) / "index", schema, f"{VERSION}.{FIELDS}")


def _folder(code: str) -> Path:
    return Path(settings.BEFFROI_VAR) / "search" / "shared" / code


def labels(commune: Commune) -> dict[str, str]:
    """The shelves that a site shows: what they are called, by code of module."""
    return {module.code: str(module.shared_search) for module in active_modules(commune) if module.shared_search}


def beside(commune: Commune, text: str) -> list[Shelf]:
    """The first results of each shelf that holds all the words; none of a shelf that is being made."""
    found = []
    for code, label in labels(commune).items():
        try:
            answer = find_on(commune, code, text)
        except UnavailableError:
            continue
        if answer.hits and not answer.partial and not answer.corrected:
            found.append(Shelf(code, label, answer))
    return found


def find_on(commune: Commune, code: str, text: str, filters: Mapping[str, str] | None = None, page: int = 1) -> Answer:
    """Search one shelf of a site. Raises ``UnavailableError``."""
    try:
        return find_in(shard_of(code), commune, text, filters, page, as_said=True)
    except MissingShardError as error:
        raise UnavailableError from error


def suggest_on(commune: Commune, text: str, most: int) -> list[tuple[str, str]]:
    """Titles of the shelves that begin as one types."""
    found: list[tuple[str, str]] = []
    for code in labels(commune):
        try:
            found += suggest_in(shard_of(code), text)
        except (MissingShardError, UnavailableError):
            continue
    return found[:most]


def keep(
    code: str, made_from: str, standing: Callable[[], Mapping[str, str]], read: Callable[[str], tuple[Entry, Words]]
) -> int:
    """One turn of making an index like what stands; how many things were indexed or dropped.

    ``made_from`` changes whenever anything does; ``standing`` then gives the digest of each thing by its address, and
    ``read`` what one of them says.
    """
    shard, of = shard_of(code), _folder(code) / OF
    if shard.stands and _told(of) == made_from:
        return 0
    of.unlink(missing_ok=True)
    try:
        return _turn(shard, of, made_from, standing(), read)
    except (BusyShardError, MissingShardError):  # another is at it, or it was lost meanwhile: the next turn
        return 0


def _turn(
    shard: Shard, of: Path, made_from: str, wanted: Mapping[str, str], read: Callable[[str], tuple[Entry, Words]]
) -> int:
    if not shard.stands:
        with shard.making():
            pass  # begun empty, it is filled turn by turn
    have = {address: fields["digest"] for address, fields in shard.keys().items()}
    gone = [address for address in have if address not in wanted]
    late = [address for address, digest in wanted.items() if have.get(address) != digest]
    fresh = list(islice(late, AT_ONCE))
    if fresh or gone:
        shard.write(put=_documents(fresh, wanted, read), drop=gone)
    if len(late) == len(fresh):
        of.write_text(made_from, encoding="utf-8")
    return len(fresh) + len(gone)


def _documents(
    addresses: Iterable[str], wanted: Mapping[str, str], read: Callable[[str], tuple[Entry, Words]]
) -> Iterable[dict[str, Any]]:
    for address in addresses:
        yield {**document(*read(address), None), "digest": wanted[address]}


def _told(of: Path) -> str:
    try:
        return of.read_text(encoding="utf-8")
    except OSError:
        return ""

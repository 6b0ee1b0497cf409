"""One import: the archive of one audience enters the pack, the others stay as they were last received.

The archives are kept, so that a sheet that comes in one audience changes the pages that lead to it in the others. They
are read twice, one sheet at a time: titles first, then pages. Trees are never held together.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from modules.comarquage.packing.homes import Front, home
from modules.comarquage.packing.ledger import Line, keep, kept, of_audience
from modules.comarquage.reading.archive import RefusedError, sheets
from modules.comarquage.reading.changes import Changes, compared, fingerprint, poor
from modules.comarquage.reading.scene import AUDIENCES, GUIDE, Key
from modules.comarquage.reading.sheet import page, scene_of
from modules.comarquage.reading.tree import Element, UnreadableError, day, each, meta, parsed
from sites.composing.pack import BrokenPackError, Pack, PackWriter, digest_of
from sites.composing.places import pack_file

PREFIX = GUIDE.strip("/")
SHELF, LEDGER = "comarquage", "ledger.json"
MISNAMED = "Le nom du fichier n’est pas celui de la fiche."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did to its audience. ``made``: sheets of all audiences that were made again.

    ``refused``: files set aside, with the reason; the page that such a sheet had stays. ``unknown``: elements that
    nobody knows, whose text is shown.
    """

    count: int
    made: int
    changes: Changes
    refused: Mapping[str, str]
    unknown: Mapping[str, int]


def imported(var: Path, audience: str, archive: Path, today: date, *, believe: bool = False) -> Outcome:
    """Take the archive of an audience (« particuliers »). ``RefusedError``: nothing changed, and why, in French.

    An archive that lost more than a fifth of the sheets of the last one is refused, unless ``believe``.
    """
    if audience not in AUDIENCES.values():
        raise RefusedError(f"Le guide n’a pas de public «\u00a0{audience}\u00a0».")
    shelf = var / SHELF
    shelf.mkdir(parents=True, exist_ok=True)
    aside = shelf / f"{audience}.zip.new"
    shutil.copyfile(archive, aside)
    try:
        feeds = {name: found for name in AUDIENCES.values() if (found := shelf / f"{name}.zip").is_file()}
        outcome = _packed(var, feeds | {audience: aside}, audience, today, believe=believe)
        aside.replace(shelf / f"{audience}.zip")
    finally:
        aside.unlink(missing_ok=True)
    return outcome


def _packed(var: Path, feeds: Mapping[str, Path], audience: str, today: date, *, believe: bool) -> Outcome:
    before = kept(var / SHELF / LEDGER)
    old = _standing(var)
    catalogue, refused, fronts = _titles(feeds)
    mine = of_audience(before, audience)
    count = sum(1 for folder, _ident in catalogue if folder == audience)
    if not believe and poor(len(mine), count):
        raise RefusedError(
            f"L’archive reçue tient {count} fiches et la dernière en tenait {len(mine)}\u00a0: "
            "le guide reste tel qu’il est."
        )
    # A file that cannot be read today does not withdraw the page it had.
    spared = {key: before[key] for key in refused if _same(old, key, before.get(key))}
    catalogue |= {_split(key): line.title for key, line in spared.items()}
    lines, made = dict(spared), 0
    gone = (set(old.gone) | set(old.entries) if old else set()) - {"/".join(key) for key in catalogue} - set(fronts)
    with PackWriter(pack_file(var, PREFIX), gone=gone) as writer:
        for key in sorted(spared):
            if old:
                writer.keep(old, key)
        for folder, ident, content, root in _roots(feeds, refused):
            key = f"{folder}/{ident}"
            printed = _printed(content, root, catalogue, today)
            line = before.get(key)
            if old and line and line.printed == printed and _same(old, key, line):
                writer.keep(old, key)
                lines[key] = line
                continue
            scene = scene_of(root, folder, catalogue, today)
            sheet = page(root, scene)
            writer.add(sheet)
            lines[key] = Line(printed, digest_of(sheet), catalogue[folder, ident], dict(scene.unknown))
            made += 1
        for folder, front in sorted(fronts.items()):
            writer.add(home(folder, front))
    keep(var / SHELF / LEDGER, lines)
    now = of_audience(lines, audience)
    return Outcome(
        count=len(now),
        made=made,
        changes=compared(_prints(mine), _prints(now)),
        refused={ident: why for (folder, ident), why in _keyed(refused) if folder == audience},
        unknown=dict(sum((Counter(line.unknown) for line in now.values()), Counter())),
    )


def _standing(var: Path) -> Pack | None:
    try:
        return Pack(pack_file(var, PREFIX))
    except (FileNotFoundError, BrokenPackError):
        return None


def _same(old: Pack | None, key: str, line: Line | None) -> bool:
    """Whether the page that stands is the one this line tells of."""
    return bool(old and line and key in old.entries and old.entries[key].digest == line.digest)


def _titles(feeds: Mapping[str, Path]) -> tuple[dict[Key, str], dict[str, str], dict[str, Front]]:
    """The titles of the sheets that can be read, why the others cannot, by key; what the page of each audience says."""
    catalogue: dict[Key, str] = {}
    refused: dict[str, str] = {}
    fronts = {folder: Front() for folder in feeds}
    for folder, feed in feeds.items():
        for member in sheets(feed):
            try:
                root = parsed(member.content)
            except UnreadableError as reason:
                refused[f"{folder}/{member.ident}"] = str(reason)
                continue
            if root.get("ID") == member.ident:
                title = catalogue[folder, member.ident] = meta(root, "title") or member.ident
                fronts[folder].note(root, title)
            else:
                refused[f"{folder}/{member.ident}"] = MISNAMED
    return catalogue, refused, fronts


def _roots(feeds: Mapping[str, Path], refused: Mapping[str, str]) -> Iterator[tuple[str, str, bytes, Element]]:
    for folder, feed in sorted(feeds.items()):
        for member in sheets(feed):
            if f"{folder}/{member.ident}" not in refused:
                yield folder, member.ident, member.content, parsed(member.content)


def _printed(content: bytes, root: Element, catalogue: Mapping[Key, str], today: date) -> str:
    """A date that was still to come is shown once it has: it is part of what the page depends on."""
    dates = [meta(root, "date"), *(it.get("date", "") for it in each(root, "Avertissement"))]
    told = fingerprint(content, root, catalogue, AUDIENCES) + str([day(said, today) for said in dates])
    return sha256(told.encode()).hexdigest()


def _prints(lines: Mapping[str, Line]) -> dict[str, str]:
    return {key: line.printed for key, line in lines.items()}


def _split(key: str) -> Key:
    folder, _slash, ident = key.partition("/")
    return folder, ident


def _keyed(refused: Mapping[str, str]) -> Iterator[tuple[Key, str]]:
    return ((_split(key), why) for key, why in refused.items())

"""What differs between two generations of a site, read from the disk: addresses, and things that the API tells."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from cms.api.lists import MODULES
from cms.api.shelf import NothingBakedError, Shelf, shelf_in
from sites.bake.bakery import store_of
from sites.store.generations import Store
from sites.store.manifest import BrokenManifestError, Manifest

# Of one message, and of the messages of one bake: a front end that is told of more rebuilds all of its own.
MOST_ADDRESSES, MOST_THINGS = 200, 50
DOCUMENTS = "documents"
INDEX = "index.html"
# Pictures and styles: a page that shows another one differs too.
OWN_FILES = ("_/i/", "_/s/")

Key = tuple[str, int]  # the list, the id


@dataclass(frozen=True, slots=True)
class Thing:
    """A line with an id: of the documents, or of a list of a module. ``did``: published, updated, withdrawn."""

    list: str
    id: int
    title: str
    did: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Without ``complete``, more differs than is said here."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    things: tuple[Thing, ...] = ()
    complete: bool = False


def between(insee: str, old: int | None, new: int) -> Difference:
    """From one generation to the other. Nothing is known of one that left the disk, nor of ``None``."""
    store = store_of(insee)
    if old is None or old >= new:
        return Difference()
    try:
        was, now = _manifest(store, old), _manifest(store, new)
        things = _things(shelf_in(store.folder(old), old), shelf_in(store.folder(new), new))
    except (OSError, BrokenManifestError, NothingBakedError):
        return Difference()
    changed = [path for path, entry in now.items() if was.get(path) != entry]
    removed = [path for path in was if path not in now]
    complete = max(len(changed), len(removed)) <= MOST_ADDRESSES and len(things) <= MOST_THINGS
    return Difference(_addresses(changed), _addresses(removed), tuple(things[:MOST_THINGS]), complete)


def _manifest(store: Store, number: int) -> Mapping[str, str]:
    found = Manifest.loads((store.folder(number) / "manifest.json").read_bytes())
    return {path: entry.digest for path, entry in found.needed.items() if not path.startswith(OWN_FILES)}


def _addresses(paths: Iterable[str]) -> tuple[str, ...]:
    """As visitors ask for them."""
    return tuple(sorted(f"/{path.removesuffix(INDEX)}" for path in paths)[:MOST_ADDRESSES])


def _things(old: Shelf, new: Shelf) -> list[Thing]:
    was, now = _lines(old), _lines(new)
    return [
        *(_thing(key, now[key], "published") for key in now if key not in was),
        *(_thing(key, now[key], "updated") for key in now if key in was and was[key] != now[key]),
        *(_thing(key, was[key], "withdrawn") for key in was if key not in now),
    ]


def _lines(shelf: Shelf) -> dict[Key, bytes]:
    """Every line of the documents and of the modules that has an id."""
    names = [name for name in shelf.index["lists"] if name == DOCUMENTS or name.startswith(f"{MODULES}/")]
    entries = chain.from_iterable(((name, entry) for entry in shelf.entries(name) or ()) for name in names)
    told = [((name, entry["id"]), entry.get("whole") or entry["at"]) for name, entry in entries if "id" in entry]
    return dict(zip((key for key, _place in told), shelf.read([place for _key, place in told]), strict=True))


def _thing(key: Key, line: bytes, did: str) -> Thing:
    said = json.loads(line)
    return Thing(*key, title=str(said.get("title") or said.get("name") or ""), did=did)

"""What one import changes: sheets made again, added, removed; and the feed that is too poor to be believed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from modules.comarquage.reading.scene import Key
from modules.comarquage.reading.sheet import VERSION
from modules.comarquage.reading.tree import Element

LEAST = 0.8  # part of the sheets of the last import that a feed must hold
NAMING = ("ID", "LienPublication", "LienID")
AUDIENCE = "audience"


@dataclass(frozen=True, slots=True)
class Changes:
    """Keys of sheets, each set in no order."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]

    @property
    def made(self) -> frozenset[str]:
        """What must be made again."""
        return self.added | self.changed


def fingerprint(content: bytes, root: Element, catalogue: Mapping[Key, str], folders: Mapping[str, str]) -> str:
    """What the page of a sheet depends on: its bytes, the way pages are made, the sheets it names.

    ``folders``: audiences as the feed calls them. A sheet that comes or goes changes the pages that lead to it.
    """
    named = sorted(
        {
            (folders.get(it.get(AUDIENCE, ""), ""), said)
            for it in root.iter()
            for attribute in NAMING
            if (said := it.get(attribute))
        }
    )
    own = {audience for audience, _ident in catalogue}
    told = [
        f"{audience}/{ident}={catalogue[audience, ident]}"
        for folder, ident in named
        for audience in sorted([folder] if folder else own)
        if (audience, ident) in catalogue
    ]
    digest = hashlib.sha256(f"{VERSION}\n".encode() + content)
    digest.update("\n".join(told).encode())
    return digest.hexdigest()


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """From the fingerprints of the last import to those of this one, by key of sheet."""
    return Changes(
        added=frozenset(after.keys() - before.keys()),
        changed=frozenset(key for key in after.keys() & before.keys() if after[key] != before[key]),
        removed=frozenset(before.keys() - after.keys()),
    )


def poor(last: int, now: int) -> bool:
    """Whether a feed of ``now`` sheets is to be refused after one of ``last``. An empty one always is."""
    return now == 0 or now < LEAST * last

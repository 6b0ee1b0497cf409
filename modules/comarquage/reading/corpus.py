"""Which sheets a feed holds, and what it says of itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from modules.comarquage.reading.archive import Member
from modules.comarquage.reading.scene import Key
from modules.comarquage.reading.tree import Element, UnreadableError, meta, parsed


@dataclass(slots=True)
class Read:
    """One audience once read: its sheets by identifier, and the files that are none with the reason."""

    audience: str
    roots: dict[str, Element] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def catalogue(self) -> dict[Key, str]:
        """The titles of the sheets; one without a title is known by its identifier."""
        return {(self.audience, ident): meta(root, "title") or ident for ident, root in self.roots.items()}


def read(audience: str, members: Iterable[Member]) -> Read:
    """All the sheets of one audience. A file that cannot be read is set aside, never the whole feed."""
    found = Read(audience)
    for member in members:
        try:
            root = parsed(member.content)
        except UnreadableError as reason:
            found.refused[member.ident] = str(reason)
            continue
        if root.get("ID") == member.ident:
            found.roots[member.ident] = root
        else:
            found.refused[member.ident] = "Le nom du fichier n’est pas celui de la fiche."
    return found

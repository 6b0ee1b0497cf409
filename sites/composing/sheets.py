"""What a pack holds of each sheet, and what a shell leaves open for it."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page but for what belongs to the site that shows it."""

    key: str
    """Path below the prefix, unique: ``particuliers/F1427``."""
    title: str
    """Text, unescaped."""
    head: str
    """HTML for ``<head>``: canonical address, description. No ``<title>``."""
    body: str
    """HTML inside ``<main>``."""
    boxes: tuple[str, ...] = ()
    """Names of the local boxes that follow the body, in their order: ``mairie``, ``caf``. The shell's own box for this
    very sheet, ``sheet:<key>``, comes before them."""

    def pieces(self) -> tuple[bytes, bytes, bytes]:
        """Title, head and body, as they go into a page."""
        return escape(self.title, quote=False).encode(), self.head.encode(), self.body.encode()

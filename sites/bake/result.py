"""What a bake says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be rendered: ``sentence`` is for the editor, ``traceback`` for the developer."""

    page_id: int | None
    title: str
    url: str
    sentence: str
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class BakeResult:
    """What one bake did. ``error`` is a sentence in French, empty when all went well.

    ``generation`` is the one that stands on disk when the bake ends (the old one after an error, 0 when none).
    ``written``, ``unchanged`` and ``removed`` count public files without their compressed copies. ``ms`` gives
    milliseconds of wall time for each phase (read, render, compare, compress, write) and their ``total``.
    """

    insee: str
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    generation: int = 0
    ms: Mapping[str, float] = field(default_factory=dict)
    error: str = ""
    refused: bool = False
    failures: tuple[PageFailure, ...] = ()

    @property
    def ok(self) -> bool:
        """The site on disk is what the database says."""
        return not self.error


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Differences between the disk, its manifest and what would be rendered now; all empty when the site is sound.

    ``damaged``: files whose bytes are not those of the manifest; ``missing``: in the manifest, not on disk;
    ``foreign``: on disk, not in the manifest; ``stale``: what a bake would write or remove.
    """

    insee: str
    generation: int = 0
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    error: str = ""

    @property
    def ok(self) -> bool:
        """Nothing differs and everything could be rendered."""
        return not (self.damaged or self.missing or self.foreign or self.stale or self.error)

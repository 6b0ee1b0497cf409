"""All that is looked at, in the order in which it can be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.themecheck import declaration, sources, styles
from cms.themecheck.faults import Candidate, Fault
from cms.themecheck.scratch import Seen, look, named
from sites.contractor.places import DECLARATION
from sites.themes import ThemeError, load

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, sorted by file, and how much was looked at."""

    theme: Candidate
    faults: tuple[Fault, ...]
    templates: int = 0
    statics: int = 0
    sheet: int = 0
    pages: int = 0
    types: dict[str, int] = field(default_factory=dict)

    @property
    def serious(self) -> list[Fault]:
        """What keeps the theme from being worn."""
        return [fault for fault in self.faults if fault.serious]

    @property
    def unseen(self) -> list[str]:
        """Types of pages that the sample site does not have."""
        return sorted(name for name, count in self.types.items() if not count)


def candidate(folder: Path) -> Candidate:
    """The theme of a folder; of the one below that holds it, when it was delivered with its package."""
    folder = folder.resolve()
    if not (folder / DECLARATION).is_file():
        below = sorted(folder.glob(f"*/{DECLARATION}"))
        if len(below) == 1:
            folder = below[0].parent
    return Candidate(folder.name, folder)


def check(theme: Candidate, say: Say, *, pages: bool = True) -> Report:
    """Everything, until something keeps the rest from being looked at; ``pages`` are those of the sample site."""
    say(_("Déclaration et fichiers"))
    faults = [*declaration.check(theme), *styles.check_files(theme)]
    seen = Seen((), 0, {})
    if not any(fault.serious for fault in faults):
        with named(theme) as themes, _among(themes):
            try:
                load(theme.name)
            except ThemeError as error:
                faults.append(Fault(DECLARATION, 0, str(error)))
            else:
                say(_("Gabarits, contrastes et poids"))
                faults += [*sources.check(theme), *styles.check_contrast(theme), *styles.check_weights(theme)]
                if pages and not any(fault.serious for fault in faults):
                    say(_("Pages d’un site d’essai (une minute la première fois)"))
                    seen = look(theme, themes, say)
    return Report(
        theme,
        tuple(sorted({*faults, *seen.faults})),
        templates=len(theme.files("templates", ".html", ".css")),
        statics=len([path for path in (theme.folder / "static").rglob("*") if path.is_file()]),
        sheet=styles.zipped(theme.text(styles.SHEET).encode()),
        pages=seen.pages,
        types=seen.types,
    )


@contextmanager
def _among(folder: Path) -> Iterator[None]:
    """Make a folder of themes known while they are checked."""
    before = settings.BEFFROI_THEMES
    settings.BEFFROI_THEMES = [folder]
    try:
        yield
    finally:
        settings.BEFFROI_THEMES = before


def lines(report: Report) -> Iterator[str]:
    """The summary, after the faults."""
    said = {
        "templates": report.templates, "statics": report.statics, "sheet": report.sheet, "most": styles.SHEET_MOST,
        "pages": report.pages, "types": len(report.types) - len(report.unseen),
    }  # fmt: skip
    yield (
        _(
            "Regardés\u00a0: %(templates)d gabarits, %(statics)d fichiers, une feuille de %(sheet)d octets compressés "
            "sur %(most)d, %(pages)d pages de %(types)d types."
        )
        % said
    )
    if report.unseen:
        yield _("Types de pages que le site d’essai n’a pas\u00a0: %s.") % ", ".join(report.unseen)

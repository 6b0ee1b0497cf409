"""What is told of a run: sentences, a table for the terminal, a CSV for a spreadsheet."""

import csv
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from cms.oldsite.models import Brought
from cms.oldsite.reading.site import Left
from cms.oldsite.run import Outcome
from cms.oldsite.undo import Undone
from sites.models import Commune
from sites.rendering.french import counted

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHOWN = 3  # examples of each kind in the terminal
NAMES = {
    Brought.Kind.PAGE: ("page", "pages"),
    Brought.Kind.PICTURE: ("image", "images"),
    Brought.Kind.DOCUMENT: ("document", "documents"),
    Brought.Kind.CATEGORY: ("catégorie", "catégories"),
    Brought.Kind.REDIRECT: ("redirection", "redirections"),
}


def enumerated(counts: Counter[str]) -> str:
    """« 3 pages, 12 images »."""
    return ", ".join(counted(counts[kind], *names) for kind, names in NAMES.items() if counts[kind])


def sentence(commune: Commune, outcome: Outcome) -> str:
    """What was done, or would be."""
    if outcome.run is None:
        return _("%(name)s\u00a0: %(new)s à reprendre, %(before)d déjà reprises. Rien n’a été écrit.") % {
            "name": commune.name,
            "new": counted(outcome.brought[Brought.Kind.PAGE], "page", "pages"),
            "before": outcome.before,
        }
    if not outcome.brought.total():
        return _("%(name)s\u00a0: tout était déjà repris.") % {"name": commune.name}
    return _("%(name)s\u00a0: %(things)s. Les pages sont des brouillons\u00a0: relisez-les, puis publiez-les.") % {
        "name": commune.name,
        "things": enumerated(outcome.brought),
    }


def undone_sentence(commune: Commune, undone: Undone) -> str:
    """What was taken back, and what stays."""
    said = enumerated(undone.taken) or _("rien")
    text = _("%(name)s\u00a0: retiré %(things)s.") % {"name": commune.name, "things": said}
    if undone.kept:
        titles = ", ".join(undone.kept[:10])
        text += " " + _("Restent les pages que quelqu’un a modifiées ou publiées\u00a0: %(titles)s.") % {
            "titles": titles
        }
    return text


def csv_of(left: Iterable[Left]) -> str:
    """A line for each remark; no cell is a formula."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("sujet"), _("ancienne adresse"), _("remarque")])
    for one in left:
        cells = (str(one.why), str(one.address), str(one.sentence))
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return "\ufeff" + written.getvalue()


def save(path: Path, left: Iterable[Left]) -> None:
    """The report as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_of(left), encoding="utf-8", newline="")


def show(left: Iterable[Left], console: Console) -> None:
    """A line for each subject, with examples."""
    by_subject: dict[str, list[Left]] = {}
    for one in left:
        by_subject.setdefault(str(one.why), []).append(one)
    if not by_subject:
        return
    table = Table(title=_("À voir"), title_justify="left")
    table.add_column(_("Sujet"))
    table.add_column(_("Nombre"), justify="right")
    table.add_column(_("Par exemple"), overflow="fold")
    for subject, ones in sorted(by_subject.items()):
        examples = "\n".join(f"{one.address} {one.sentence}".strip() for one in ones[:SHOWN])
        table.add_row(subject, str(len(ones)), examples)
    console.print(table, markup=False)

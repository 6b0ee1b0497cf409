"""Sendings as a table, for a spreadsheet that must not take what a citizen wrote for a formula.

In CSV what would be computed is made inert; in XLSX cells are declared to be text.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cms.guichet.models import Envoi
from cms.guichet.questions import written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(envois: Sequence[Envoi]) -> Iterator[list[str]]:
    """A line of titles, then a line for each sending: what is always there, then every question met, in order."""
    labels = list(dict.fromkeys(answer["label"] for envoi in envois for answer in envoi.answers))
    fixed = [_("Reçu le"), _("Commune"), _("Formulaire"), _("Service"), _("État"), _("Pièces jointes")]
    yield [*fixed, *labels]
    for envoi in envois:
        said = {answer["label"]: written(answer) for answer in envoi.answers}
        yield [
            f"{timezone.localtime(envoi.received_at):%d/%m/%Y %H:%M}",
            envoi.commune.name,
            envoi.title,
            envoi.service,
            str(envoi.get_state_display()),
            ", ".join(piece.name for piece in envoi.pieces.all()),
            *(said.get(label, "") for label in labels),
        ]


def as_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, every cell a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Messages reçus"))
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()

"""Tables of text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.blocks.rendered import Rendered

MAX_COLUMNS = 8
MAX_ROWS = 200
MAX_CELL = 500


class TableBlock(Rendered, blocks.StructBlock):
    """A table with headers and a caption: who listens to it knows what each cell is about."""

    caption = blocks.CharBlock(
        label=_("Titre du tableau"), max_length=160, help_text=_("Par exemple : Tarifs de la cantine 2026-2027.")
    )
    first_column_is_header = blocks.BooleanBlock(
        label=_("La première colonne nomme les lignes"), required=False, default=True
    )
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("Texte"), required=False, max_length=MAX_CELL))],
        label=_("Tableau"),
        help_text=_("Donnez un titre à chaque colonne. Un tableau sert à des données, jamais à la mise en page."),
    )

    class Meta:
        label = _("Tableau")
        icon = "table"
        description = _("Des données en lignes et en colonnes : tarifs, calendrier, résultats.")

    def clean(self, value: Any) -> Any:
        """Every column has a heading; a table has at least one row, and no more than a page can show."""
        cleaned = super().clean(value)
        sentence = _fault(cleaned["table"])
        if sentence:
            raise blocks.StructBlockValidationError({"table": ValidationError(sentence)})
        return cleaned


def _fault(table: Any) -> Any:
    if not table.columns or not table.row_data:
        return _("Ajoutez au moins une colonne et une ligne.")
    if any(not (column["heading"] or "").strip() for column in table.columns):
        return _("Donnez un titre à chaque colonne.")
    if len(table.columns) > MAX_COLUMNS:
        return _("Huit colonnes au plus : au-delà, un tableau ne se lit plus sur un téléphone.")
    if len(table.row_data) > MAX_ROWS:
        return _("Deux cents lignes au plus : au-delà, proposez un document à télécharger.")
    return ""

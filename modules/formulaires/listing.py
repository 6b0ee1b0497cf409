"""A form page as a sheet of questions."""

from collections.abc import Mapping
from typing import Any

from cms.guichet.questions import Sheet
from modules.formulaires.blocks import questions_of

CODE = "formulaires"


def sheet_of(town: str, page_id: int, url: str, facts: Mapping[str, Any]) -> Sheet:
    """``facts`` are the fields of the page, its questions as raw blocks."""
    return Sheet(
        module=CODE,
        title=facts["title"],
        base=f"/_/{CODE}/{page_id}/",
        questions=questions_of(facts["questions"] or ()),
        town=town,
        source=page_id,
        kept=facts["kept"],
        confirms=facts["confirms"],
        thanks=facts["thanks"],
        to=facts["recipient"],
        page_url=url,
    )

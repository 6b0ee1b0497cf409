"""What a visitor is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; in ``title`` and ``extract`` the words found stand between ``<mark>``."""

    url: str
    title: Markup
    extract: Markup
    kind: str
    rubrique: str
    day: date | None
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that narrows the answer, and how many results it leaves."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """``corrected`` is what was looked for instead, ``partial`` tells that some words only were found.

    ``reduced`` tells that the small index answered, without filters, for the other one is being made.
    """

    words: str
    hits: Sequence[Hit] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    facets: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    corrected: str = ""
    partial: bool = False
    reduced: bool = False

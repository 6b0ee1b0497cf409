"""Acts, meetings and the library, for other programs: what the pages of the module show, and no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from modules.documents.actes.shown import Act, Copy
from modules.documents.listing import Shelves
from sites.bake.snapshot import Snapshot
from sites.bake.views import DocumentView
from sites.modules import PublicList

Day = date  # the classes have a field of that name
CODE = "documents"


@dataclass(frozen=True, slots=True)
class ActCopy:
    """A published version, the newest first. Without ``url`` it left the site, for the reason told.

    ``number``, ``title``, ``date`` and ``author`` are told of the version to be read alone: of the others a page shows
    its history, which repeats no word of what was corrected or withdrawn. Without ``url``, no ``size`` nor ``pages``.
    ``digest`` is the SHA-256 of the file.
    """

    rank: int
    number: str
    title: str
    date: Day | None
    author: str
    url: str
    size: str
    pages: int | None
    digest: str
    put_online_at: datetime
    reason: str
    withdrawn_at: datetime | None
    withdrawal: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act online."""

    id: int
    kind: str
    kind_label: str
    number: str
    title: str
    date: Day
    url: str
    meeting_id: int | None
    outcome: str
    put_online_at: datetime
    copies: tuple[ActCopy, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of the council. ``acts`` are numbers of acts online."""

    id: int
    title: str
    date: Day
    time: time | None
    place: str
    agenda: tuple[str, ...]
    url: str
    acts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DownloadRow:
    """A document of the library."""

    document: DocumentView
    category: str
    date: Day


def _copy(it: Copy, *, is_current: bool) -> ActCopy:
    return ActCopy(
        rank=it.rank,
        number=it.number if is_current else "",
        title=it.title if is_current else "",
        date=it.date if is_current else None,
        author=it.author if is_current else "",
        url=it.url,
        size=it.size if it.url else "",
        pages=it.pages if it.url else None,
        digest=it.digest,
        put_online_at=it.put_online_at,
        reason=it.reason,
        withdrawn_at=it.withdrawn_at,
        withdrawal=it.withdrawal,
    )


def _act(it: Act) -> ActRow:
    current = it.copy
    copies = tuple(_copy(copy, is_current=copy is current) for copy in it.copies)
    return ActRow(
        it.id, it.kind.code, it.kind.label, it.number, it.title, it.date, it.url, it.seance, it.outcome, it.online_at,
        copies,
    )  # fmt: skip


def _acts(snapshot: Snapshot) -> Iterator[ActRow]:
    shelves: Shelves = snapshot.data[CODE]
    return map(_act, shelves.acts)


def _meetings(snapshot: Snapshot) -> Iterator[MeetingRow]:
    shelves: Shelves = snapshot.data[CODE]
    for it in shelves.meetings:
        online = tuple(act.id for act in it.acts if act.copies)
        yield MeetingRow(it.id, it.title, it.date, it.time, it.place, it.agenda, it.url, online)


def _downloads(snapshot: Snapshot) -> Iterator[DownloadRow]:
    shelves: Shelves = snapshot.data[CODE]
    for it in shelves.downloads:
        document = snapshot.library.document(it.document)
        if document is not None:
            yield DownloadRow(document, it.category, it.date)


LISTS = (
    PublicList("actes", _("Les actes en ligne, du plus récent au plus ancien"), ActRow, _acts, "date"),
    PublicList("seances", _("Les séances du conseil, de la dernière à la première"), MeetingRow, _meetings, "date"),
    PublicList("telechargements", _("Les documents de la bibliothèque"), DownloadRow, _downloads, "date"),
)

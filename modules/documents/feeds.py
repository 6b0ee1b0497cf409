"""What is told of the acts, the documents and the meetings to those who follow them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from modules.documents.actes.shown import Act, Meeting
from modules.documents.listing import Download, Shelves
from sites.feeds.entries import Entry, Feed, file_at
from sites.law.dated import start_of
from sites.rendering.french import date_text

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot

MODULE = "documents"
MOST_ACTS = 50
FORMER = "actes.xml"  # where the Atom feed of the acts first stood: those who follow it still ask there


def feeds(snapshot: "Snapshot", data: Shelves) -> Iterator[Feed]:
    """None of a list that is empty, nor while the page is not online."""
    if data.index is None:
        return
    if data.acts:
        yield acts(snapshot, data)
        for kind in data.kinds:
            slug = kind.url.removeprefix(data.acts_url).strip("/")
            mine = [act for act in data.recent(len(data.acts)) if act.kind.slug == slug]
            yield Feed(MODULE, f"actes/{slug}", kind.title, kind.url, "", partial(_acts, snapshot, mine), main=False)
    if data.downloads:
        yield Feed(MODULE, "library", _("Documents"), data.url, "", partial(_downloads, snapshot, data.downloads))
        for category in data.categories:
            slug = category.url.rstrip("/").rpartition("/")[2]
            yield Feed(
                MODULE,
                f"categorie/{slug}",
                f"{_('Documents')} – {category.title}",
                category.url,
                "",
                partial(_downloads, snapshot, [it for it in data.downloads if it.slug == slug]),
                main=False,
            )
    if data.meetings:
        yield Feed(MODULE, "seances", _("Séances du conseil"), data.meetings_url, "", partial(_meetings, data.meetings))


def acts(snapshot: "Snapshot", data: Shelves) -> Feed:
    """The acts, by the day they were put online."""
    return Feed(
        MODULE,
        "feed/0",
        _("Actes"),
        data.acts_url,
        "",
        lambda: _acts(snapshot, data.recent(MOST_ACTS)),
        most=MOST_ACTS,
    )


def _acts(snapshot: "Snapshot", acts: Iterable[Act]) -> Iterator[Entry]:
    for act in acts:
        name = f"{act.kind.label} {act.number}".strip()
        yield Entry(
            key=f"acte/{act.id}",
            title=" – ".join(part for part in (name, act.title) if part),
            url=act.url,
            summary=_("%(act)s du %(date)s") % {"act": name, "date": date_text(act.date)},
            published=act.copies[-1].put_online_at,
            updated=changed(act),
            category=act.kind.label,
            enclosure=file_at(snapshot, act.copy.url) if act.copy else None,
        )


def changed(act: Act) -> datetime:
    """When a copy last came or left."""
    return max(copy.withdrawn_at or copy.put_online_at for copy in act.copies)


def _downloads(snapshot: "Snapshot", downloads: Iterable[Download]) -> Iterator[Entry]:
    for item in downloads:
        document = snapshot.library.document(item.document)
        if document is None:
            continue
        day = start_of(item.date)
        yield Entry(
            key=f"document/{item.document}",
            title=document.title,
            url=document.url,
            summary=", ".join(part for part in (item.category, document.kind, document.size) if part),
            published=day,
            updated=day,
            category=item.category,
            enclosure=file_at(snapshot, document.url),
        )


def _meetings(meetings: Iterable[Meeting]) -> Iterator[Entry]:
    """The one announced last first."""
    for meeting in sorted(meetings, key=lambda it: (announced(it), it.id), reverse=True):
        acts_online = [changed(act) for act in meeting.acts if act.copies]
        yield Entry(
            key=f"seance/{meeting.id}",
            title=meeting.title,
            url=meeting.url,
            summary="\n".join(
                part for part in (", ".join(filter(None, (meeting.hour, meeting.place))), *meeting.agenda)
            ),
            published=announced(meeting),
            updated=max(announced(meeting), meeting.list_published_at or announced(meeting), *acts_online),
        )


def announced(meeting: Meeting) -> datetime:
    """When the meeting was written down; one of the past that was taken over, on its own day."""
    day = start_of(meeting.date)
    return min(day, meeting.announced_at) if meeting.announced_at else day

"""What is told of the agenda to those who follow it: events to come, those that other communes share among them.

The last announced first. Dates read in the calendars of others are left to these: nobody knows when they were
announced.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from modules.agenda.listing import Diary, Happening, one_by_one
from sites.feeds.entries import DAWN, Entry, Feed, picture_of
from sites.rendering.french import date_text

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

MODULE = "agenda"


def feeds(snapshot: "Snapshot", diary: Diary) -> Iterator[Feed]:
    """None while the list is not online."""
    if diary.index is None:
        return
    own = [it for it in diary.coming if it.page or it.elsewhere]
    yield Feed(MODULE, "feed/0", diary.index.title, diary.url, diary.index.intro, partial(_told, snapshot, own))
    for category in diary.categories:
        yield Feed(
            MODULE,
            f"categorie/{category.id}",
            f"{diary.index.title} – {category.title}",
            category.url,
            "",
            partial(_told, snapshot, [it for it in own if it.category_id == category.id]),
            main=False,
        )


def _told(snapshot: "Snapshot", happenings: Iterable[Happening]) -> Iterator[Entry]:
    found = [(page, it) for it in one_by_one(happenings) if (page := it.page or it.elsewhere) is not None]
    for page, it in sorted(found, key=lambda pair: (announced(pair[0]), pair[0].id), reverse=True):
        yield Entry(
            key=f"evenement/{page.uid}" if it.page else f"evenement/ailleurs/{page.id}",
            title=page.title,
            url=page.url,
            summary=". ".join(part for part in (_when(it), page.intro, it.credit) if part),
            published=announced(page),
            updated=max(announced(page), page.last_published_at or DAWN),
            category=it.category,
            enclosure=picture_of(snapshot, page.image_id),
        )


def announced(event: "PageView") -> datetime:
    """When the event was first published."""
    return event.first_published_at or DAWN


def _when(it: Happening) -> str:
    """« Samedi 20 juin 2026, Halle »: a reader of feeds shows the day of the announcement, not that of the event."""
    return ", ".join(part for part in (date_text(it.span.day, "full").capitalize(), it.place) if part)

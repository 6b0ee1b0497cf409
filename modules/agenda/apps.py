"""Agenda: what happens in the commune."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db.models import Case, CharField, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.agenda import feeds, ical, listing
from sites.bake.lists import page_of
from sites.bake.views import FeedLink, Findable, Output
from sites.feeds import files
from sites.law.dated import start_of
from sites.modules import Chore, Files, Module, QuickAdd, Waiting
from sites.sharing import EVENT, Lent, borrowed

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune, User

ON_HOME = 3
DATES_ON_PAGE = 12


class AgendaModule(Module):
    """The declaration of the module."""

    name = "modules.agenda"
    label = "agenda"
    verbose_name = _("Agenda")
    api: ClassVar = listing.API
    page_types: ClassVar = ("agenda.Agenda", "agenda.Evenement")
    lends: ClassVar = (Lent("agenda.Evenement", EVENT, _("Évènement"), listing.LENT, "category", "image"),)
    home_section = "agenda/home_section.html"
    quick_add = QuickAdd(
        page_type="agenda.Evenement",
        parent_type="agenda.Agenda",
        label=_("Ajouter un évènement"),
        list_label=_("Agenda"),
        icon="calendar-alt",
    )
    chores: ClassVar = (Chore(60.0, "modules.agenda.source.refresh"),)
    takes_over = True
    stands_under: ClassVar = ("vie-quotidienne", "informations-pratiques")

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The list of the events."""
        intro = f"Les rendez-vous de la commune {of_commune}."
        yield apps.get_model("agenda.Agenda")(title="Agenda", slug="agenda", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The categories of the commune, and what outside calendars last gave, in one query."""
        own = {
            label: apps.get_model(f"agenda.{label}")._default_manager.filter(commune=reader.commune).order_by()
            for label in ("Categorie", "Source")
        }
        none, category, source = (Value(text, output_field=TextField()) for text in ("", "category", "source"))
        text = CharField()
        home = Case(When(on_home=True, then=Value("home")), default=Value(""), output_field=text)
        rows = (
            own["Categorie"]
            .values_list("pk", Cast("name", text), Cast("slug", text), none, category)
            .union(
                own["Source"].values_list("pk", Cast("name", text), home, Cast("events", TextField()), source),
                all=True,
            )
        )
        found = sorted(rows, key=lambda row: row[1].casefold())
        return {
            "categories": [row[:3] for row in found if row[4] == "category"],
            "sources": [(row[1], json.loads(row[3]), bool(row[2])) for row in found if row[4] == "source"],
        }

    def prepare(self, snapshot: "Snapshot") -> listing.Diary:
        """The lists, as of the day of the snapshot."""
        index = next(iter(snapshot.of_type("agenda")), None)
        rows = snapshot.rows.get(self.code, {})
        outside = [
            it
            for name, events, on_home in rows.get("sources", ())
            for it in listing.outside_of(name, events, on_home=on_home)
        ]
        categories = rows.get("categories", ())
        outside += listing.shared(borrowed(snapshot, EVENT), categories, snapshot.today)
        return listing.gather(index, snapshot.of_type("evenement"), categories, outside, snapshot.today)

    def page_context(self, data: listing.Diary, page: "PageView") -> Mapping[str, Any]:
        """The list page shows the first page of what comes; an event, its next dates."""
        if page.type == "agenda":
            return {"listing": data.first}
        coming = data.coming_dates(page)
        dates = (coming or list(data.dates.get(page.id, ()))[-1:])[:DATES_ON_PAGE]
        return {
            "dates": dates,
            "more_dates": len(coming) - len(dates) if coming else 0,
            "is_over": not coming,
            "schema": lambda town, picture: ical.schema(page, dates, town, picture),
            "ics": f"{page.url}{ical.EVENT_FILE}",
        }

    def section_context(
        self,
        data: listing.Diary,
        page: "PageView | None",  # noqa: ARG002  # the same wherever it stands
        options: Mapping[str, Any],
    ) -> Mapping[str, Any]:
        """The next promoted events."""
        return {
            "happenings": data.promoted if data else [],
            "title": options.get("title") or gettext("Agenda"),
            "count": options.get("count") or ON_HOME,
        }

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """The following lists, and the calendars."""
        diary: listing.Diary = snapshot.data[self.code]
        if diary.index is None:
            return
        for one in diary.listings[1:]:
            context = {"page": page_of(diary.index, one), "listing": one}
            yield Output(one.own_url.lstrip("/"), template="agenda/index.html", context=context, listed=True)
        events = snapshot.of_type("evenement")
        ahead = {it.page.id for it in diary.coming if it.page is not None}
        coming = [event for event in events if event.id in ahead]
        title = f"{diary.index.title} – {snapshot.commune.name}"
        outside = [it for it in diary.coming if it.origin]
        yield Output(f"{diary.url}{ical.FILE}".lstrip("/"), content=ical.calendar(title, coming, outside))
        for category in diary.categories:
            chosen = [event for event in coming if event.category_id == category.id]
            yield Output(
                category.feed.lstrip("/"), content=ical.calendar(f"{category.title} – {snapshot.commune.name}", chosen)
            )
        for event in events:
            yield Output(f"{event.url}{ical.EVENT_FILE}".lstrip("/"), content=ical.calendar(event.title, [event]))
        yield from files.files(snapshot, feeds.feeds(snapshot, diary))

    def findable(self, snapshot: "Snapshot") -> Iterator[Findable]:
        """The events, by the day of the next date, or of the last one."""
        diary: listing.Diary = snapshot.data[self.code]
        for event in snapshot.of_type("evenement"):
            dates = diary.coming_dates(event) or list(diary.dates.get(event.id, ()))[-1:]
            if dates:
                yield Findable(event.url, event.title, day=dates[0].day, summary=event.summary, words=event.place)

    def feeds(self, snapshot: "Snapshot") -> Iterator[FeedLink]:
        """The calendar of the site, and what is announced of it."""
        diary: listing.Diary = snapshot.data[self.code]
        if diary.index is not None:
            yield FeedLink(gettext("Agenda (calendrier)"), f"{diary.url}{ical.FILE}", ical.TYPE, everywhere=True)
        yield from files.links(feeds.feeds(snapshot, diary))

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """The midnight, in Paris, after which a first date is over, or one that goes on enters another month."""
        diary: listing.Diary = snapshot.data[self.code]
        days = [it.span.last_day + timedelta(days=1) for it in diary.coming]
        next_month = (snapshot.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        if any(it.span.day < next_month <= it.span.last_day for it in diary.coming):
            days.append(next_month)
        return start_of(min(days)) if days else None

    def waiting(
        self,
        user: "User",  # noqa: ARG002  # whoever works for the commune may see to it
        communes: "Sequence[Commune]",
    ) -> Iterator[Waiting]:
        """Outside calendars that cannot be read any more."""
        failing = apps.get_model("agenda.Source")._default_manager.filter(commune__in=communes).exclude(error="")
        yield Waiting(_("Agendas extérieurs en panne"), failing.count(), reverse("agenda_sources:index"))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """``[[evenement]]`` as written in ``takeover.py``."""
        from modules.agenda.takeover import take

        return take(commune, table, files)

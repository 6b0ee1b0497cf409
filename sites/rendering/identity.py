"""The commune as templates see it: its town hall, its colours, its menu and its own style sheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import time
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone
from markupsafe import Markup

from sites.bake.snapshot import Snapshot
from sites.bake.views import (
    DayHours,
    FeedLink,
    HostingView,
    Link,
    MairieView,
    MenuItem,
    Picture,
    Processing,
    Raw,
    SiteView,
)
from sites.law.accessibility import statement
from sites.referencing.schema import organization
from sites.rendering.bundles import SCRIPTS, STYLES
from sites.rendering.french import DAY_CODES, DAYS, date_fr, hour_of, phone_href
from sites.rendering.look import SITE_CSS, Statics
from sites.rooms import installed_rooms

LANG = "fr"
LEGAL_TYPES = ("page_legale", "plan_du_site")
WEEKDAYS = 5
LINK = Markup('<link rel="alternate" type="{}" title="{}" href="{}">')


def day_hours(raw: list[Any] | None) -> tuple[DayHours, ...]:
    """Raw days as templates show them, from Monday on; a day of the week without any is closed."""
    found: dict[str, list[DayHours]] = {}
    for item in raw or []:
        value = item.get("value", item) if isinstance(item, dict) else {}
        if isinstance(value, dict) and value.get("day") in DAY_CODES:
            found.setdefault(value["day"], []).append(_day(value))
    if not found:
        return ()
    closed = {day: [DayHours(day, _label(day), ())] for day in DAY_CODES[:WEEKDAYS]}
    return tuple(day for code in DAY_CODES for day in found.get(code, closed.get(code, [])))


def _day(value: Mapping[str, Any]) -> DayHours:
    ranges = [
        (hour_of(_text(value.get(f"{part}_from"))), hour_of(_text(value.get(f"{part}_to"))))
        for part in ("morning", "afternoon")
    ]
    whole = tuple((start, end) for start, end in ranges if start and end)
    return DayHours(value["day"], _label(value["day"]), whole, value.get("note") or "")


def _text(hour: Any) -> str:
    return hour.isoformat() if isinstance(hour, time) else hour or ""


def _label(code: str) -> str:
    return DAYS[DAY_CODES.index(code)].capitalize()


def mairie_view(record: Raw, name: str) -> MairieView:
    """The town hall; the commune's own name where no city was written."""
    return MairieView(
        address_lines=tuple(line.strip() for line in record.get("address", "").splitlines() if line.strip()),
        postcode=record.get("postcode", ""),
        city=record.get("city", "") or name,
        phone=record.get("phone", ""),
        phone_href=phone_href(record.get("phone", "")),
        email=record.get("email", ""),
        hours=day_hours(record.get("hours")),
        hours_note=record.get("hours_note", ""),
        director=record.get("director", ""),
        fields=record,
    )


def hosting_view() -> HostingView:
    """Who hosts the sites of this install."""
    phone = settings.BEFFROI_HOSTING_PHONE
    return HostingView(settings.BEFFROI_HOSTING_NAME, tuple(settings.BEFFROI_HOSTING_ADDRESS), phone, phone_href(phone))


def site_view(  # one argument for each thing a preview reads otherwise than a bake
    snapshot: Snapshot,
    statics: Statics,
    *,
    menu: tuple[MenuItem, ...],
    legal_pages: tuple[Link, ...],
    feeds: tuple[FeedLink, ...],
    processings: tuple[Processing, ...],
    banner: Picture | None,
    banner_svg: str = "",
) -> SiteView:
    """All that a template may ask of the site. ``baked_at`` is the day: an hour would change every page each time."""
    commune, identity = snapshot.commune, snapshot.records["identity"]
    day = timezone.localtime(snapshot.now).replace(hour=0, minute=0, second=0, microsecond=0)
    static: Callable[[str], str] = statics
    view = SiteView(
        name=commune.name,
        insee=commune.insee,
        departement_name=commune.departement.name,
        population=commune.population or None,
        base_url=snapshot.base_url,
        lang=LANG,
        theme=statics.look.theme.name,
        lettering=statics.look.lettering.name,
        fonts=statics.fonts,
        menu=menu,
        mairie=mairie_view(snapshot.records["mairie"], commune.name),
        demo=commune.demo,
        training=commune.training,
        noindex=commune.demo or commune.training,
        logo=snapshot.picture(identity.get("logo_id")),
        banner=banner,
        banner_svg=banner_svg,
        feeds=tuple(feed for feed in feeds if feed.main),
        followed=followed(feeds),
        announced={url: announcement(found) for url, found in followed(feeds).items()},
        processings=processings,
        modules=frozenset(module.code for module in snapshot.modules),
        year=day.year,
        baked_at=day,
        legal_pages=legal_pages,
        accessibility=statement(snapshot.records["accessibility"], day.date()),
        fields=identity,
        styles=statics.present("base.css", STYLES, "theme.css", SITE_CSS),
        scripts=statics.present("site.js", SCRIPTS),
        static=static,
        icon=statics.icon,
        date=partial(date_fr),
    )
    view.organization = organization(view)
    return view


def followed(feeds: Iterable[FeedLink]) -> Mapping[str, tuple[FeedLink, ...]]:
    """What each page announces besides what they all do: the home page every list, a list its own feeds."""
    found: dict[str, tuple[FeedLink, ...]] = {}
    for feed in feeds:
        for url in ("/", feed.of) if feed.main else (feed.of,):
            if url:
                found[url] = (*found.get(url, ()), feed)
    return found


def announcement(feeds: Iterable[FeedLink]) -> Markup:
    """The links of a head, but for those of every page."""
    return Markup("\n").join([LINK.format(feed.type, feed.title, feed.url) for feed in feeds if not feed.everywhere])


def processing_register(snapshot: Snapshot) -> Iterator[Processing]:
    """What the active modules, then the rooms that every commune has, do with personal data."""
    for module in snapshot.modules:
        yield from module.processings(snapshot.data.get(module.code))
    for room in installed_rooms():
        yield from room.processings()


def whole_site_view(snapshot: Snapshot, statics: Statics) -> SiteView:
    """The same from a snapshot of the whole commune; a landscape stands where the home page has no banner."""
    legal = tuple(Link(page.url, page.title) for kind in LEGAL_TYPES for page in snapshot.of_type(kind))
    feeds = tuple(feed for module in snapshot.modules for feed in module.feeds(snapshot))
    processings = tuple(processing_register(snapshot))
    banner = snapshot.home.picture("banner_id") if snapshot.home else None
    return site_view(
        snapshot,
        statics,
        menu=snapshot.menu(),
        legal_pages=legal,
        feeds=feeds,
        processings=processings,
        banner=banner,
        banner_svg="" if banner else statics.landscape(snapshot.commune.insee),
    )

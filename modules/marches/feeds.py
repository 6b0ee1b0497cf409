"""What is followed and taken away: the feed of the consultations, the calendar of the deadlines, CSV, open data."""

import csv
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from markupsafe import Markup

from modules.marches.avis import notice as common
from modules.marches.listing import Ledger, Shown
from sites.feeds.entries import DAWN, Entry, Feed
from sites.law.dated import start_of
from sites.referencing.schema import data_block, publisher
from sites.rendering.french import date_text, number_fr

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import SiteView

ICS, CSV, DECP = "echeances.ics", "marches.csv", "donnees-essentielles.json"
ICS_TYPE = "text/calendar"
COLUMNS = (
    "reference", "objet", "categorie", "procedure", "publie_le", "date_limite", "titulaires", "montant_ht",
    "notifie_le", "adresse",
)  # fmt: skip


def feeds(snapshot: "Snapshot", ledger: Ledger) -> Iterator[Feed]:
    """The consultations, the newest first."""
    if ledger.index is not None:
        name = snapshot.commune.name
        told = _("Les consultations et les marchés attribués\u00a0: %(name)s") % {"name": name}
        yield Feed("marches", "liste", ledger.index.title, ledger.url, told, lambda: _entries(ledger))


def _entries(ledger: Ledger) -> Iterator[Entry]:
    for one in sorted(ledger.contracts, key=lambda it: (it.contract.last_published is not None, it.day), reverse=True):
        first, last = one.contract.published, one.contract.last_published
        published = start_of(first) if first else DAWN
        yield Entry(
            f"avis/{one.contract.slug}", one.title, one.url, sentence(one), published,
            start_of(last) if last else published, one.category_label,
        )  # fmt: skip


def sentence(one: Shown) -> str:
    """What is said of a contract in one line, and stays true whenever it is read."""
    said = {
        common.AWARDED: _("Marché attribué"), common.CANCELLED: _("Consultation annulée"),
    }.get(one.state)  # fmt: skip
    if said is None and one.deadline:
        said = _("Réponses jusqu’au %(moment)s") % {"moment": moment(one)}
    told = [said or _("Date limite\u00a0: voir l’avis"), one.procedure_label]
    return ". ".join(part for part in told if part) + "."


def moment(one: Shown) -> str:
    """« 12 mars 2027 à 12 h », or the day alone where the source gave no hour."""
    if one.deadline is None:
        return ""
    day = date_text(one.deadline)
    if one.contract.day_only:
        return day
    return _("%(day)s à %(hour)s") % {"day": day, "hour": date_text(one.deadline, "time")}


def euros(amount: float) -> str:
    """« 86 450,50 € HT », without cents where there are none."""
    whole = number_fr(int(amount))
    cents = round((amount - int(amount)) * 100)
    return f"{whole}{f',{cents:02d}' if cents else ''}\u00a0€\u00a0HT"


def host_of(link: str) -> str:
    """The site an address leads to, as people name it."""
    return (urlsplit(link).hostname or "").removeprefix("www.")


def calendar(title: str, shown: Iterable[Shown], origin: str) -> bytes:
    """The deadlines, for a firm's own calendar: instants in UTC, that every programme turns into its own hour."""
    made = Calendar()
    made.add("prodid", "-//Beffroi//Marches//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", title)
    for one in shown:
        if one.deadline is None:
            continue
        event = Event()
        event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, origin + one.url)}@beffroi")
        event.add(
            "dtstamp", start_of(one.contract.last_published).astimezone(UTC) if one.contract.last_published else DAWN
        )
        event.add("summary", _("Date limite\u00a0: %(title)s") % {"title": one.title})
        until = one.deadline.astimezone(UTC)
        event.add("dtstart", one.deadline.date() if one.contract.day_only else until)
        event.add("dtend", one.deadline.date() + timedelta(days=1) if one.contract.day_only else until)
        event.add("url", origin + one.url)
        made.add_component(event)
    return bytes(made.to_ical())


def table(shown: Iterable[Shown], origin: str) -> bytes:
    """A file for a spreadsheet; a cell that would be a formula is a text."""
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in shown:
        found = one.contract
        notified = found.first("notified")
        rows.writerow(
            _inert(cell)
            for cell in (
                one.reference,
                one.title,
                one.category_label,
                one.procedure_label,
                found.published.isoformat() if found.published else "",
                one.deadline.isoformat() if one.deadline else "",
                ", ".join(found.holders),
                f"{found.amount:.2f}".replace(".", ",") if found.amount else "",
                notified.isoformat() if notified else "",
                origin + one.url,
            )
        )
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def essential(ledger: Ledger) -> bytes:
    """The essential data as they were read, in the format of the ministry of finance (DECP 2.0)."""
    kept = {it.key: it.decp for one in ledger.essential for it in one.contract.notices if it.decp}
    told = {"marches": {"marche": [dict(kept[key]) for key in sorted(kept)]}}
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def schema(one: Shown, site: "SiteView") -> Markup:
    """What search engines read: the commune seeks an offer, until its deadline."""
    found = one.contract
    told: dict[str, Any] = {
        **publisher(site),
        "seeks": {
            "@type": "Demand",
            "name": one.title,
            "description": one.summary or one.title,
            "url": site.base_url + one.url,
            "availabilityStarts": found.published.isoformat() if found.published else "",
            "availabilityEnds": one.deadline.isoformat() if one.deadline else "",
            "sku": one.reference,
        },
    }
    told["seeks"] = {name: said for name, said in told["seeks"].items() if said}
    return data_block(told)

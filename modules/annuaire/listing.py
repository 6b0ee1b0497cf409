"""What the pages of the directory show, and the lists they are cut in: no query, no clock."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from cms.rows import positions, week
from modules.annuaire import kinds
from modules.annuaire.exchange.vcard import FILE as CARD
from sites.bake.lists import Listing, cut
from sites.bake.views import NOTHING
from sites.referencing.schema import data_block
from sites.rendering.french import phone_href
from sites.rendering.identity import day_hours

if TYPE_CHECKING:
    from sites.bake.views import DayHours, PageView
    from sites.sharing import Borrowed

COLUMNS = (
    "pk", "kind", "name", "slug", "category__name", "category__slug", "about", "details", "street", "complement",
    "postcode", "city", "position", "access", "access_note", "phone", "email", "website", "hours", "hours_note",
    "image_id", "image_alt", "consent_phone", "consent_email", "checked_on", "holder_email",
)  # fmt: skip
# All that another commune may show of an entry: no telephone, no address, which its people gave to their own.
LENT = ("kind", "slug", "about", "city")
CATEGORY, ALPHABET, REGISTER = "categorie/", "a-z/", "inscription/"
PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as visitors read it. ``facts`` are the fields of its type: label, words, address of the web or none."""

    id: int
    kind: kinds.Kind
    name: str
    url: str
    category: str
    category_url: str
    about: str
    details: Mapping[str, str]
    street: str
    complement: str
    postcode: str
    city: str
    point: positions.Point | None
    access: str
    access_label: str
    access_note: str
    phone: str
    email: str
    website: str
    raw_hours: list[Any]
    hours_note: str
    image_id: int | None
    image_alt: str
    checked_on: date | None
    credit: str = ""
    """Who publishes it, where it stands on another site: a whole sentence."""

    @property
    def phone_href(self) -> str:
        """What a telephone dials."""
        return phone_href(self.phone)

    @property
    def days(self) -> "tuple[DayHours, ...]":
        """The week; nothing when no hour is known."""
        return day_hours(self.raw_hours)

    @property
    def has_address(self) -> bool:
        """Whether one may be told where to go."""
        return bool(self.street or self.complement or self.city)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """As an envelope bears it."""
        lines = (self.complement, self.street, f"{self.postcode} {self.city}".strip())
        return tuple(line for line in lines if line)

    @property
    def facts(self) -> list[tuple[str, str, bool]]:
        """``(label, words, is an address of the web)``."""
        return [
            (str(own.label), said, own.shape == "url")
            for own in self.kind.own
            if own.shown and (said := self.details.get(own.name, ""))
        ]

    @property
    def summary(self) -> str:
        """One line for a list: its main field, else the beginning of what is said of it."""
        first = next((said for _label, said, web in self.facts if not web), "")
        return first or (self.about.splitlines() or [""])[0][:160]

    @property
    def letter(self) -> str:
        """The letter it is listed under, without accent; ``#`` for a figure."""
        first = folded(self.name)[:1].upper()
        return first if first.isalpha() else "#"

    @property
    def card_url(self) -> str:
        """Its vCard."""
        return self.url + CARD

    def schema(self, base_url: str, image: str = "") -> Markup:
        """In the words of https://schema.org/, for search engines."""
        address = {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, (self.street, self.complement))),
            "postalCode": self.postcode,
            "addressLocality": self.city,
            "addressCountry": "FR",
        }
        geo = (
            {"@type": "GeoCoordinates", "latitude": self.point.latitude, "longitude": self.point.longitude}
            if (self.point)
            else {}
        )
        told: dict[str, Any] = {
            "@type": self.kind.schema,
            "@id": f"{base_url}{self.url}#fiche",
            "name": self.name,
            "url": f"{base_url}{self.url}",
            "description": self.about,
            "address": {name: said for name, said in address.items() if said} if self.has_address else {},
            "telephone": self.phone_href.removeprefix("tel:"),
            "email": self.email,
            "sameAs": self.website,
            "image": image,
        }
        if self.kind.code != "association":  # an organisation has neither place nor hours there
            told |= {"geo": geo, "openingHours": week.schema(week.week_of(self.raw_hours))}
        return data_block(told)


@dataclass(frozen=True, slots=True)
class Choice:
    """A list one may choose to read, and how many entries it has."""

    title: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Shelf(Listing):
    """A page of the entries of a type, or of a category of it."""

    kind: kinds.Kind | None = None
    categories: tuple[Choice, ...] = ()
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """What the templates of the module receive as ``data``."""

    index: "PageView | None" = None
    url: str = ""
    entries: tuple[Entry, ...] = ()
    types: tuple[tuple[kinds.Kind, Choice], ...] = ()
    shelves: tuple[Shelf, ...] = ()
    letters: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    town: str = ""
    schema: Markup = field(default=NOTHING)
    has_holders: bool = False
    listed: tuple[Entry, ...] = ()
    """Its own entries, and those of others, which have no page here."""

    @property
    def register_url(self) -> str:
        """Where one registers; empty where the town hall does not want it."""
        return self.url + REGISTER if self.index is not None and self.index.registration else ""

    @property
    def alphabet_url(self) -> str:
        """All of them, from A to Z."""
        return self.url + ALPHABET if self.listed else ""

    def url_of(self, kind: kinds.Kind) -> str:
        """The list of a type."""
        return f"{self.url}{kind.slug}/"


def folded(text: str) -> str:
    """As words are sorted: without accent nor case."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
        if not unicodedata.combining(sign)
    ).casefold()


def place_of(row: Mapping[str, Any]) -> str:
    """Where an entry stands below the page of the directory, from its columns."""
    return f"{kinds.KINDS[row['kind']].slug}/{row['slug']}/"


def gather(
    index: "PageView | None", rows: Iterable[tuple[Any, ...]], town: str, others: "Iterable[Borrowed]" = ()
) -> Directory:
    """Sort what was read, and what others publish, by name, and cut the lists."""
    if index is None:
        return Directory()
    read = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    entries = _sorted(_entry(row, index.url) for row in read)
    listed = _sorted([*entries, *(_of_another(one) for one in others)])
    present = [kind for kind in kinds.KINDS.values() if any(it.kind is kind for it in listed)]
    letters = sorted(listed, key=lambda it: (it.letter == "#", it.letter))
    return Directory(
        index=index,
        url=index.url,
        entries=tuple(entries),
        types=tuple(
            (kind, Choice(str(kind.plural), f"{index.url}{kind.slug}/", sum(it.kind is kind for it in listed)))
            for kind in present
        ),
        shelves=tuple(shelf for kind in present for shelf in _shelves(kind, listed, index.url)),
        letters=tuple((letter, tuple(found)) for letter, found in groupby(letters, key=lambda it: it.letter)),
        town=town,
        has_holders=any(row["holder_email"] for row in read),
        listed=tuple(listed),
    )


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda it: (folded(it.name), it.credit, it.id))


def _of_another(one: "Borrowed") -> Entry:
    """A line of a list, that leads to the site of its own commune."""
    page, told = one.page, one.page.fields
    return Entry(
        id=page.id, kind=kinds.KINDS[told["kind"]], name=page.title, url=page.url, category="", category_url="",
        about=told["intro"] or told["about"], details={}, street="", complement="", postcode="", city=told["city"],
        point=None, access="", access_label="", access_note="", phone="", email="", website="", raw_hours=[],
        hours_note="", image_id=told["image_id"], image_alt="", checked_on=None, credit=page.credit,
    )  # fmt: skip


def _shelves(kind: kinds.Kind, entries: list[Entry], base: str) -> Iterator[Shelf]:
    mine = [it for it in entries if it.kind is kind]
    url = f"{base}{kind.slug}/"
    names = sorted({(it.category, it.category_url) for it in mine if it.category}, key=lambda one: folded(one[0]))
    choices = tuple(Choice(name, where, sum(it.category == name for it in mine)) for name, where in names)
    one = Shelf(str(kind.plural), url, kind=kind, categories=choices, all_url=url)
    yield from cut(one, mine, PER_PAGE)
    for choice in choices:
        title = _("%(kind)s\u00a0: %(category)s") % {"kind": kind.plural, "category": choice.title}
        narrowed = Shelf(title, choice.url, kind=kind, categories=choices, all_url=url)
        yield from cut(narrowed, [it for it in mine if it.category == choice.title], PER_PAGE)


def _entry(row: Mapping[str, Any], base: str) -> Entry:
    kind = kinds.KINDS[row["kind"]]
    below = f"{base}{kind.slug}/"
    # A public body tells its own; a person or an association agrees first.
    agreed = not kind.open
    return Entry(
        id=row["pk"],
        kind=kind,
        name=row["name"],
        url=f"{base}{place_of(row)}",
        category=row["category__name"] or "",
        category_url=f"{below}{CATEGORY}{row['category__slug']}/" if row["category__slug"] else "",
        about=row["about"],
        details={name: str(said) for name, said in row["details"].items()},
        street=row["street"],
        complement=row["complement"],
        postcode=row["postcode"],
        city=row["city"],
        point=positions.point(row["position"]) if row["position"] else None,
        access=row["access"],
        access_label=str(dict(kinds.ACCESS).get(row["access"], "")),
        access_note=row["access_note"],
        phone=row["phone"] if agreed or row["consent_phone"] else "",
        email=row["email"] if agreed or row["consent_email"] else "",
        website=row["website"],
        raw_hours=row["hours"],
        hours_note=row["hours_note"],
        image_id=row["image_id"],
        image_alt=row["image_alt"],
        checked_on=row["checked_on"],
    )

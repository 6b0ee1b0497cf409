"""The entries, for other programs: what their pages show, and no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from modules.annuaire.exchange import hours
from sites.bake.snapshot import Snapshot
from sites.bake.views import Picture
from sites.modules import PublicList

CODE = "annuaire"


@dataclass(frozen=True, slots=True)
class Detail:
    """A field that only its type has."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry. ``hours`` in the syntax of OpenStreetMap; degrees north and east (WGS 84)."""

    id: int
    kind: str
    kind_label: str
    name: str
    category: str
    url: str
    about: str
    details: tuple[Detail, ...]
    street: str
    complement: str
    postcode: str
    city: str
    latitude: float | None
    longitude: float | None
    accessibility: str
    accessibility_note: str
    phone: str
    email: str
    website: str
    hours: str
    hours_note: str
    checked_on: date | None
    photo: Picture | None
    photo_alt: str


def _entries(snapshot: Snapshot) -> Iterator[EntryRow]:
    for it in snapshot.data[CODE].entries:
        yield EntryRow(
            id=it.id,
            kind=it.kind.code,
            kind_label=str(it.kind.label),
            name=it.name,
            category=it.category,
            url=it.url,
            about=it.about,
            details=tuple(
                Detail(own.name, str(own.label), it.details[own.name])
                for own in it.kind.own
                if it.details.get(own.name)
            ),
            street=it.street,
            complement=it.complement,
            postcode=it.postcode,
            city=it.city,
            latitude=it.point.latitude if it.point else None,
            longitude=it.point.longitude if it.point else None,
            accessibility=it.access,
            accessibility_note=it.access_note,
            phone=it.phone,
            email=it.email,
            website=it.website,
            hours=hours.osm(it.raw_hours),
            hours_note=it.hours_note,
            checked_on=it.checked_on,
            photo=snapshot.picture(it.image_id),
            photo_alt=it.image_alt,
        )


LISTS = (PublicList("fiches", _("Les fiches de l’annuaire"), EntryRow, _entries),)

"""Events, as people of the town hall write them."""

from datetime import date, time
from typing import Any

from modules.agenda.models import Agenda, Categorie, Evenement, Source
from tests.world import Town, add_page


def index_of(town: Town) -> Agenda:
    """The agenda of a town, made when it is first asked for."""
    found = Agenda.objects.child_of(town.home).first()
    page = Agenda(title=f"Agenda, {town.name}", slug="agenda", intro=f"Sortir à {town.name}")
    return found or add_page(type(town.home).objects.get(pk=town.home.pk), page, town.contributeur)


def event(town: Town, title: str = "Concert", day: date = date(2026, 6, 20), **fields: Any) -> Evenement:
    """A concert at 18 h, or what ``fields`` say."""
    values: dict[str, Any] = {"start_time": time(18), "end_time": time(20), "place": f"Halle, {town.name}", **fields}
    page = Evenement(title=f"{title}, {town.name}", intro=f"À {town.name}", start_date=day, **values)
    found: Evenement = add_page(index_of(town), page, town.contributeur)
    return found


def category(town: Town, name: str = "Musique") -> Categorie:
    """A heading of its own."""
    row = Categorie(commune=town.commune, name=f"{name}, {town.name}")
    row.full_clean()
    row.save()
    return row


def source(town: Town, **fields: Any) -> Source:
    """The calendar of a tourist office."""
    values = {"name": f"Office de {town.name}", "address": f"https://agenda.example/{town.marker}.ics", **fields}
    return Source.objects.create(commune=town.commune, **values)

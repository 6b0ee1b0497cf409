"""Places and closures, as people of the town hall write them."""

from datetime import date, time
from typing import Any

from modules.horaires.models import HoraireExceptionnel, Horaires, Lieu
from tests.world import Town, add_page

TUESDAY: list[dict[str, Any]] = [
    {
        "day": "tuesday",
        "morning_from": "09:00:00",
        "morning_to": "12:00:00",
        "afternoon_from": "14:00:00",
        "afternoon_to": "18:00:00",
        "note": "",
    }
]


def index_of(town: Town) -> Horaires:
    """The page of the hours, made when it is first asked for."""
    found = Horaires.objects.child_of(town.home).first()
    page = Horaires(title=f"Horaires, {town.name}", slug="horaires", intro=f"Ouvert à {town.name}")
    return found or add_page(type(town.home).objects.get(pk=town.home.pk), page, town.contributeur)


def place(town: Town, name: str = "bibliothèque", **fields: Any) -> Lieu:
    """A library open on Tuesdays."""
    values: dict[str, Any] = {"kind": "library", "hours": TUESDAY, "phone": "01 99 00 12 40", **fields}
    page = Lieu(title=f"{town.name} {name}", slug=name.replace("è", "e"), intro=f"Des livres à {town.name}", **values)
    page.address = page.address or f"2 place de {town.name}"
    page.hours_note = page.hours_note or f"Prêt gratuit à {town.name}"
    found: Lieu = add_page(index_of(town), page, town.contributeur)
    return found


def closure(town: Town, start: date, end: date | None = None, **fields: Any) -> HoraireExceptionnel:
    """Closed on these days; ``hours`` such as ``(9, 12)`` open the morning."""
    hours = fields.pop("hours", None)
    if hours:
        fields |= {"morning_from": time(hours[0]), "morning_to": time(hours[1])}
    return HoraireExceptionnel.objects.create(
        commune=town.commune, start=start, end=end or start, **{"reason": f"Congés à {town.name}", **fields}
    )

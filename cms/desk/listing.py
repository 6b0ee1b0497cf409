"""The list of communes, for people who look after many: found by name or address, sorted by what is wrong first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from cms.desk.reach import address_of, communes_of, online
from sites.models import Commune, User
from sites.packs import PACKS

_WAITED_FOR = Q(bake_state__dirty_at__isnull=False, bake_state__retry_at__isnull=True)

MOODS: Mapping[str, tuple[Any, Q]] = {
    "error": (_("En erreur"), Q(bake_state__error__gt="") & ~_WAITED_FOR),
    "pending": (_("En cours de mise en ligne"), _WAITED_FOR),
    "never": (_("Jamais en ligne"), Q(bake_state__live_at__isnull=True)),
}

# On the home page, before « toutes les communes ».
FIRST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    commune: Commune

    @property
    def pack(self) -> str:
        """The label of its pack."""
        return PACKS[self.commune.pack].label

    @property
    def online(self) -> Any:
        """What stands online."""
        return online(self.commune)

    @property
    def address(self) -> str:
        """Its public address."""
        return address_of(self.commune)


class Rows:
    """A queryset seen as rows: counted and sliced by the paginator."""

    def __init__(self, communes: "QuerySet[Commune]") -> None:
        """Nothing is read yet."""
        self.communes = communes

    def count(self) -> int:
        """One query."""
        return self.communes.count()

    __len__ = count

    def __getitem__(self, part: slice) -> list[Row]:
        """One query."""
        return [Row(commune) for commune in self.communes[part]]


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked, and what was found."""

    rows: Rows
    query: str
    mood: str
    pack: str

    @property
    def first(self) -> list[Row]:
        """The rows of the home page."""
        return self.rows[:FIRST]

    @property
    def moods(self) -> list[tuple[str, Any]]:
        """Choices of the state filter."""
        return [(code, label) for code, (label, _condition) in MOODS.items()]

    @property
    def packs(self) -> list[tuple[str, str]]:
        """Choices of the pack filter."""
        return [(pack.code, pack.label) for pack in PACKS.values()]


def listing(user: User, asked: Mapping[str, Any]) -> Listing:
    """The communes of ``user`` that answer ``q``, ``etat`` and ``pack``; those in error come first."""
    query, mood, pack = (str(asked.get(name, "")).strip() for name in ("q", "etat", "pack"))
    rows = communes_of(user)
    if query:
        rows = rows.filter(
            Q(name__icontains=query) | Q(insee__startswith=query) | Q(site__hostname__icontains=query.lower())
        )
    if mood in MOODS:
        rows = rows.filter(MOODS[mood][1])
    if pack in PACKS:
        rows = rows.filter(pack=pack)
    trouble = Case(When(MOODS["error"][1], then=Value(0)), default=Value(1), output_field=IntegerField())
    return Listing(Rows(rows.order_by(trouble, "name")), query, mood, pack)

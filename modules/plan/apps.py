# ruff: noqa: ARG002  # hooks receive more than this module needs
"""Plan: the places of the commune, told in words, and shown on a map to who asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.rows import positions
from cms.takeover import toml
from modules.plan import api
from modules.plan.samples import ROWS, SAMPLES
from sites.modules import Chore, Files, Module

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

COLUMNS = ("name", "kind", "address", "details", "position")
KEYS = {"nom": "name", "sorte": "kind", "adresse": "address", "precisions": "details", "position": "position"}
NIGHTLY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place, as the list tells it; ``point`` is None where nobody gave its position."""

    name: str
    kind: str
    label: str
    address: str
    details: str
    point: positions.Point | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the templates of the module receive as ``data``. ``tiles``: whether a map can be drawn at all."""

    places: tuple[Place, ...] = ()
    tiles: bool = False

    def of(self, kind: str = "") -> Sequence[Place]:
        """All of them, or those of one kind."""
        return [place for place in self.places if kind in ("", place.kind)]


class PlanModule(Module):
    """The declaration of the module."""

    name = "modules.plan"
    label = "plan"
    verbose_name = _("Plan et accès")
    api: ClassVar = api.LISTS
    home_section = "plan/home_section.html"
    blocks: ClassVar = {"plan": "modules.plan.blocks.PlanBlock"}
    samples: ClassVar = SAMPLES
    sample_rows: ClassVar = ROWS
    directives: ClassVar = {"plan": "modules.plan.blocks.taken_over"}
    slots: ClassVar = {"map": "plan/map.html"}
    public_urls = "modules.plan.urls"
    chores = (Chore(NIGHTLY, "modules.plan.source.prune"),)
    takes_over = True

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The places of the commune."""
        rows = apps.get_model("plan.Lieu")._default_manager.filter(commune=reader.commune)
        return {"places": list(rows.order_by("name", "pk").values_list(*COLUMNS))}

    def prepare(self, snapshot: "Snapshot") -> Plan:
        """By kind, then by name."""
        kinds = apps.get_model("plan.Lieu").Kind
        order = list(kinds.values)
        places = [
            Place(name, kind, str(kinds(kind).label), address, details, positions.point(position))
            for name, kind, address, details, position in snapshot.rows.get(self.code, {}).get("places", ())
        ]
        places.sort(key=lambda place: order.index(place.kind))
        return Plan(tuple(places), bool(settings.BEFFROI_TILES_UPSTREAM))

    def section_context(self, data: Plan, page: "PageView | None", options: Mapping[str, Any]) -> Mapping[str, Any]:
        """All the places, whatever number the block asks for."""
        return {"title": options.get("title") or gettext("Plan et accès"), "kind": options.get("kind") or ""}

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """``plan.toml``: one ``[[lieu]]`` table for each place, known by its name."""
        model: Any = apps.get_model("plan.Lieu")
        rows = toml.checked(table, {"lieu": list})
        changed = False
        for row in rows.get("lieu", ()):
            said = toml.checked(row, dict.fromkeys(KEYS, str), required=("nom", "adresse"))
            place = model.objects.filter(commune=commune, name=said["nom"]).first() or model(commune=commune)
            before = [getattr(place, name) for name in COLUMNS]
            for key, value in said.items():
                setattr(place, KEYS[key], value)
            place.full_clean()
            if place.pk is None or before != [getattr(place, name) for name in COLUMNS]:
                place.save()
                changed = True
        return changed

"""Horaires: when the town hall and the places of the commune are open."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.rows import week
from modules.horaires import api, days, opening, takeover
from sites.law.dated import start_of
from sites.modules import Files, Module, Task

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune


class Horaires(Module):
    """The declaration of the module."""

    name = "modules.horaires"
    label = "horaires"
    verbose_name = _("Horaires")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("horaires.Horaires", "horaires.Lieu")
    slots: ClassVar = {
        "town_hall": "horaires/town_hall.html",
        "hours": "horaires/service.html",
        "all_hours": "horaires/all_hours.html",
    }
    takes_over = True
    stands_under: ClassVar = ("vie-quotidienne", "vie-pratique", "informations-pratiques")

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The page of all the hours; the town hall's panel and the foot of each page lead to it."""
        intro = f"Quand la mairie et les services de la commune {of_commune} vous accueillent."
        yield apps.get_model("horaires.Horaires")(title="Horaires d’ouverture", slug="horaires", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The days that differ and are not over, for the town hall and for the places."""
        days_to_come = {"commune": reader.commune, "end__gte": timezone.localdate(reader.now)}
        rows = apps.get_model("horaires.HoraireExceptionnel")._default_manager.filter(**days_to_come)
        columns = ("lieu_id", "start", "end", *(name for pair in week.HALVES for name in pair), "reason")
        return {"changes": list(rows.order_by("start", "pk").values_list(*columns))}

    def prepare(self, snapshot: "Snapshot") -> opening.Hours:
        """Every place with its hours."""
        hours = [name for pair in week.HALVES for name in pair]
        changes = [
            (lieu, days.Change(start, end, week.ranges_of(dict(zip(hours, times, strict=True))), reason))
            for lieu, start, end, *times, reason in snapshot.rows.get(self.code, {}).get("changes", [])
        ]
        return opening.gather(snapshot, changes)

    def page_context(self, data: opening.Hours, page: "PageView") -> Mapping[str, Any]:
        """A place shows its own hours."""
        return {"place": data.by_page.get(page.id)} if page.type == "lieu" else {}

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """The midnight, in Paris, at which something begins to be announced, begins or ends."""
        data: opening.Hours = snapshot.data[self.code]
        turns = days.turns(data.changes, data.holidays, snapshot.today)
        return start_of(min(turns))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:  # noqa: ARG002  # no picture here
        """The days that differ; hours of the town hall come with the order, places with their own texts."""
        return takeover.write(commune, table)

    def tasks(self, commune: "Commune") -> Iterable[Task]:
        """What changes most often."""
        area, actions = "record", frozenset({"change"})
        yield Task(_("Modifier les horaires"), reverse("horaires:week", args=(commune.pk,)), "time", area, actions)
        yield Task(
            _("Fermer exceptionnellement"),
            f"{reverse('horaires_exceptions:add')}?commune={commune.pk}",
            "calendar-alt",
            area,
            actions,
        )

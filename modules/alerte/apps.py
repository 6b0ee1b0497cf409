"""Alerte: what the whole commune must read now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.alerte import api, levels, takeover
from modules.alerte.levels import Alert
from sites.modules import Files, Module, Task

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.models import Commune

COLUMNS = ("level", "title", "text", "start", "end", "page_id", "url", "label", "pk")


class Alerte(Module):
    """The declaration of the module."""

    name = "modules.alerte"
    label = "alerte"
    verbose_name = _("Message d’alerte")
    api: ClassVar = api.LISTS
    slots: ClassVar = {"top": "alerte/banner.html"}
    shared_types: ClassVar = ("alerte.MessageAlerte",)
    takes_over = True

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The alerts of the commune that are not over."""
        rows = apps.get_model("alerte.MessageAlerte")._default_manager.filter(
            commune=reader.commune, end__gt=reader.now
        )
        return {"alerts": [Alert(*row) for row in rows.order_by("pk").values_list(*COLUMNS)]}

    def prepare(self, snapshot: "Snapshot") -> Alert | None:
        """The one alert that is shown."""
        return levels.shown(self._alerts(snapshot), snapshot.now)

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """To the minute: when an alert begins or ends."""
        return min(levels.turns(self._alerts(snapshot), snapshot.now), default=None)

    def _alerts(self, snapshot: "Snapshot") -> list[Alert]:
        found: list[Alert] = snapshot.rows.get(self.code, {}).get("alerts", [])
        return found

    def tasks(self, commune: "Commune") -> Iterable[Task]:
        """One button: an alert is written in a hurry."""
        url = f"{reverse('alertes:add')}?commune={commune.pk}"
        yield Task(_("Publier une alerte"), url, "warning", "alert", frozenset({"add"}))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:  # noqa: ARG002  # no picture here
        """The alerts of a content folder."""
        return takeover.write(commune, table)

"""Équipe municipale: who was elected, what each looks after, who sits in which commission."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.equipe_municipale import api, takeover, team
from modules.equipe_municipale.samples import ROWS, SAMPLES
from sites.modules import Files, Module, Task

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune

MEMBER = ("pk", "name", "group", "function", "delegations", "majority", "hours", "photo_id")
COMMISSION = ("pk", "name", "mission", "president_id", "sort_order")
LABELS: Mapping[str, Any] = {
    "maire": _("Le maire et les adjoints"),
    "delegue": _("Les conseillers délégués"),
    "conseiller": _("Les conseillers municipaux"),
}


class EquipeMunicipale(Module):
    """The declaration of the module."""

    name = "modules.equipe_municipale"
    label = "equipe_municipale"
    verbose_name = _("Équipe municipale")
    api: ClassVar = api.LISTS
    home_section = "equipe_municipale/team.html"
    blocks: ClassVar = {"equipe": "modules.equipe_municipale.blocks.EquipeBlock"}
    samples: ClassVar = SAMPLES
    sample_rows: ClassVar = ROWS
    directives: ClassVar = {"equipe": "modules.equipe_municipale.blocks.taken_over"}
    takes_over = True

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """Every member, once for each commission they sit in."""
        rows = apps.get_model("equipe_municipale.Elu")._default_manager.filter(commune=reader.commune)
        columns = (*MEMBER, *(f"commissions__{name}" for name in COMMISSION))
        return {"rows": list(rows.order_by("sort_order", "pk", "commissions__sort_order").values_list(*columns))}

    def prepare(self, snapshot: "Snapshot") -> team.Team:
        """Groups and commissions."""
        return team.gather(snapshot.rows.get(self.code, {}).get("rows", []))

    def section_context(
        self,
        data: team.Team,  # noqa: ARG002  # the template reads it
        page: "PageView | None",  # noqa: ARG002  # the same on every page
        options: Mapping[str, Any],
    ) -> Mapping[str, Any]:
        """The whole team, unless the block asks for a part of it."""
        return {"title": options.get("title") or "", "what": options.get("what") or "all", "labels": LABELS}

    def tasks(self, commune: "Commune") -> Iterable[Task]:  # noqa: ARG002  # the list is that of all mine
        """The list, which one opens after an election and a few times a year."""
        yield Task(_("Tenir l’équipe municipale"), reverse("elus:index"), "group", "record", frozenset({"change"}))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """Members with their photos, and commissions."""
        return takeover.write(commune, table, files)

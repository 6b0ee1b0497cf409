# ruff: noqa: ARG002  # hooks receive more than this module needs
"""Réseaux sociaux: the commune's pages elsewhere, and ways to pass an article on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.takeover import toml
from modules.reseaux_sociaux import api
from modules.reseaux_sociaux.parse import BY_CODE, NETWORKS, Share, shares
from sites.modules import Files, Module

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

COLUMNS = (*BY_CODE, "other_name", "other_url", "share")
KEYS = {"other_name": "autre_nom", "other_url": "autre_adresse", "share": "partage"}  # as a folder calls them
OTHER_ICON = "external-link"


@dataclass(frozen=True, slots=True)
class Followed:
    """One place where the commune can be followed."""

    name: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Presence:
    """What the templates of the module receive as ``data``."""

    followed: tuple[Followed, ...] = ()
    share: bool = True

    def ways(self, page: "PageView") -> tuple[Share, ...]:
        """How to pass this page on; none where the commune wants no such links."""
        return shares(page.absolute_url, page.title) if self.share else ()


class ReseauxSociaux(Module):
    """The declaration of the module."""

    name = "modules.reseaux_sociaux"
    label = "reseaux_sociaux"
    verbose_name = _("Réseaux sociaux")
    api: ClassVar = api.LISTS
    home_section = "reseaux_sociaux/home_section.html"
    slots: ClassVar = {"networks": "reseaux_sociaux/foot.html", "article": "reseaux_sociaux/share.html"}
    takes_over = True

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The one row of the commune."""
        rows = apps.get_model("reseaux_sociaux.ReseauxSociaux")._default_manager.filter(site=reader.commune.site_id)
        row = next(iter(rows.order_by().values_list(*COLUMNS)), None)
        return dict(zip(COLUMNS, row, strict=True)) if row else {}

    def prepare(self, snapshot: "Snapshot") -> Presence:
        """In the order of the table of networks."""
        row = snapshot.rows.get(self.code, {})
        followed = [Followed(net.name, net.icon, row[net.code]) for net in NETWORKS if row.get(net.code)]
        if row.get("other_url"):
            followed.append(Followed(row["other_name"], OTHER_ICON, row["other_url"]))
        return Presence(tuple(followed), bool(row.get("share", True)))

    def section_context(self, data: Presence, page: "PageView | None", options: Mapping[str, Any]) -> Mapping[str, Any]:
        """All the places, whatever number the block asks for."""
        return {"title": options.get("title") or gettext("Suivez-nous")}

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """``reseaux_sociaux.toml``: one address by network, ``autre_nom``, ``autre_adresse``, ``partage``."""
        model = apps.get_model("reseaux_sociaux.ReseauxSociaux")
        keys = {**dict.fromkeys(COLUMNS, str), "share": bool}
        toml.checked(table, {KEYS.get(name, name): kind for name, kind in keys.items()})
        said = {name: table[key] for name in COLUMNS if (key := KEYS.get(name, name)) in table}
        row, _created = model._default_manager.get_or_create(site_id=commune.site_id)
        changed = [name for name, value in said.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, said[name])
        if changed:
            row.full_clean()
            row.save()
        return bool(changed)

# ruff: noqa: ARG002  # hooks receive more than this module needs
"""Co-marquage: the national guide of rights and procedures, in the page of each site."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modules.comarquage import takeover
from modules.comarquage.feeds.audiences import BY_CODE, Audience
from modules.comarquage.local.boxes import DEPARTEMENT, PLATFORM, TOWN_HALL, Box, Said, Services, boxes, services
from sites.bake.lists import page_at
from sites.bake.views import Output
from sites.modules import Chore, Files, Module

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

URL = "/guide/"
WORDS, LINK = ("kind", "title", "text"), ("url", "label")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a site shows of the guide beside its sheets."""

    index: "PageView | None"
    audiences: tuple[Audience, ...]
    boxes: tuple[Box, ...]
    services: Services


class Comarquage(Module):
    """The declaration of the module."""

    name = "modules.comarquage"
    label = "comarquage"
    verbose_name = _("Guide des droits et démarches")
    page_types: ClassVar = ("comarquage.Guide",)
    takes_over = True
    chores: ClassVar = (
        Chore(60.0, "modules.comarquage.source.turn"),
        Chore(5.0, "modules.comarquage.finding.turn"),
        Chore(60.0, "modules.comarquage.local.services.refresh"),
    )
    shared_search = _("le guide des droits et démarches")

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """Where the guide begins."""
        intro = "Vos droits et vos démarches, expliqués par le service public national, avec ce qu’il faut savoir ici."
        yield apps.get_model("comarquage.Guide")(title="Droits et démarches", slug="guide", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """Which audiences the pack holds, what is said beside its sheets, who serves the commune: five queries."""
        feeds = apps.get_model("comarquage.Feed")._default_manager.filter(sheets__gt=0, audience__in=BY_CODE)
        own = apps.get_model("comarquage.Precision")._default_manager.filter(commune=reader.commune)
        here = Q(departement=None) | Q(departement=reader.commune.departement_id)
        wide = apps.get_model("comarquage.WidePrecision")._default_manager.filter(here).order_by("pk")
        said = [
            Said(sheet, TOWN_HALL, *more)
            for sheet, *more in own.order_by("pk").values_list("sheet", *WORDS, "page_id", *LINK)
        ]
        said += [
            Said(sheet, DEPARTEMENT if departement else PLATFORM, kind, title, text, None, *link)
            for departement, sheet, kind, title, text, *link in wide.values_list("departement", "sheet", *WORDS, *LINK)
        ]
        audiences = list(feeds.order_by("pk").values_list("audience", flat=True))
        return {"audiences": audiences, "said": said, "services": self._services(reader)}

    def _services(self, reader: "Reader") -> Services:
        rows = apps.get_model("comarquage.Served")._default_manager.filter(commune=reader.commune)
        kinds, dated = next(iter(rows.values_list("offices", "dated")), ({}, None))
        idents = {ident for those in kinds.values() for ident in those}
        offices = apps.get_model("comarquage.Office")._default_manager.filter(ident__in=idents)
        return services(kinds, dict(offices.values_list("ident", "told")), dated)

    def prepare(self, snapshot: "Snapshot") -> Shown:
        """The page of the guide, and the audiences there are."""
        rows = snapshot.rows.get(self.code, {})
        index = next(iter(snapshot.of_type("guide")), None)
        audiences = tuple(BY_CODE[code] for code in rows.get("audiences", ()))
        return Shown(index, audiences, boxes(rows.get("said", ())), rows.get("services", Services()))

    def page_context(self, data: Shown, page: "PageView") -> Mapping[str, Any]:
        """The audiences there are."""
        return {"url": URL, "audiences": data.audiences}

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """What a content folder says beside the sheets."""
        return takeover.write(commune, table)

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """The page that sheets are put into; and the home of the guide where sheets lead back to, if it was moved."""
        shown: Shown = snapshot.data[self.code]
        if shown.index is None:
            return
        page = page_at(shown.index, str(self.verbose_name), URL)
        context = {"page": page, "boxes": shown.boxes, "services": shown.services}
        yield Output("guide/", template="comarquage/shell.html", context=context, composed=True)
        if shown.index.url != URL:
            context = {"page": shown.index, **self.page_context(shown, shown.index)}
            yield Output("guide/", template="comarquage/index.html", context=context)

# ruff: noqa: ARG002  # hooks receive more than this module needs
"""Co-marquage: the national guide of rights and procedures, in the page of each site."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from modules.comarquage.feeds.audiences import BY_CODE, Audience
from sites.bake.lists import page_at
from sites.bake.views import Output
from sites.modules import Chore, Module

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView

URL = "/guide/"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a site shows of the guide beside its sheets."""

    index: "PageView | None"
    audiences: tuple[Audience, ...]


class Comarquage(Module):
    """The declaration of the module."""

    name = "modules.comarquage"
    label = "comarquage"
    verbose_name = _("Guide des droits et démarches")
    page_types: ClassVar = ("comarquage.Guide",)
    chores: ClassVar = (Chore(60.0, "modules.comarquage.source.turn"),)

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """Where the guide begins."""
        intro = "Vos droits et vos démarches, expliqués par le service public national, avec ce qu’il faut savoir ici."
        yield apps.get_model("comarquage.Guide")(title="Droits et démarches", slug="guide", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """Which audiences the pack holds."""
        rows = apps.get_model("comarquage.Feed")._default_manager.filter(sheets__gt=0).order_by("pk")
        return {"audiences": list(rows.values_list("audience", flat=True))}

    def prepare(self, snapshot: "Snapshot") -> Shown:
        """The page of the guide, and the audiences there are."""
        told = snapshot.rows.get(self.code, {}).get("audiences", ())
        index = next(iter(snapshot.of_type("guide")), None)
        return Shown(index, tuple(BY_CODE[code] for code in told))

    def page_context(self, data: Shown, page: "PageView") -> Mapping[str, Any]:
        """The audiences there are."""
        return {"url": URL, "audiences": data.audiences}

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """The page that sheets are put into; and the home of the guide where sheets lead back to, if it was moved."""
        shown: Shown = snapshot.data[self.code]
        if shown.index is None:
            return
        page = page_at(shown.index, str(self.verbose_name), URL)
        yield Output("guide/", template="comarquage/shell.html", context={"page": page}, composed=True)
        if shown.index.url != URL:
            context = {"page": shown.index, **self.page_context(shown, shown.index)}
            yield Output("guide/", template="comarquage/index.html", context=context)

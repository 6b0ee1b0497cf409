# ruff: noqa: ARG002  # the hooks of ``Module`` give more than this one needs
"""Marchés publics: the consultations of the commune, and who got them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.marches import api, feeds, listing
from modules.marches.avis import notice as common
from modules.marches.avis.merging import Row
from sites.bake.lists import page_at, page_of
from sites.bake.views import FeedLink, Findable, Output, Processing
from sites.feeds import files
from sites.modules import Chore, Files, Module, Task, Waiting
from sites.rendering.french import size_fr
from sites.tenancy.paths import within
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune, User

ON_HOME = 3
# What the templates write with.
WORDS: Mapping[str, Any] = {
    "moment": feeds.moment,
    "euros": feeds.euros,
    "host_of": feeds.host_of,
    "files": {"ICS": feeds.ICS, "CSV": feeds.CSV, "DECP": feeds.DECP},
}


class Marches(Module):
    """The declaration of the module."""

    name = "modules.marches"
    label = "marches"
    verbose_name = _("Marchés publics")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("marches.Marches",)
    home_section = "marches/home_section.html"
    chores: ClassVar = (Chore(60.0, "modules.marches.source.refresh"),)
    takes_over = True
    stands_under: ClassVar = ("vie-municipale", "ma-mairie", "informations-pratiques")

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The list of the consultations."""
        intro = f"Les consultations de la commune {of_commune}, en cours et passées, et ses marchés attribués."
        yield apps.get_model("marches.Marches")(title="Marchés publics", slug="marches-publics", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The notices of the commune, in one query."""
        rows = apps.get_model("marches.Avis")._default_manager.filter(commune=reader.commune, hidden=False)
        return {"notices": list(rows.order_by("pk").values_list("pk", "slug", "origin", "data", "changed_at"))}

    def prepare(self, snapshot: "Snapshot") -> listing.Ledger:
        """The contracts, in the state they are in at the moment of the snapshot."""
        index = next(iter(snapshot.of_type("marches")), None)
        found = snapshot.rows.get(self.code, {}).get("notices", ())
        rows = [Row(number, slug, origin, common.from_json(data)) for number, slug, origin, data, _at in found]
        ledger = listing.gather(index, rows, max((row[4] for row in found), default=None), snapshot.now)
        size = size_fr(len(feeds.table(ledger.contracts, snapshot.base_url))) if index else ""
        return replace(ledger, csv_size=size)

    def page_context(self, data: listing.Ledger, page: "PageView") -> Mapping[str, Any]:
        """The page of the module shows the first page of what one may answer."""
        return self._context(data, data.first)

    def _context(self, data: listing.Ledger, one: listing.Consultations) -> Mapping[str, Any]:
        return {"listing": one, "rules": listing.labels(data.rules), **WORDS}

    def section_context(
        self, data: listing.Ledger, page: "PageView | None", options: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """What one may answer, the first deadline first."""
        return {
            "contracts": data.open if data else (),
            "title": options.get("title") or str(self.verbose_name),
            "count": options.get("count") or ON_HOME,
            **WORDS,
        }

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """Lists, one page a contract, the essential data, and the files that one takes away."""
        data: listing.Ledger = snapshot.data[self.code]
        if data.index is None:
            return
        for one in data.listings[1:]:
            context = {"page": page_of(data.index, one), **self._context(data, one)}
            yield Output(one.own_url.lstrip("/"), template="marches/index.html", context=context, listed=True)
        for it in data.contracts:
            page = page_at(data.index, it.title, it.url, feeds.sentence(it))
            context = {"page": page, "it": it, "schema": feeds.schema, **WORDS}
            yield Output(it.url.lstrip("/"), template="marches/avis.html", context=context, listed=True)
        base = data.url.lstrip("/")
        name, origin = snapshot.commune.name, snapshot.base_url
        title = f"{data.index.title} – {name}"
        yield Output(base + feeds.ICS, content=feeds.calendar(title, data.open, origin))
        yield Output(base + feeds.CSV, content=feeds.table(data.contracts, origin))
        if data.essential:
            page = page_at(data.index, gettext("Données essentielles des marchés"), data.url + listing.DATA)
            context = {"page": page, **WORDS}
            yield Output(base + listing.DATA, template="marches/donnees.html", context=context, listed=True)
            yield Output(base + feeds.DECP, content=feeds.essential(data))
        yield from files.files(snapshot, feeds.feeds(snapshot, data))

    def findable(self, snapshot: "Snapshot") -> Iterator[Findable]:
        """Each contract."""
        data: listing.Ledger = snapshot.data[self.code]
        for it in data.contracts:
            words = " ".join([it.reference, *it.contract.holders, *(lot.title for lot in it.contract.lots)])
            yield Findable(
                it.url, it.title, gettext("Marchés publics"), it.contract.published, feeds.sentence(it), words
            )

    def feeds(self, snapshot: "Snapshot") -> Iterator[FeedLink]:
        """The consultations, and the calendar of their deadlines."""
        data: listing.Ledger = snapshot.data[self.code]
        yield from files.links(feeds.feeds(snapshot, data))
        if data.index is not None:
            yield FeedLink(gettext("Dates limites (calendrier)"), data.url + feeds.ICS, feeds.ICS_TYPE)

    def processings(self, data: listing.Ledger) -> Iterator[Processing]:
        """Who gets a contract may be somebody who works alone."""
        if data and data.awarded:
            yield Processing(
                title=gettext("Titulaires des marchés publics"),
                url=data.url,
                purpose=gettext("Faire connaître à qui les marchés de la commune sont attribués, et à quel prix."),
                basis=gettext("Obligation légale\u00a0: code de la commande publique, article L2196-2."),
                data=gettext("Nom ou raison sociale et numéro SIRET du titulaire. Aucun contact n’est conservé."),
                recipients=gettext("Tout le monde\u00a0: ces données sont publiques."),
                kept=gettext("Tant que le marché figure au site."),
            )

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """The very minute of the first deadline; or another threshold."""
        data: listing.Ledger = snapshot.data[self.code]
        return data.next_change(snapshot.today) if data.index else None

    def tasks(self, commune: "Commune") -> Iterator[Task]:
        """« Publier une consultation »."""
        url = reverse("marches:add", args=(commune.pk,))
        yield Task(_("Publier une consultation"), url, "clipboard-list", "market", frozenset({"add"}))

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """For who keeps the sources: those that fell silent, and the buyers to attach."""
        sources = apps.get_model("marches.Source")._default_manager.exclude(error="")
        departements = {commune.departement_id for commune in communes}
        mine = Q(commune__in=communes) | Q(departement__in=departements)
        unknown = apps.get_model("marches.Inconnu")._default_manager.filter(
            departement__in=departements, commune=None, ignored=False
        )
        if not user.is_superuser:
            paths = Scope.of(user).site_paths("market_source", {"view"})
            if not paths:
                return
            mine &= within("commune__site__root_page__path", paths) | within("departement__folder__path", paths)
            unknown = unknown.filter(within("departement__folder__path", paths))
        yield Waiting(_("Sources de marchés publics muettes"), sources.filter(mine).count(), reverse("marches:sources"))
        yield Waiting(_("Acheteurs à rattacher"), unknown.count(), reverse("marches:queue"))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """``[profil]`` and ``[[avis]]`` as written in ``takeover.py``."""
        from modules.marches.takeover import take  # models are loaded by then

        return take(commune, table)

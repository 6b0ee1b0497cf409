# ruff: noqa: ARG002  # hooks receive more than this module needs
"""Annuaire: associations, shops, craftsmen, lodging, health, public services, equipment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db.models.signals import post_delete, pre_delete
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.annuaire import api, listing
from modules.annuaire.exchange import scdl, vcard
from sites.bake.lists import page_at, page_of
from sites.bake.views import Findable, Output, Processing
from sites.modules import Chore, Module, Waiting
from sites.sharing import ENTRY, Lent, Row, borrowed

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune, User
    from sites.modules import Files


DAILY, HOURLY = 24 * 3600.0, 3600.0


class AnnuaireModule(Module):
    """The declaration of the module."""

    name = "modules.annuaire"
    label = "annuaire"
    verbose_name = _("Annuaire")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("annuaire.Annuaire",)
    lends: ClassVar = (
        Lent(
            "annuaire.Fiche", ENTRY, _("Fiche d’annuaire"), listing.LENT, "category", "image",
            row=Row("annuaire.Annuaire", listing.place_of),
        ),
    )  # fmt: skip
    home_section = "annuaire/home_section.html"
    public_urls = "modules.annuaire.urls"
    decides = "annuaire:proposal"
    takes_over = True
    chores: ClassVar = (
        Chore(DAILY, "modules.annuaire.actors.asking.turn"),
        Chore(DAILY, "modules.annuaire.imports.keeping.forget"),
        Chore(HOURLY, "modules.annuaire.source.refresh"),
    )
    stands_under: ClassVar = ("vie-quotidienne", "vie-pratique", "informations-pratiques")

    def ready(self) -> None:
        """Nothing of people stays of an entry that goes."""
        from modules.annuaire.actors import erasure

        fiche = apps.get_model("annuaire.Fiche")
        pre_delete.connect(erasure.before, sender=fiche, dispatch_uid="annuaire.before")
        post_delete.connect(erasure.after, sender=fiche, dispatch_uid="annuaire.after")

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The page of the types."""
        intro = f"Associations, commerces, artisans, santé et services de la commune {of_commune}."
        yield apps.get_model("annuaire.Annuaire")(title="Annuaire", slug="annuaire", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The entries that are shown."""
        rows = apps.get_model("annuaire.Fiche")._default_manager.filter(commune=reader.commune, online=True)
        return {"entries": list(rows.order_by("pk").values_list(*listing.COLUMNS))}

    def prepare(self, snapshot: "Snapshot") -> listing.Directory:
        """The entries by type, by category, by letter; those of others among them."""
        index = next(iter(snapshot.of_type("annuaire")), None)
        rows = snapshot.rows.get(self.code, {}).get("entries", ())
        return listing.gather(index, rows, snapshot.commune.name, list(borrowed(snapshot, ENTRY)))

    def section_context(
        self, data: listing.Directory, page: "PageView | None", options: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The types, whatever number the block asks for."""
        return {"title": options.get("title") or str(self.verbose_name)}

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """Lists, entries with their vCard, the alphabet, open data."""
        data: listing.Directory = snapshot.data[self.code]
        index = data.index
        if index is None:
            return
        for shelf in data.shelves:
            context = {"page": page_of(index, shelf), "listing": shelf}
            yield Output(shelf.own_url.lstrip("/"), template="annuaire/liste.html", context=context, listed=True)
        for entry in data.entries:
            page = page_at(index, entry.name, entry.url, entry.summary)
            yield Output(
                entry.url.lstrip("/"),
                template="annuaire/fiche.html",
                context={"page": page, "entry": entry},
                listed=True,
            )
            yield Output(entry.card_url.lstrip("/"), content=vcard.card(entry))
        if data.listed:
            page = page_at(index, gettext("De A à Z"), data.alphabet_url)
            yield Output(
                data.alphabet_url.lstrip("/"), template="annuaire/a_z.html", context={"page": page}, listed=True
            )
        if data.register_url:
            from cms.guichet.questions import blank  # models are loaded by then
            from modules.annuaire.actors.sheet import new_sheet

            page = page_at(index, gettext("Inscrire mon activité"), data.register_url)
            context = {"page": page, "form": blank(new_sheet(snapshot.commune.name, data.register_url)), "baked": True}
            yield Output(
                data.register_url.lstrip("/"), template="annuaire/inscription.html", context=context, listed=True
            )
        if index.siret and any(map(scdl.is_complete, data.entries)):
            publisher = scdl.Publisher(snapshot.commune.name, index.siret, snapshot.commune.insee)
            yield Output(data.url.lstrip("/") + scdl.FILE, content=scdl.table(data.entries, publisher))

    def findable(self, snapshot: "Snapshot") -> Iterator[Findable]:
        """Each entry, by its name, its fields, its address."""
        data: listing.Directory = snapshot.data[self.code]
        for entry in data.entries:
            words = " ".join((entry.about, *entry.details.values(), *entry.address_lines, entry.category))
            yield Findable(entry.url, entry.name, gettext("Annuaire"), None, entry.summary, words)

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """What people proposed, and entries that nobody checked for a year."""
        from modules.annuaire.desk.places import waiting  # models are loaded by then

        yield from waiting(user, communes)

    def processings(self, data: listing.Directory) -> Iterator[Processing]:
        """What people gave of themselves."""
        if data and data.index is not None:
            yield Processing(
                title=gettext("L’annuaire de la commune"),
                url=data.url,
                purpose=gettext("Faire connaître les associations, les professionnels et les services de la commune."),
                basis=gettext(
                    "Accord de la personne pour son téléphone et son adresse électronique (RGPD, article 6, 1, a)"
                    "\u202f; mission d’intérêt public pour le reste (article 6, 1, e)."
                ),
                data=gettext(
                    "Publiés\u00a0: nom, présentation, adresse, et avec accord téléphone et adresse électronique. "
                    "Gardés par la mairie seule\u00a0: nom et adresse électronique de qui tient la fiche, date des "
                    "accords."
                ),
                recipients=gettext("Les visiteurs du site pour ce qui est publié, la mairie pour le reste."),
                kept=gettext("jusqu’au retrait de la fiche, possible à tout moment"),
            )

    def take_over(self, commune: "Commune", table: Mapping[str, Any], files: "Files") -> bool:
        """Categories and entries."""
        from modules.annuaire import takeover  # models are loaded by then

        return takeover.take_over(commune, table, files)

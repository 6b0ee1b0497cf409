"""Contact: a message to the right service."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.contact import api
from sites.bake.views import Processing
from sites.modules import Files, Module, Task, Waiting

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune, User


class Contact(Module):
    """The declaration of the module."""

    name = "modules.contact"
    label = "contact"
    verbose_name = _("Contact")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("contact.PageContact",)
    public_urls = "modules.contact.urls"
    takes_over = True
    slots: ClassVar = {"write": "contact/write.html"}
    stands_under: ClassVar = ("contact",)

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The page with the form."""
        intro = f"Une question, un signalement\u202f? Le secrétariat {of_commune} vous répond."
        yield apps.get_model("contact.PageContact")(title="Écrire à la mairie", slug="ecrire-a-la-mairie", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The services of the commune."""
        rows = apps.get_model("contact.Service")._default_manager.filter(commune=reader.commune)
        return {"services": list(rows.order_by("position", "name").values_list("name", "recipient", "about"))}

    def prepare(self, snapshot: "Snapshot") -> Mapping[str, Any]:
        """The town, and its services."""
        page = next(iter(snapshot.of_type("contact")), None)
        services = snapshot.rows.get(self.code, {}).get("services", [])
        return {"town": snapshot.commune.name, "services": services, "url": page.url if page else ""}

    def processings(self, data: Mapping[str, Any]) -> "Iterator[Processing]":
        """The messages."""
        from cms.guichet.questions import kept_for
        from modules.contact.listing import KEPT

        if data["url"]:
            yield Processing(
                title=gettext("Les messages à la mairie"),
                url=data["url"],
                purpose=gettext("Recevoir les messages des habitants, et y répondre."),
                basis=gettext("Mission d’intérêt public de la commune (RGPD, article 6, 1, e)."),
                data=gettext("Nom, adresse électronique, téléphone s’il est donné, texte du message, pièces jointes."),
                recipients=gettext("Le service à qui le message est écrit, et le secrétariat de la mairie."),
                kept=kept_for(KEPT),
            )

    def page_context(self, data: Mapping[str, Any], page: "PageView") -> Mapping[str, Any]:
        """The form, nothing written in it yet."""
        from cms.guichet.questions import blank
        from modules.contact.listing import sheet_of

        return {"form": blank(sheet_of(data["town"], page.url, data["services"]))}

    def tasks(self, commune: "Commune") -> Iterator[Task]:  # noqa: ARG002  # the same for all
        """« Tenir les services à contacter »."""
        url = reverse("services:index")
        yield Task(_("Tenir les services à contacter"), url, "group", "snippet", frozenset({"add", "change"}))

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """Messages that nobody handled yet."""
        from cms.guichet.desk.waiting import to_handle

        yield Waiting(_("Messages à lire"), to_handle(self.code, user, communes), reverse("guichet:index"))

    def take_over(self, commune: "Commune", table: Mapping[str, Any], files: Files) -> bool:  # noqa: ARG002
        """``[[service]]`` with ``nom``, ``role``, ``adresse``."""
        from modules.contact.source import take

        return take(commune, table)

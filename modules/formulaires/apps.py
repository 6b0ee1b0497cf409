"""Formulaires: questions of the commune's own making."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.bake.views import Processing
from sites.modules import Files, Module, QuickAdd, Waiting

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune, User


class FormulairesModule(Module):
    """The declaration of the module."""

    name = "modules.formulaires"
    label = "formulaires"
    verbose_name = _("Formulaires")
    page_types: ClassVar = ("formulaires.Formulaires", "formulaires.Formulaire")
    public_urls = "modules.formulaires.urls"
    quick_add = QuickAdd(
        page_type="formulaires.Formulaire",
        parent_type="formulaires.Formulaires",
        label=_("Créer un formulaire"),
        list_label=_("Formulaires"),
        icon="form",
    )
    takes_over = True

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The list of the forms, empty and out of the menu."""
        intro = f"Les demandes et inscriptions qui se font en ligne auprès de la commune {of_commune}."
        yield apps.get_model("formulaires.Formulaires")(
            title="Formulaires", slug="formulaires", intro=intro, show_in_menus=False
        )

    def prepare(self, snapshot: "Snapshot") -> Mapping[str, Any]:
        """The town, and its forms."""
        return {"town": snapshot.commune.name, "forms": list(snapshot.of_type("formulaire"))}

    def page_context(self, data: Mapping[str, Any], page: "PageView") -> Mapping[str, Any]:
        """The form, nothing written in it yet."""
        from cms.guichet.questions import blank
        from modules.formulaires.listing import sheet_of

        if page.type != "formulaire":
            return {}
        facts = {**page.fields, "title": page.title}
        return {"form": blank(sheet_of(data["town"], page.id, page.url, facts))}

    def processings(self, data: Mapping[str, Any]) -> Iterator[Processing]:
        """Each form."""
        from cms.guichet.questions import kept_for

        for page in data["forms"]:
            yield Processing(
                title=page.title,
                url=page.url,
                purpose=page.fields.get("intro") or gettext("Traiter la demande faite par ce formulaire."),
                basis=gettext("Mission d’intérêt public de la commune (RGPD, article 6, 1, e)."),
                data=gettext("Les réponses aux questions du formulaire."),
                recipients=gettext("Le service de la commune qui traite la demande."),
                kept=kept_for(page.fields["kept"]),
            )

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """Answers that nobody handled yet."""
        from cms.guichet.desk.waiting import to_handle

        yield Waiting(_("Formulaires à traiter"), to_handle(self.code, user, communes), reverse("guichet:index"))

    def take_over(self, commune: "Commune", table: Mapping[str, Any], files: Files) -> bool:  # noqa: ARG002
        """``[[formulaire]]`` with its ``[[formulaire.question]]``."""
        from modules.formulaires.takeover import take

        return take(commune, table)

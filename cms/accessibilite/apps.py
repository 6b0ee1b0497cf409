"""The record as a room: its tables, its screens, the form of the visitors."""

from collections.abc import Iterator

from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.bake.views import Processing
from sites.rooms import Room


class AccessibilityConfig(Room):
    """Every commune has it, whatever its pack."""

    name = "cms.accessibilite"
    label = "accessibilite"
    verbose_name = _("Accessibilité")
    public_urls = "cms.accessibilite.visitors.urls"

    def processings(self) -> Iterator[Processing]:
        """The reports of barriers."""
        from cms.accessibilite.visitors.sheet import FORM, KEPT
        from cms.guichet.questions import kept_for

        yield Processing(
            title=gettext("Les obstacles signalés sur le site"),
            url=FORM,
            purpose=gettext("Corriger ce qui empêche d’utiliser le site, et répondre à qui l’a signalé."),
            basis=gettext("Obligation légale de la commune (loi n° 2005-102, article 47)."),
            data=gettext(
                "Page concernée, obstacle rencontré ; s’ils sont donnés : nom, adresse électronique, aide technique."
            ),
            recipients=gettext("Le secrétariat de la mairie, et l’organisme qui tient le site avec elle."),
            kept=kept_for(KEPT),
        )

    def ready(self) -> None:
        """What is written in the record is declared at once."""
        super().ready()
        from cms.accessibilite.declaring import WRITTEN, row_changed  # models are loaded by then
        from cms.accessibilite.pdf import looking

        for model in looking.models():
            post_delete.connect(looking.row_deleted, sender=model, dispatch_uid=f"beffroi.pdf.{model._meta.label}")
        for model in WRITTEN:
            for signal in (post_save, post_delete):
                signal.connect(row_changed, sender=model, dispatch_uid=f"beffroi.accessibilite.{model.__name__}")

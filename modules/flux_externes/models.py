"""Feeds of other sites that a commune shows."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.sources.rows import OutsideSource, web_address
from sites.rendering.french import counted, date_text
from sites.tenancy.reach import owned_by_commune
from sites.tenancy.references import OwnModelForm

MOST = 10  # feeds of one commune: each is asked every hour


def nothing() -> dict[str, Any]:
    """What is shown of a feed that was never read."""
    return {"home": "", "entries": []}


@owned_by_commune(area="record")
class Flux(OutsideSource):
    """A feed that somebody else keeps, read by the worker. ``content`` is the last good one: see ``parse.py``."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    name = models.CharField(
        _("nom"),
        max_length=80,
        help_text=_("Qui parle : Département du Lot, Parc naturel régional. Il paraît à côté de chaque nouvelle."),
    )
    address = models.URLField(
        _("adresse du flux"),
        max_length=400,
        help_text=_("L’adresse d’un flux RSS ou Atom, que le site d’en face appelle souvent « RSS » ou « S’abonner »."),
    )
    in_news = models.BooleanField(
        _("aussi dans les actualités"),
        default=False,
        help_text=_("Ses nouvelles paraissent parmi les vôtres, avec leur origine, à mesure qu’elles arrivent."),
    )
    content = models.JSONField(default=nothing, editable=False)

    base_form_class = OwnModelForm

    class Meta:
        verbose_name = _("flux extérieur")
        verbose_name_plural = _("flux extérieurs")
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="one_feed_a_name",
                violation_error_message=_("Un autre flux porte déjà ce nom."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A feed of the web, and not too many of them."""
        self.address = web_address(self.address)
        super().clean()
        if not self.pk and Flux.objects.filter(commune_id=self.commune_id).count() >= MOST:
            sentence = gettext("Dix flux au plus\u00a0: supprimez-en un avant d’en ajouter un autre.")
            raise ValidationError(sentence)

    def state(self) -> str:
        """How it goes, in one or two sentences."""
        count = len(self.content["entries"])
        news = counted(count, gettext("nouvelle"), gettext("nouvelles"))
        if self.error:
            kept = gettext("Ce qui était déjà repris reste en ligne\u00a0: %(news)s.") % {"news": news}
            return f"{self.error} {kept}" if count else self.error
        if self.read_at is None:
            return gettext("Sera lu dans quelques minutes.")
        return gettext("À jour\u00a0: %(news)s.") % {"news": news}

    state.short_description = _("état")  # type: ignore[attr-defined]

    def last_read(self) -> str:
        """« 4 septembre 2026 à 10 h 42 »."""
        if self.read_at is None:
            return gettext("jamais")
        return gettext("%(day)s à %(hour)s") % {
            "day": date_text(self.read_at),
            "hour": date_text(self.read_at, "time"),
        }

    last_read.short_description = _("lu pour la dernière fois")  # type: ignore[attr-defined]

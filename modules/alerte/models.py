"""Alerts: a level, a few words, a beginning and an end."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.rows.screens import RowForm
from sites.tenancy.reach import owned_by_commune

LEVELS = [
    ("information", _("Information")),
    ("vigilance", _("Vigilance")),
    ("urgence", _("Urgence")),
]
# An alert that lasts is read by nobody: news or a page say it better.
LONGEST = timedelta(days=60)


def this_minute() -> Any:
    """Now, without the seconds."""
    return timezone.localtime().replace(second=0, microsecond=0)


@owned_by_commune(area="alert")
class MessageAlerte(models.Model):
    """A banner at the top of every page of the commune."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="alertes", verbose_name=_("commune")
    )
    level = models.CharField(
        _("niveau"),
        max_length=12,
        choices=LEVELS,
        default="vigilance",
        help_text=_("Une seule alerte s’affiche à la fois\u00a0: la plus grave, puis la plus récente."),
    )
    title = models.CharField(
        _("en quelques mots"),
        max_length=90,
        help_text=_("Par exemple\u00a0: L’eau du bourg n’est plus potable."),
    )
    text = models.CharField(
        _("ce qu’il faut faire"),
        max_length=300,
        blank=True,
        help_text=_("Une ou deux phrases. Par exemple\u00a0: Des bouteilles sont distribuées à la salle des fêtes."),
    )
    start = models.DateTimeField(_("à partir de"), default=this_minute)
    end = models.DateTimeField(_("jusqu’à"), help_text=_("Obligatoire\u00a0: l’alerte part d’elle-même, à la minute."))
    page = models.ForeignKey(
        "cms.BasePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page pour en savoir plus"),
    )
    url = models.URLField(
        _("ou adresse d’un autre site"), blank=True, help_text=_("Par exemple\u00a0: https://www.vigicrues.gouv.fr/")
    )
    label = models.CharField(
        _("mots du lien"), max_length=60, blank=True, help_text=_("Par exemple\u00a0: Où trouver de l’eau.")
    )

    base_form_class = RowForm

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ("-end", "-pk")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """It ends after it begins, and soon enough."""
        super().clean()
        if not (self.start and self.end):
            return
        if self.end <= self.start:
            raise ValidationError({"end": gettext("La fin vient après le début.")})
        if self.end - self.start > LONGEST:
            raise ValidationError(
                {"end": gettext("Une alerte dure au plus deux mois\u00a0: au-delà, écrivez une actualité ou une page.")}
            )
        if self._state.adding and self.end <= timezone.now():
            raise ValidationError({"end": gettext("Cette heure est déjà passée\u00a0: personne ne verrait l’alerte.")})

    @property
    def is_online(self) -> bool:
        """Whether its moment is now; a graver one may hide it."""
        return self.start <= timezone.now() < self.end

    @property
    def state(self) -> str:
        """« En ligne », « À venir », « Terminée »."""
        now = timezone.now()
        if self.end <= now:
            return gettext("Terminée")
        return gettext("À venir") if self.start > now else gettext("En ligne")

"""The convention of a commune, its suspensions, what was handed over to it, and the journal of all this."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from deploy.models.billing import AREA
from deploy.models.names import ReferencePolicy
from deploy.models.subscriptions import CommuneReference


class Convention(models.Model):
    """What binds a commune to the centre: renewed tacitly, period after period, unless refused before the notice.

    ``ends`` is the day on which the running period is over (``deploy.life.terms``); a refusal is of that day.
    """

    commune = models.OneToOneField(
        CommuneReference,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="convention",
        verbose_name=_("commune"),
    )
    start = models.DateField(_("début"))
    months = models.PositiveSmallIntegerField(_("durée (mois)"))
    notice = models.PositiveSmallIntegerField(_("délai de refus (mois)"))
    ends = models.DateField(_("fin de la période"), db_index=True)
    refused_on = models.DateField(_("reconduction refusée le"), null=True, blank=True)
    refused_by = models.CharField(_("refusée par"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(months__gt=0, ends__gt=F("start")), name="a_convention_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune_id}, {self.start} → {self.ends}"

    @property
    def over(self) -> date | None:
        """The day on which it ends for good; ``None`` as long as it is renewed."""
        return self.ends if self.refused_on else None


class Happening(models.Model):
    """Something noted about a subscription that no run tells: who, when, what. Never rewritten."""

    commune = models.ForeignKey(
        CommuneReference, on_delete=models.PROTECT, related_name="happenings", verbose_name=_("commune")
    )
    at = models.DateTimeField(_("noté à"), auto_now_add=True)
    by = models.CharField(_("par"), max_length=254)
    sentence = models.CharField(_("ce qui s’est passé"), max_length=500)

    class Meta:
        verbose_name = _("évènement")
        verbose_name_plural = _("évènements")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.sentence


class Suspension(models.Model):
    """A site that one page stands for, from a moment until another; ``boxes`` are those closed with it."""

    commune = models.ForeignKey(
        CommuneReference, on_delete=models.PROTECT, related_name="suspensions", verbose_name=_("commune")
    )
    since = models.DateTimeField(_("depuis"), auto_now_add=True)
    by = models.CharField(_("par"), max_length=254)
    reason = models.CharField(_("motif"), max_length=200)
    boxes = models.JSONField(_("boîtes suspendues"), default=list, blank=True)
    until = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune"], condition=Q(until=None), name="one_suspension_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.commune_id}, {self.since:%d/%m/%Y}"


for _model in (Convention, Happening, Suspension):
    register_permission_policy(_model, ReferencePolicy(_model, area=AREA))

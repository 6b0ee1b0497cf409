"""Prices that the CDG sets, the index that revises them, and what is done for a commune outside its pack."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from deploy.prices import ITEMS
from sites.models import Commune
from sites.tenancy.reach import owned_by_commune

AREA = "subscription"


class Tariff(models.Model):
    """A price of the CDG's own, which goes before the catalogue's from a day on."""

    item = models.CharField(_("service"), max_length=60)
    since = models.DateField(_("à partir du"))
    euros = models.DecimalField(
        _("prix TTC"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)],
        help_text=_("En euros par an\u202f; la journée de travail, en euros par jour. 0 pour un service offert."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("prix du CDG")
        verbose_name_plural = _("prix du CDG")
        ordering = ("item", "-since")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "since"], name="one_price_a_day")]

    def __str__(self) -> str:
        return f"{ITEMS.get(self.item, self.item)}, {self.since:%d/%m/%Y}, {self.euros} €"


class SyntecIndex(models.Model):
    """The Syntec index of the month of November, as the federation publishes it."""

    year = models.PositiveSmallIntegerField(_("novembre de l’année"), unique=True, validators=[MinValueValidator(2000)])
    value = models.DecimalField(_("indice"), max_digits=6, decimal_places=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("indice Syntec")
        verbose_name_plural = _("indices Syntec")
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year}\u00a0: {self.value}"


class State(models.TextChoices):
    """Where an intervention stands; a later one has the days of those before it."""

    ASKED = "asked", _("demandée")
    ESTIMATED = "estimated", _("chiffrée")
    ACCEPTED = "accepted", _("acceptée")
    DONE = "done", _("faite")
    REFUSED = "refused", _("sans suite")


@owned_by_commune(area=AREA)
class Intervention(models.Model):
    """Work outside the pack: asked, estimated, accepted, then done. Due in the year in which it was done."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="interventions", verbose_name=_("commune")
    )
    title = models.CharField(_("objet"), max_length=120)
    request = models.TextField(_("demande de la commune"), blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.ASKED)
    requested_on = models.DateField(_("demandée le"))
    days = models.DecimalField(
        _("jours de travail"), max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    euros = models.DecimalField(
        _("montant TTC"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    estimated_on = models.DateField(_("chiffrée le"), null=True, blank=True)
    accepted_on = models.DateField(_("acceptée le"), null=True, blank=True)
    accepted_by = models.CharField(_("acceptée par"), max_length=120, blank=True)
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    refused_on = models.DateField(_("abandonnée le"), null=True, blank=True)
    author = models.CharField(_("suivie par"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("intervention")
        verbose_name_plural = _("interventions")
        ordering = ("-requested_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_on__isnull=False, euros__isnull=False),
                name="what_is_done_has_its_day_and_its_price",
            )
        ]

    def __str__(self) -> str:
        return self.title

"""Approved plans on their way, and what drivers hold for themselves."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """One approved plan on its way.

    A run without ``ended_at`` was cut short, failed in part or waits for something: the next one goes on with it.
    """

    checksum = models.CharField(_("empreinte du plan"), max_length=64, db_index=True)
    day = models.DateField(_("jour planifié"))
    author = models.CharField(_("appliquée par"), max_length=254, blank=True)
    started_at = models.DateTimeField(_("commencée à"), auto_now_add=True)
    ended_at = models.DateTimeField(_("finie à"), null=True, blank=True)

    class Meta:
        verbose_name = _("exécution")
        verbose_name_plural = _("exécutions")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.checksum[:12]} ({self.started_at:%d/%m/%Y %H:%M})"


class RunChange(models.Model):
    """One change of a run.

    ``done_at`` is written in the transaction that makes the change, or right after a host outside our database made it.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes", verbose_name=_("exécution"))
    rank = models.PositiveIntegerField(_("ordre"))
    group = models.CharField(_("commune"), max_length=5, blank=True)
    action = models.CharField(_("action"), max_length=8)
    kind = models.CharField(_("nature"), max_length=12)
    name = models.CharField(_("nom"), max_length=400)
    before = models.JSONField(_("avant"), null=True, blank=True)
    after = models.JSONField(_("après"), null=True, blank=True)
    done_at = models.DateTimeField(_("faite à"), null=True, blank=True)
    error = models.TextField(_("erreur"), blank=True)
    waiting = models.TextField(_("attend"), blank=True)

    class Meta:
        verbose_name = _("changement")
        verbose_name_plural = _("changements")
        ordering = ("run", "rank")
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "rank"], name="one_change_per_rank")]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.name}"


class HeldResource(models.Model):
    """What a driver holds for itself: all of an in-memory host, and the facts last given to a site of the CMS."""

    kind = models.CharField(_("nature"), max_length=12)
    name = models.CharField(_("nom"), max_length=400)
    group = models.CharField(_("commune"), max_length=5, db_index=True)
    payload = models.JSONField(_("contenu"))

    class Meta:
        verbose_name = _("ressource tenue")
        verbose_name_plural = _("ressources tenues")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "name"], name="one_resource_per_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

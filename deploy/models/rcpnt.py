"""What the last check of each commune's digital presence found (RCPNT, of the ANCT), and how its grade has changed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from deploy.models.names import AREA, ReferencePolicy
from deploy.models.subscriptions import CommuneReference


class Grade(models.TextChoices):
    """The level reached."""

    NONE = "", _("aucun niveau")
    A = "A", _("niveau A")
    AA = "AA", _("niveau AA")


class Presence(models.Model):
    """The last check of a commune. ``verdicts`` holds ``[state, reason]`` by number (``deploy.rcpnt.judging``)."""

    commune = models.OneToOneField(
        CommuneReference,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="presence",
        verbose_name=_("commune"),
    )
    site = models.CharField(_("site"), max_length=253)
    mail = models.CharField(_("domaine de messagerie"), max_length=253, blank=True)
    checked_at = models.DateTimeField(_("vérifiée à"), db_index=True)
    grade = models.CharField(_("niveau"), max_length=2, choices=Grade.choices, blank=True)
    promised = models.CharField(_("niveau, déclarations faites"), max_length=2, choices=Grade.choices, blank=True)
    verdicts = models.JSONField(_("critères"), default=dict)
    version = models.CharField(_("référentiel"), max_length=60)

    class Meta:
        verbose_name = _("présence numérique")
        verbose_name_plural = _("présences numériques")

    def __str__(self) -> str:
        return f"{self.site} {self.grade}"


class GradeChange(models.Model):
    """A grade that was no longer what it had been; the first check of a commune is one too."""

    commune = models.ForeignKey(
        CommuneReference, on_delete=models.CASCADE, related_name="grade_changes", verbose_name=_("commune")
    )
    at = models.DateTimeField(_("vu à"))
    before = models.CharField(_("avant"), max_length=2, choices=Grade.choices, blank=True)
    after = models.CharField(_("après"), max_length=2, choices=Grade.choices, blank=True)
    failed = models.JSONField(_("critères manqués"), default=list)

    class Meta:
        verbose_name = _("changement de niveau")
        verbose_name_plural = _("changements de niveau")
        ordering = ("-at", "-pk")
        indexes: ClassVar = [models.Index(fields=["commune", "-at"], name="grade_change_of_a_commune")]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.before} → {self.after}"


for _model in (Presence, GradeChange):
    register_permission_policy(_model, ReferencePolicy(_model, area=AREA))

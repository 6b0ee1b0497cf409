"""The zones we write in: what of them is ours, what is not, who holds them, and the plans that were made of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.Model):
    """A zone that we created or took over. The names are those DNS carries: lower case, A-labels, no final dot."""

    name = models.CharField(_("nom"), max_length=253, unique=True)
    host = models.CharField(_("hébergeur"), max_length=20)
    since = models.DateTimeField(_("connue depuis"), auto_now_add=True)
    imported_by = models.CharField(_("reprise par"), max_length=254, blank=True)
    holder = models.CharField(_("tenue par"), max_length=254, blank=True)
    holder_process = models.CharField(_("processus"), max_length=120, blank=True)
    held_since = models.DateTimeField(_("tenue depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("zone DNS")
        verbose_name_plural = _("zones DNS")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class OwnRecord(models.Model):
    """What we last wrote at one name and type. ``waived``: a foreign record was kept in its place, by decision."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="own_records", verbose_name=_("zone"))
    name = models.CharField(_("nom"), max_length=253)
    type = models.CharField(_("type"), max_length=12)
    group = models.CharField(_("commune"), max_length=5, db_index=True)
    ttl = models.PositiveIntegerField(_("durée (s)"))
    values = models.JSONField(_("valeurs"))
    waived = models.BooleanField(_("remplacé par un étranger"), default=False)

    class Meta:
        verbose_name = _("enregistrement écrit")
        verbose_name_plural = _("enregistrements écrits")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "name", "type"], name="one_own_record_per_name_and_type")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.type}"


class Decision(models.TextChoices):
    """What a person decided of a foreign record that stands where we want ours."""

    NONE = "", _("à décider")
    KEEP = "keep", _("gardé")
    REPLACE = "replace", _("à remplacer")


class ForeignRecord(models.Model):
    """What somebody else wrote in a zone, as it was last read. Never deleted nor overwritten without a decision."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="foreign_records", verbose_name=_("zone"))
    name = models.CharField(_("nom"), max_length=253)
    type = models.CharField(_("type"), max_length=12)
    ttl = models.PositiveIntegerField(_("durée (s)"))
    values = models.JSONField(_("valeurs"))
    seen_at = models.DateTimeField(_("vu à"), auto_now=True)
    decision = models.CharField(_("décision"), max_length=8, choices=Decision.choices, blank=True)
    decided_by = models.CharField(_("décidé par"), max_length=254, blank=True)
    decided_at = models.DateTimeField(_("décidé à"), null=True, blank=True)

    class Meta:
        verbose_name = _("enregistrement étranger")
        verbose_name_plural = _("enregistrements étrangers")
        ordering = ("zone", "name", "type")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "name", "type"], name="one_foreign_record_per_name_and_type")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.type}"


class ZonePlan(models.Model):
    """The change set of one zone as octoDNS made it, kept before it is sent; ``applied_at`` is empty if it was not."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="plans", verbose_name=_("zone"))
    digest = models.CharField(_("empreinte"), max_length=64)
    data = models.JSONField(_("contenu"))
    author = models.CharField(_("appliqué par"), max_length=254, blank=True)
    made_at = models.DateTimeField(_("fait à"), auto_now_add=True)
    applied_at = models.DateTimeField(_("appliqué à"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan de zone")
        verbose_name_plural = _("plans de zone")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.zone} {self.digest[:12]}"

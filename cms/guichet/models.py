"""What a citizen sent, and the files joined to it. Never public: read by the commune's own people, then forgotten."""

import uuid
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune


class State(models.TextChoices):
    """Where it stands."""

    UNCONFIRMED = "unconfirmed", _("à confirmer par l’habitant")
    NEW = "new", _("à traiter")
    UNDERWAY = "underway", _("pris en charge")
    ANSWERED = "answered", _("répondu")
    HANDLED = "handled", _("traité")
    MENDED = "mended", _("corrigé")


@owned_by_commune(area="guichet")
class Envoi(models.Model):
    """One sending. ``answers`` are ``{"name", "label", "kind", "value"}``, in the order of the form.

    ``steps`` are what became of it since it came: ``{"state", "at", "who"}``, the last one last.
    """

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="envois", verbose_name=_("commune")
    )
    module = models.CharField(_("module"), max_length=30)
    source = models.PositiveBigIntegerField(_("page du formulaire"), default=0)
    title = models.CharField(_("formulaire"), max_length=255)
    service = models.CharField(_("service"), max_length=120, blank=True)
    sender = models.EmailField(_("adresse électronique"), blank=True)
    answers = models.JSONField(_("réponses"), default=list)
    state = models.CharField(_("état"), max_length=12, choices=State.choices, default=State.NEW)
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    # Of an answer too: its state says which.
    handled_at = models.DateTimeField(_("traité le"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("traité par"),
    )
    steps = models.JSONField(_("suivi"), default=list, blank=True)
    keep_until = models.DateField(_("conservé jusqu’au"))
    # The challenge it was sent with: sent twice, it is received once.
    proof = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("message reçu")
        verbose_name_plural = _("messages reçus")
        ordering = ("-received_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proof"], condition=~models.Q(proof=""), name="one_envoi_per_proof")
        ]
        indexes: ClassVar = [
            models.Index(fields=["commune", "state", "-received_at"], name="envois_listed"),
            models.Index(fields=["keep_until"], name="envois_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.received_at:%d/%m/%Y}"


def place(piece: "PieceJointe", _name: str) -> str:
    """Where a file is kept: nothing of the name a stranger gave it, but its kind."""
    suffix = PurePosixPath(piece.name).suffix.lower()
    return f"guichet/{piece.envoi.commune.insee}/{uuid.uuid4().hex}{suffix}"


@owned_by_commune(area="guichet", link="envoi__commune__site")
class PieceJointe(models.Model):
    """A file joined to a sending, checked when it came."""

    envoi = models.ForeignKey(Envoi, on_delete=models.CASCADE, related_name="pieces", verbose_name=_("message"))
    question = models.CharField(_("question"), max_length=255)
    name = models.CharField(_("nom"), max_length=120)
    size = models.PositiveIntegerField(_("taille"))
    file = models.FileField(_("fichier"), upload_to=place, max_length=200)

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


def _forget_file(instance: PieceJointe, **_signal: Any) -> None:
    instance.file.storage.delete(str(instance.file.name))


post_delete.connect(_forget_file, sender=PieceJointe, dispatch_uid="guichet.file")

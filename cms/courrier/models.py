"""One message, from the moment it is asked for to the day it is forgotten."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("en attente")
    SENT = "sent", _("parti")
    FAILED = "failed", _("abandonné")
    HELD = "held", _("retenu, site d’entraînement")


@owned_by_commune(area="courrier")
class Message(models.Model):
    """Plain text only. ``number`` stays the same at each attempt, so that a server met twice sees one message."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="messages", verbose_name=_("commune")
    )
    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.JSONField(_("destinataires"), default=list)
    reply_to = models.EmailField(_("réponse à"), blank=True)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    # Counted from here: days of attempts begin anew when a person asks for it again.
    tried_since = models.DateTimeField(_("essayé depuis"), default=timezone.now)
    next_try = models.DateTimeField(_("prochain essai"), null=True, default=timezone.now)
    done_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    error = models.TextField(_("dernière erreur"), blank=True)

    class Meta:
        verbose_name = _("message électronique")
        verbose_name_plural = _("messages électroniques")
        ordering = ("-asked_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["state", "next_try"], name="messages_due")]

    def __str__(self) -> str:
        return self.subject

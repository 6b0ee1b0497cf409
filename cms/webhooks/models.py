"""Who is told, and each message from the moment it is due to the day it is forgotten."""

import base64
import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune

# Before a secret in base 64, as the programs that check signatures expect it (Standard Webhooks 1.0).
PREFIX = "whsec_"


def new_secret() -> str:
    """Twenty-four bytes that nobody guesses."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("en attente")
    SENT = "sent", _("reçu")
    FAILED = "failed", _("abandonné")


@owned_by_commune(area="webhook")
class Webhook(models.Model):
    """An address that is told. ``secret`` signs: its holder must be able to read it, so it is kept as it is."""

    baked = False

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("commune")
    )
    url = models.URLField(_("adresse"), max_length=500)
    secret = models.CharField(_("clé de signature"), max_length=60, default=new_secret, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("posée par")
    )
    # Whether it is told of the whole site, and not of pages alone; of which generation it was told last.
    whole = models.BooleanField(_("prévenue de tout le site"), default=False)
    generation = models.PositiveIntegerField(_("génération"), null=True, editable=False)
    made_at = models.DateTimeField(_("posée le"), default=timezone.now)
    failing_since = models.DateTimeField(_("en échec depuis"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("arrêtée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("adresse à prévenir")
        verbose_name_plural = _("adresses à prévenir")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.url


@owned_by_commune(area="webhook", link="webhook__commune__site")
class Delivery(models.Model):
    """One event for one address. ``number`` stays the same at each attempt: a program met twice sees one event."""

    baked = False

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("adresse"))
    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.TextField(_("contenu"))
    label = models.CharField(_("évènement"), max_length=300)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    # A day of attempts is counted from the first: the site had to be online before.
    tried_since = models.DateTimeField(_("essayé depuis"), null=True, blank=True)
    next_try = models.DateTimeField(_("prochain essai"), null=True, default=timezone.now)
    done_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("réponse"), null=True, blank=True)
    error = models.CharField(_("dernière erreur"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("message à un autre site")
        verbose_name_plural = _("messages à d’autres sites")
        ordering: ClassVar = ["-asked_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "next_try"], name="deliveries_due")]

    def __str__(self) -> str:
        return self.label

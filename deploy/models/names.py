"""Domain names as registries know them, what was asked of registrars, and what agents have to do by hand."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from deploy.models.subscriptions import CommuneReference
from sites.models import Commune, Departement
from sites.tenancy.paths import ROOT, within
from sites.tenancy.policies.rows import RowPolicy
from sites.tenancy.scope import Scope

AREA = "provisioning"


class ReferencePolicy(RowPolicy):
    """Rows of a commune of the reference, whose site may not stand yet: its département's webmestres keep them."""

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """Those of the communes, of the départements, or of everything that ``scope`` holds."""
        communes = references_within(scope, self.area, actions)
        return Q() if communes is None else Q(commune__in=communes)


def references_within(scope: Scope, area: str, actions: Collection[str]) -> QuerySet[CommuneReference] | None:
    """The communes of the reference on which ``scope`` holds one of ``actions``; ``None`` for all of them."""
    paths = scope.site_paths(area, actions)
    if ROOT in paths:
        return None
    communes = Commune.objects.filter(within("site__root_page__path", paths)).values("insee")
    departements = Departement.objects.filter(within("folder__path", paths)).values("code")
    return CommuneReference.objects.filter(Q(insee__in=communes) | Q(departement__in=departements))


class DomainState(models.TextChoices):
    """Where a name stands with us."""

    WANTED = "wanted", _("demandé")
    HELD = "held", _("tenu")


class DomainName(models.Model):
    """A commune's own domain. Dates and servers are those that the registry last told, by RDAP (RFC 9083)."""

    name = models.CharField(_("nom"), max_length=253, unique=True)
    commune = models.ForeignKey(
        CommuneReference, on_delete=models.PROTECT, related_name="domains", verbose_name=_("commune")
    )
    state = models.CharField(_("état"), max_length=8, choices=DomainState.choices, default=DomainState.WANTED)
    expires = models.DateField(_("échéance"), null=True, blank=True)
    sponsor = models.CharField(_("bureau d’enregistrement"), max_length=200, blank=True)
    nameservers = models.JSONField(_("serveurs de noms"), default=list, blank=True)
    statuses = models.JSONField(_("états du registre"), default=list, blank=True)
    tried_at = models.DateTimeField(_("demandé au registre à"), null=True, blank=True)
    read_at = models.DateTimeField(_("lu au registre à"), null=True, blank=True)
    error = models.CharField(_("dernière erreur"), max_length=300, blank=True)
    refused_on = models.DateField(_("renouvellement refusé par écrit le"), null=True, blank=True)
    # The day of the last notice sent before the end; another end begins another series.
    warned = models.DateField(_("dernier rappel"), null=True, blank=True)

    class Meta:
        verbose_name = _("domaine")
        verbose_name_plural = _("domaines")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Operation(models.Model):
    """Something asked of a registrar that costs money. The row is written before anything is sent.

    ``key`` is the idempotency key, ``order`` what approved it. No secret is ever written here.
    """

    class Kind(models.TextChoices):
        """What is paid for."""

        REGISTER = "register", _("réservation")
        RENEW = "renew", _("renouvellement")
        TRANSFER = "transfer", _("transfert")

    class State(models.TextChoices):
        """``BEGUN``: written, perhaps sent; nobody has heard the answer."""

        BEGUN = "begun", _("commencée")
        PENDING = "pending", _("en cours")
        DONE = "done", _("faite")
        FAILED = "failed", _("refusée")

    domain = models.ForeignKey(
        DomainName, on_delete=models.PROTECT, related_name="operations", verbose_name=_("domaine")
    )
    kind = models.CharField(_("nature"), max_length=8, choices=Kind.choices)
    key = models.CharField(_("clé"), max_length=320, unique=True)
    order = models.CharField(_("approuvée par"), max_length=200)
    registrar = models.CharField(_("bureau d’enregistrement"), max_length=20)
    before = models.DateField(_("échéance d’avant"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State.choices, default=State.BEGUN)
    ref = models.CharField(_("référence"), max_length=200, blank=True)
    sentence = models.TextField(_("réponse"), blank=True)
    begun_at = models.DateTimeField(_("commencée à"), auto_now_add=True)
    asked_at = models.DateTimeField(_("suivie à"), null=True, blank=True)
    ended_at = models.DateTimeField(_("finie à"), null=True, blank=True)

    OPEN: ClassVar = (State.BEGUN, State.PENDING)

    class Meta:
        verbose_name = _("opération")
        verbose_name_plural = _("opérations")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["domain"], condition=Q(state__in=["begun", "pending"]), name="one_operation_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.domain_id}"


class AgentTask(models.Model):
    """Something that a person of the CDG must do by hand, and confirms. ``key`` names it: asked twice, it is one."""

    key = models.CharField(_("clé"), max_length=320, unique=True)
    title = models.CharField(_("titre"), max_length=300)
    sentence = models.TextField(_("ce qu’il faut faire"))
    commune = models.ForeignKey(
        CommuneReference, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("commune")
    )
    since = models.DateTimeField(_("depuis"), auto_now_add=True)
    due = models.DateField(_("pour le"), null=True, blank=True)
    done_at = models.DateTimeField(_("faite à"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("faite par"),
    )

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        ordering = ("due", "since", "pk")

    def __str__(self) -> str:
        return self.title


for _model in (DomainName, AgentTask):
    register_permission_policy(_model, ReferencePolicy(_model, area=AREA))

"""Orders that a webmestre prepares in the admin: their text, the plan that was approved, and how far it went."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from deploy.models.billing import AREA
from deploy.models.names import ReferencePolicy, references_within
from deploy.models.subscriptions import CommuneReference
from sites.tenancy.scope import Scope


class PreparationPolicy(ReferencePolicy):
    """Who reaches all the communes of a preparation reaches it; some of them are not enough."""

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """Those of one commune by that commune, those of several by each."""
        communes = references_within(scope, self.area, actions)
        if communes is None:
            return Q()
        rows = Preparation.communes.through.objects.all()
        foreign = rows.exclude(communereference__in=communes).values("preparation")
        several = Q(commune=None, pk__in=rows.values("preparation")) & ~Q(pk__in=foreign)
        return Q(commune__in=communes) | several


class Preparation(models.Model):
    """One order: of one ``commune``, or of several ``communes``. ``text`` is the TOML that ``beffroi plan`` reads."""

    class State(models.TextChoices):
        """From the draft to the end; what stopped can be taken up again."""

        DRAFT = "draft", _("à relire")
        ASKED = "asked", _("approuvée, va commencer")
        RUNNING = "running", _("en cours")
        DONE = "done", _("faite")
        STOPPED = "stopped", _("arrêtée")

    commune = models.ForeignKey(
        CommuneReference, on_delete=models.PROTECT, related_name="preparations", verbose_name=_("commune"),
        null=True, blank=True,
    )  # fmt: skip
    communes = models.ManyToManyField(CommuneReference, related_name="batches", verbose_name=_("communes"), blank=True)
    file = models.CharField(_("fichier reçu"), max_length=120, blank=True)
    text = models.TextField(_("commande"))
    author = models.CharField(_("préparée par"), max_length=254)
    made_at = models.DateTimeField(_("préparée à"), auto_now_add=True)
    state = models.CharField(_("état"), max_length=8, choices=State.choices, default=State.DRAFT)
    day = models.DateField(_("jour planifié"), null=True, blank=True)
    checksum = models.CharField(_("empreinte approuvée"), max_length=64, blank=True)
    approved_by = models.CharField(_("approuvée par"), max_length=254, blank=True)
    approved_at = models.DateTimeField(_("approuvée à"), null=True, blank=True)
    changes = models.PositiveIntegerField(_("changements faits"), default=0)
    step = models.CharField(_("étape"), max_length=300, blank=True)
    sentences = models.JSONField(_("ce qui reste"), default=list, blank=True)
    ended_at = models.DateTimeField(_("finie à"), null=True, blank=True)

    class Meta:
        verbose_name = _("préparation")
        verbose_name_plural = _("préparations")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.commune_id or self.file}, {self.made_at:%d/%m/%Y %H:%M}"

    @property
    def name(self) -> str:
        """The name of the order: two preparations are two orders, whatever they say."""
        return f"preparation-{self.pk}.toml"


register_permission_policy(Preparation, PreparationPolicy(Preparation, area=AREA))

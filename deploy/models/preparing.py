"""Orders that a webmestre prepares in the admin: their text, the plan that was approved, and how far it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from deploy.models.billing import AREA
from deploy.models.names import ReferencePolicy
from deploy.models.subscriptions import CommuneReference


class Preparation(models.Model):
    """One order of one commune. ``text`` is the TOML that ``beffroi plan`` would read."""

    class State(models.TextChoices):
        """From the draft to the end; what stopped can be taken up again."""

        DRAFT = "draft", _("à relire")
        ASKED = "asked", _("approuvée, va commencer")
        RUNNING = "running", _("en cours")
        DONE = "done", _("faite")
        STOPPED = "stopped", _("arrêtée")

    commune = models.ForeignKey(
        CommuneReference, on_delete=models.PROTECT, related_name="preparations", verbose_name=_("commune")
    )
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
        return f"{self.commune_id}, {self.made_at:%d/%m/%Y %H:%M}"

    @property
    def name(self) -> str:
        """The name of the order: two preparations are two orders, whatever they say."""
        return f"preparation-{self.pk}.toml"


register_permission_policy(Preparation, ReferencePolicy(Preparation, area=AREA))

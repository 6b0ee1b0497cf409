"""Who can subscribe, what each commune has ordered, and the texts that ordered it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deploy.subscriptions import LineKind


class CommuneReference(models.Model):
    """One of France's communes, as the national reference gives it (``data/SOURCE.md``)."""

    insee = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)
    departement = models.CharField(_("département"), max_length=3, db_index=True)
    departement_name = models.CharField(_("nom du département"), max_length=60)
    region_name = models.CharField(_("région"), max_length=60, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    postcodes = models.CharField(_("codes postaux"), max_length=200, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    epci_siren = models.CharField(_("SIREN de l’intercommunalité"), max_length=9, blank=True)
    epci_name = models.CharField(_("intercommunalité"), max_length=160, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    current = models.BooleanField(_("existe encore"), default=True)

    class Meta:
        verbose_name = _("commune de référence")
        verbose_name_plural = _("communes de référence")

    def __str__(self) -> str:
        return f"{self.name} ({self.insee})"


class Subscription(models.Model):
    """What one commune orders; its dated lines say what, when and for how much."""

    commune = models.OneToOneField(
        CommuneReference,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="subscription",
        verbose_name=_("commune"),
    )
    demo = models.BooleanField(_("site de démonstration"), default=False)
    training = models.BooleanField(_("site d’entraînement"), default=False)
    fresh_at = models.DateTimeField(_("remis à neuf à"), null=True, blank=True)
    facts = models.JSONField(
        _("mairie"), default=dict, blank=True, help_text=_("Ce que la loi demande et que le référentiel ignore.")
    )

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnements")

    def __str__(self) -> str:
        return str(self.commune)


class Line(models.Model):
    """One thing ordered from a day until another (excluded). The past is never rewritten."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="lines", verbose_name=_("abonnement")
    )
    kind = models.CharField(_("nature"), max_length=12, choices=[(kind.value, kind.value) for kind in LineKind])
    value = models.CharField(_("valeur"), max_length=320)
    data = models.JSONField(_("détail"), default=dict, blank=True)
    price = models.DecimalField(_("prix annuel TTC"), max_digits=8, decimal_places=2, null=True, blank=True)
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu’à"), null=True, blank=True)

    class Meta:
        verbose_name = _("ligne d’abonnement")
        verbose_name_plural = _("lignes d’abonnement")
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=["kind", "value"], name="line_kind_value")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_line_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Order(models.Model):
    """A text that edited subscriptions, kept as it was received. The same text is never applied twice."""

    digest = models.CharField(_("empreinte"), max_length=64, unique=True)
    name = models.CharField(_("fichier"), max_length=200)
    source = models.TextField(_("texte"))
    author = models.CharField(_("auteur"), max_length=120, blank=True)
    date = models.DateField(_("date"))
    recorded_at = models.DateTimeField(_("enregistrée à"), auto_now_add=True)
    subscriptions = models.ManyToManyField(Subscription, related_name="orders", verbose_name=_("abonnements"))

    class Meta:
        verbose_name = _("commande")
        verbose_name_plural = _("commandes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} ({self.date})"

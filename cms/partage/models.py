"""What is proposed, to whom, and what each receiver answered."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune

AREA = "record"


class Audience(models.TextChoices):
    """Whose sites may take it."""

    EPCI = "epci", _("Les communes de mon intercommunalité")
    DEPARTEMENT = "departement", _("Les communes de mon département")
    ALL = "all", _("Toutes les communes de la plateforme")
    NAMED = "named", _("Des communes que je nomme")


class Offer(models.TextChoices):
    """How a proposition stands."""

    OPEN = "open", _("proposée")
    WITHDRAWN = "withdrawn", _("retirée par la commune")
    GONE = "gone", _("supprimée")


class Answer(models.TextChoices):
    """How a receiver answered; a proposition without answer is waiting."""

    ACCEPTED = "accepted", _("reprise")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée par la commune")
    GONE = "gone", _("supprimée par la commune")


@owned_by_commune(area=AREA, link="source__site")
class Proposition(models.Model):
    """A content that its commune lets others show. ``title`` is the last one that was online."""

    source = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="propositions", verbose_name=_("commune")
    )
    kind = models.CharField(max_length=100, help_text=_("Le modèle du contenu : actualites.Article."))
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(_("titre"), max_length=255)
    audience = models.CharField(_("proposée à"), max_length=12, choices=Audience.choices)
    named: Any = models.ManyToManyField("sites.Commune", related_name="+", blank=True)
    state = models.CharField(max_length=10, choices=Offer.choices, default=Offer.OPEN)
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_proposition_per_content")
        ]

    def __str__(self) -> str:
        return self.title


class Scope(models.TextChoices):
    """Whose contents a rule takes."""

    COMMUNE = "commune", _("Une commune")
    EPCI = "epci", _("Toutes les communes de mon intercommunalité")
    DEPARTEMENT = "departement", _("Toutes les communes de mon département")
    ALL = "all", _("Toutes les communes qui nous proposent quelque chose")


@owned_by_commune(area=AREA)
class Rule(models.Model):
    """What a commune accepts without being asked again. Empty ``kind`` or ``category``: any."""

    baked: ClassVar[bool] = False

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    scope = models.CharField(_("de qui"), max_length=12, choices=Scope.choices)
    source = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    kind = models.CharField(_("quels contenus"), max_length=100, blank=True)
    category = models.SlugField(_("rubrique"), max_length=60, blank=True)
    on_home = models.BooleanField(_("à la une de l’accueil"), default=True)

    class Meta:
        verbose_name = _("règle de partage")
        verbose_name_plural = _("règles de partage")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scope=Scope.COMMUNE, source__isnull=False)
                | (~Q(scope=Scope.COMMUNE) & Q(source__isnull=True)),
                name="a_rule_names_a_commune_or_none",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_scope_display())


@owned_by_commune(area=AREA)
class Reception(models.Model):
    """What a commune answered to a proposition, and how it shows it. ``rule`` is what answered for it."""

    baked: ClassVar[bool] = False  # a refusal changes no site: ``answering`` marks for the rest

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    proposition = models.ForeignKey(Proposition, on_delete=models.CASCADE, related_name="receptions")
    state = models.CharField(max_length=10, choices=Answer.choices)
    rule = models.ForeignKey(Rule, on_delete=models.SET_NULL, null=True, blank=True, related_name="receptions")
    day = models.DateField(
        _("date affichée"), null=True, blank=True, help_text=_("Laissez vide pour garder celle de la commune.")
    )
    intro = models.TextField(
        _("votre introduction"),
        max_length=300,
        blank=True,
        help_text=_("Une ou deux phrases à la place des siennes. Laissez vide pour garder les siennes."),
    )
    on_home = models.BooleanField(_("à la une de l’accueil"), default=True)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("contenu repris")
        verbose_name_plural = _("contenus repris")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "proposition"], name="one_answer_per_commune")
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.get_state_display()}"


@owned_by_commune(area=AREA)
class Note(models.Model):
    """A line of the journal of a commune: what became of the contents it shares or shows."""

    baked: ClassVar[bool] = False

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    sentence = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("ligne du journal de partage")
        verbose_name_plural = _("journal de partage")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.sentence

"""The record: audits, non-conformities, derogations, plans, contacts, of a commune or common to a département.

What is common is of the template, which the body that hosts the sites keeps; a commune adds what is its own.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.law import accessibility as law
from sites.tenancy.reach import owned_by_commune_or_departement

AREA = "accessibility"
ONE_EACH = _("Une information par ligne.")


class Owned(models.Model):
    """A row of the record: of one commune, or of all those of a département."""

    commune = models.ForeignKey(
        "sites.Commune", null=True, editable=False, on_delete=models.CASCADE, verbose_name=_("commune")
    )
    departement = models.ForeignKey(
        "sites.Departement", null=True, editable=False, on_delete=models.CASCADE, verbose_name=_("département")
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(commune__isnull=False, departement__isnull=True)
                | Q(commune__isnull=True, departement__isnull=False),
                name="%(class)s_of_one_owner",
            )
        ]

    @property
    def owner(self) -> Any:
        """The commune, or the département."""
        return self.commune or self.departement


@owned_by_commune_or_departement(area=AREA)
class Audit(Owned):
    """An audit made by people; the former ones are kept."""

    on = models.DateField(_("date de l’audit"))
    by = models.CharField(
        _("réalisé par"), max_length=120, help_text=_("La personne ou l’organisme : « le cabinet X », « en interne ».")
    )
    rate = models.DecimalField(
        _("critères respectés, en %"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Le taux que donne le rapport d’audit. Il décide de l’état annoncé."),
    )
    version = models.CharField(_("version du RGAA"), max_length=10, default=law.RULES[-1].version)
    pages = models.TextField(
        _("pages vérifiées"), max_length=4000, help_text=_("L’échantillon de l’audit. Une page par ligne.")
    )
    technologies = models.TextField(
        _("technologies du site"), max_length=1000, default="HTML\nCSS\nJavaScript\nSVG", help_text=ONE_EACH
    )
    environment = models.TextField(
        _("navigateurs et aides techniques"),
        max_length=2000,
        blank=True,
        help_text=_("Un couple par ligne : « Firefox et NVDA »."),
    )
    tools = models.TextField(_("outils"), max_length=2000, blank=True, help_text=ONE_EACH)
    for_sites = models.BooleanField(
        _("décide de l’état des sites sans audit propre"),
        default=False,
        help_text=_(
            "À cocher si l’échantillon représente ces sites. Sinon, l’audit ne porte que sur le modèle commun."
        ),
    )

    class Meta(Owned.Meta):
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}, {self.by}"

    def clean(self) -> None:
        """An audit is made before it is told."""
        super().clean()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("Un audit ne peut être inscrit qu’une fois réalisé.")})


@owned_by_commune_or_departement(area=AREA)
class NonConformity(Owned):
    """Something that is not accessible, until it is mended."""

    criterion = models.CharField(
        _("critère du RGAA"), max_length=5, blank=True, help_text=_("Son numéro, de 1.1 à 13.12, s’il est connu.")
    )
    what = models.CharField(
        _("ce qui n’est pas accessible"), max_length=300, help_text=_("En une phrase que chacun comprend.")
    )
    where = models.CharField(_("où"), max_length=300, blank=True, help_text=_("La page, ou le genre de contenu."))
    planned_on = models.DateField(_("correction prévue le"), null=True, blank=True)
    mended_on = models.DateField(
        _("corrigé le"), null=True, blank=True, help_text=_("La déclaration cesse alors d’en parler.")
    )
    told_by = models.ForeignKey(
        "guichet.Envoi",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="faults",
        verbose_name=_("signalement"),
    )

    class Meta(Owned.Meta):
        verbose_name = _("non-conformité")
        verbose_name_plural = _("non-conformités")
        ordering = ("mended_on", "criterion", "pk")

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        """A criterion that exists."""
        super().clean()
        if self.criterion and not law.is_criterion(self.criterion):
            raise ValidationError({"criterion": _("Le RGAA n’a pas ce critère : écrivez par exemple 1.1 ou 13.12.")})


@owned_by_commune_or_departement(area=AREA)
class Derogation(Owned):
    """A content that stays inaccessible: too heavy a burden, or outside the duty."""

    CHARGE = "charge"
    KINDS: ClassVar = [(CHARGE, _("dérogation pour charge disproportionnée")), *law.EXEMPT.items()]

    kind = models.CharField(_("pourquoi"), max_length=12, choices=KINDS)
    what = models.CharField(_("contenu"), max_length=300)
    reason = models.TextField(
        _("justification"),
        max_length=2000,
        blank=True,
        help_text=_("Obligatoire pour une charge disproportionnée. Le manque de temps n’en est pas une."),
    )
    instead = models.CharField(_("ce qui est proposé à la place"), max_length=300, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("dérogation ou contenu exempté")
        verbose_name_plural = _("dérogations et contenus exemptés")
        ordering = ("kind", "pk")

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        """A burden is explained (decree n° 2019-768, article 4)."""
        super().clean()
        if self.kind == self.CHARGE and not self.reason.strip():
            raise ValidationError({"reason": _("La loi demande qu’une charge disproportionnée soit justifiée.")})


@owned_by_commune_or_departement(area=AREA)
class Plan(Owned):
    """The multi-year plan, its text here or elsewhere, with the actions of the year."""

    first = models.PositiveSmallIntegerField(_("première année"))
    last = models.PositiveSmallIntegerField(_("dernière année"), help_text=_("La loi le limite à trois ans."))
    text = models.TextField(
        _("schéma pluriannuel"), max_length=20000, blank=True, help_text=_("Une ligne vide sépare deux paragraphes.")
    )
    url = models.URLField(_("ou son adresse"), blank=True, help_text=_("Si le schéma est publié ailleurs."))
    actions = models.TextField(_("plan d’actions de l’année"), max_length=8000, blank=True, help_text=ONE_EACH)
    done = models.TextField(_("bilan de l’année passée"), max_length=8000, blank=True, help_text=ONE_EACH)

    class Meta(Owned.Meta):
        verbose_name = _("schéma pluriannuel")
        verbose_name_plural = _("schémas pluriannuels")
        ordering = ("-last", "-pk")

    def __str__(self) -> str:
        return f"{self.first}\u2013{self.last}"

    def clean(self) -> None:
        """Three years at most, and something to read."""
        super().clean()
        if self.first and self.last:
            longest = law.longest_plan(timezone.localdate())
            if not self.first <= self.last < self.first + longest:
                raise ValidationError({"last": _("Un schéma dure trois ans au plus, et finit après son début.")})
        if not self.text.strip() and not self.url:
            raise ValidationError({"text": _("Écrivez le schéma, ou donnez son adresse.")})


@owned_by_commune_or_departement(area=AREA)
class Contact(Owned):
    """Who answers for accessibility, and receives what visitors report."""

    name = models.CharField(_("nom ou service"), max_length=120)
    role = models.CharField(_("fonction"), max_length=120, blank=True, default=_("référent accessibilité numérique"))
    mailbox = models.EmailField(
        _("adresse électronique"), blank=True, help_text=_("Elle reçoit aussi les signalements.")
    )
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


@owned_by_commune_or_departement(area=AREA)
class Declaration(Owned):
    """A version of what the record says, as it was published; never changed, the last one is ``current``.

    ``content`` is what ``sites.law.accessibility.statement`` reads; the columns repeat what lists are chosen by.
    """

    number = models.PositiveIntegerField(_("version"))
    made_on = models.DateField(_("établie le"))
    content = models.JSONField(_("contenu"), default=dict)
    current = models.BooleanField(_("en vigueur"), default=True)
    level = models.CharField(_("état"), max_length=8, choices=list(law.LABELS.items()), default=law.NONE)
    audited_on = models.DateField(_("audit du"), null=True)
    expires_on = models.DateField(_("expire le"), null=True)
    plan_last = models.PositiveSmallIntegerField(_("schéma jusqu’en"), null=True)
    faults = models.PositiveIntegerField(_("non-conformités"), default=0)
    # Not those of the département: they are for others to renew.
    own_audit = models.BooleanField(default=False, editable=False)
    own_plan = models.BooleanField(default=False, editable=False)
    # The notice last sent of its audit, and of its plan: each is sent once.
    audit_notice = models.DateField(null=True, editable=False)
    plan_notice = models.DateField(null=True, editable=False)

    class Meta(Owned.Meta):
        verbose_name = _("déclaration d’accessibilité")
        verbose_name_plural = _("déclarations d’accessibilité")
        ordering = ("-number",)
        indexes: ClassVar = [models.Index(fields=["current", "expires_on"], name="declarations_expiring")]

    def __str__(self) -> str:
        return str(_("Version %(number)d du %(day)s")) % {"number": self.number, "day": f"{self.made_on:%d/%m/%Y}"}


class Recourse(models.Model):
    """Somebody whose report had no answer was told, on that day, whom else to turn to."""

    envoi = models.OneToOneField("guichet.Envoi", on_delete=models.CASCADE, related_name="recourse")
    told_at = models.DateTimeField(_("rappelé le"), default=timezone.now)

    class Meta:
        verbose_name = _("rappel des voies de recours")
        verbose_name_plural = _("rappels des voies de recours")

    def __str__(self) -> str:
        return f"{self.envoi} – {self.told_at:%d/%m/%Y}"


# Django looks for the tables of a room in this file.
from cms.accessibilite.pdf.models import Look  # noqa: E402

__all__ = ["Audit", "Contact", "Declaration", "Derogation", "Look", "NonConformity", "Plan", "Recourse"]

"""What a commune says of itself once, and every page shows."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms import validation
from cms.blocks import DayBlock
from cms.fields import ContentField
from cms.limits.fields import NOTHING_TO_SET, IdentityForm, NothingToSetPanel
from cms.writing.colours import ColoursPanel
from sites.law.declarations import MANDATORY
from sites.tenancy.settings import CommuneSetting


@register_setting(icon="home")
class Mairie(CommuneSetting):
    """The town hall: where it is, when it opens, who answers for the site."""

    address = models.TextField(
        _("adresse"), max_length=300, blank=True, help_text=_("Sans le code postal ni la ville. Une ligne par élément.")
    )
    postcode = models.CharField(_("code postal"), max_length=5, blank=True, validators=[validation.postcode])
    city = models.CharField(_("ville"), max_length=100, blank=True)
    phone = models.CharField(
        _("téléphone"),
        max_length=20,
        blank=True,
        validators=[validation.telephone],
        help_text=_("La loi demande qu’il figure dans les mentions légales."),
    )
    email = models.EmailField(
        _("adresse électronique"), blank=True, help_text=_("Affichée à tous : celle de la mairie, non d’une personne.")
    )
    hours = ContentField(
        [("day", DayBlock())],
        blank=True,
        verbose_name=_("horaires d’ouverture"),
        help_text=_("Un jour absent est un jour de fermeture."),
    )
    hours_note = models.CharField(
        _("remarque sur les horaires"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple : fermé du 24 décembre au 2 janvier."),
    )
    director = models.CharField(
        _("directeur ou directrice de la publication"),
        max_length=120,
        blank=True,
        help_text=_("En général le ou la maire. La loi demande que ce nom figure dans les mentions légales."),
    )
    director_role = models.CharField(_("sa fonction"), max_length=80, blank=True, default=_("maire"))
    dpo = models.CharField(
        _("délégué à la protection des données"),
        max_length=200,
        blank=True,
        help_text=_("Son nom ou son organisme, et comment le joindre."),
    )
    intercommunality = models.CharField(_("intercommunalité"), max_length=160, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True, validators=[validation.siren])
    audit_on = models.DateField(
        _("date de l’audit"),
        null=True,
        blank=True,
        help_text=_("Sans audit inscrit ici, la loi veut que le site s’annonce « non conforme »."),
    )
    audit_by = models.CharField(_("réalisé par"), max_length=120, blank=True)
    audit_rate = models.PositiveSmallIntegerField(
        _("critères respectés, en %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Le taux que donne le rapport d’audit. Il décide de l’état annoncé."),
    )
    audit_found = models.TextField(
        _("contenus non accessibles"),
        max_length=4000,
        blank=True,
        help_text=_("Ce que l’audit a relevé, un par ligne. La déclaration doit le dire."),
    )

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address", "postcode", "city", "phone", "email")],
            heading=_("Joindre la mairie"),
        ),
        MultiFieldPanel([FieldPanel("hours"), FieldPanel("hours_note")], heading=_("Horaires")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("director", "director_role", "dpo", "intercommunality", "siren")],
            heading=_("Mentions légales"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("audit_on", "audit_by", "audit_rate", "audit_found")],
            heading=_("Audit d’accessibilité"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("mairie")
        verbose_name_plural = _("mairies")

    def clean(self) -> None:
        """What the law asks is corrected, never taken away; an audit is a day, an author and a rate."""
        super().clean()
        before = Mairie.objects.filter(pk=self.pk).first()
        errors = {
            name: _("La loi demande cette information : corrigez-la, mais ne la laissez pas vide.")
            for name in MANDATORY
            if before and getattr(before, name) and not getattr(self, name).strip()
        }
        audit = {"audit_on": self.audit_on, "audit_by": self.audit_by.strip(), "audit_rate": self.audit_rate}
        known = {name for name, value in audit.items() if value not in {None, ""}}
        if known:
            errors |= {name: _("Un audit a une date, un auteur et un taux.") for name in audit if name not in known}
        if self.audit_on and self.audit_on > timezone.localdate():
            errors["audit_on"] = _("Un audit ne peut être inscrit qu’une fois réalisé.")
        if errors:
            raise ValidationError(errors)


@register_setting(icon="view")
class Identity(CommuneSetting):
    """The commune's own colours and emblem."""

    brand = models.CharField(_("couleur principale"), max_length=7, blank=True)
    accent = models.CharField(_("couleur d’accent"), max_length=7, blank=True)
    logo = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("blason ou logo"),
    )

    base_form_class = IdentityForm
    # Rights of the packs that show each field: any one of them.
    field_rights: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "brand": ("colours", "tone"),
        "accent": ("colours",),
        "logo": ("colours", "photos", "tone"),
    }
    panels: ClassVar = [
        NothingToSetPanel(NOTHING_TO_SET),
        FieldPanel("brand"),
        FieldPanel("accent"),
        ColoursPanel(heading=_("Ce que verront les visiteurs")),
        FieldPanel("logo"),
    ]

    class Meta:
        verbose_name = _("identité")
        verbose_name_plural = _("identités")

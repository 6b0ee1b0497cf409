"""What a commune says of itself once, and every page shows."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms import validation
from cms.blocks import DayBlock
from cms.fields import ContentField
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
    ]

    class Meta:
        verbose_name = _("mairie")
        verbose_name_plural = _("mairies")

    def clean(self) -> None:
        """What the law asks is corrected, never taken away."""
        super().clean()
        before = Mairie.objects.filter(pk=self.pk).first()
        errors = {
            name: _("La loi demande cette information : corrigez-la, mais ne la laissez pas vide.")
            for name in MANDATORY
            if before and getattr(before, name) and not getattr(self, name).strip()
        }
        if errors:
            raise ValidationError(errors)

"""The page that holds the form, and the services it offers."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import ModulePage
from sites.tenancy.reach import owned_by_commune
from sites.tenancy.references import OwnModelForm


@owned_by_commune()
class Service(models.Model):
    """A service of the town hall that one may write to."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="services", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=80, help_text=_("Par exemple : État civil, Urbanisme, École."))
    about = models.CharField(
        _("ce qu’il fait"), max_length=160, blank=True, help_text=_("Pour que l’habitant choisisse le bon service.")
    )
    recipient = models.EmailField(
        _("adresse électronique"),
        blank=True,
        help_text=_("Elle reçoit les messages, et n’est pas affichée. Vide : celle de la mairie."),
    )
    position = models.PositiveSmallIntegerField(
        _("rang"), default=0, help_text=_("Le plus petit nombre vient en premier.")
    )

    base_form_class = OwnModelForm

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("position", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "name"], name="one_service_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Two services of a commune differ."""
        super().clean()
        others = Service.objects.filter(commune_id=self.commune_id, name__iexact=self.name).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"name": gettext("Ce service existe déjà.")})


class PageContact(ModulePage):
    """« Écrire à la mairie »."""

    template_name = "contact/page.html"
    snapshot_type = "contact"
    page_description = _("Le formulaire qui écrit au bon service de la mairie.")
    is_creatable = False

    class Meta:
        verbose_name = _("page « Écrire à la mairie »")
        verbose_name_plural = _("pages « Écrire à la mairie »")

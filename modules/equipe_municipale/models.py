"""Elected members and commissions: rows that a page places."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from cms.rows.screens import RowForm
from sites.tenancy.reach import owned_by_commune


class Row(Orderable):
    """In the order that people give by hand; a new row comes last."""

    commune: Any
    sort_order: Any

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        """Last, until somebody moves it."""
        if self.sort_order is None and self.commune_id:
            rows = type(self)._default_manager.filter(commune_id=self.commune_id)
            last = rows.aggregate(last=models.Max("sort_order"))["last"]
            self.sort_order = 0 if last is None else last + 1
        super().clean_fields(exclude)


@owned_by_commune(area="record")
class Elu(Row):
    """An elected person: what they do for the commune, and nothing of their private life."""

    class Group(models.TextChoices):
        """Where they stand on the page."""

        MAIRE = "maire", _("Maire, adjoint ou adjointe")
        DELEGUE = "delegue", _("Conseiller ou conseillère avec délégation")
        CONSEILLER = "conseiller", _("Conseiller ou conseillère")

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="elus", verbose_name=_("commune")
    )
    name = models.CharField(_("prénom et nom"), max_length=100)
    group = models.CharField(_("place"), max_length=12, choices=Group, default=Group.CONSEILLER)
    function = models.CharField(
        _("fonction"),
        max_length=100,
        blank=True,
        help_text=_("Telle qu’elle s’affiche. Par exemple\u00a0: Maire, Première adjointe, Conseiller municipal."),
    )
    delegations = models.CharField(
        _("délégations"), max_length=200, blank=True, help_text=_("Par exemple\u00a0: écoles, cantine et jeunesse.")
    )
    majority = models.CharField(
        _("liste ou groupe"),
        max_length=80,
        blank=True,
        help_text=_("Facultatif. Remplissez-le pour tous les élus, ou pour aucun."),
    )
    hours = models.CharField(
        _("permanence"),
        max_length=120,
        blank=True,
        help_text=_(
            "À la mairie, sans adresse ni téléphone personnels. Par exemple\u00a0: le jeudi de 16\u00a0h à 18\u00a0h."
        ),
    )
    photo = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("photo")
    )

    base_form_class = RowForm

    class Meta(Row.Meta):
        verbose_name = _("élu")
        verbose_name_plural = _("élus")
        ordering: ClassVar = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


@owned_by_commune(area="record")
class Commission(Row):
    """A commission of the council."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="commissions", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=100, help_text=_("Par exemple\u00a0: Finances, Écoles et jeunesse."))
    mission = models.CharField(
        _("ce dont elle s’occupe"), max_length=240, blank=True, help_text=_("Une phrase, si le nom ne suffit pas.")
    )
    president = models.ForeignKey(
        Elu,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("présidence ou vice-présidence"),
    )
    members = models.ManyToManyField(
        Elu, related_name="commissions", verbose_name=_("membres"), help_text=_("Cochez les élus qui y siègent.")
    )

    base_form_class = RowForm

    class Meta(Row.Meta):
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        ordering: ClassVar = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name

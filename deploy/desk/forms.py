"""What a webmestre writes: an intervention and its steps, a price, an index."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from deploy.models.billing import Intervention, SyntecIndex, Tariff
from deploy.prices import ITEMS


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput, initial=timezone.localdate)


def _money(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=8, decimal_places=2, localize=True, **more)


class _Past(forms.Form):
    """A day that has come, not before another."""

    day = _day(_("Le"))
    after: date | None = None

    def __init__(self, *args: Any, after: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after

    def clean_day(self) -> date:
        """Refused in the future, and before the step that comes first."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        if self.after and day < self.after:
            raise forms.ValidationError(
                _("L’étape précédente est du %(day)s\u202f: donnez un jour qui ne la précède pas."),
                params={"day": f"{self.after:%d/%m/%Y}"},
            )
        return day


class EstimateForm(_Past):
    """« Chiffrer »."""

    days = forms.DecimalField(
        label=_("Jours de travail"), min_value=0, max_digits=5, decimal_places=2, localize=True, required=False
    )
    euros = _money(_("Montant TTC, en euros"), required=False)

    field_order = ("days", "euros", "day")

    def clean(self) -> dict[str, Any]:
        """A number of days or an amount: the other follows from the price of a day."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and told.get("days") is None and told.get("euros") is None:
            self.add_error("days", _("Donnez un nombre de jours, un montant, ou les deux."))
        return told


class AcceptForm(_Past):
    """« Accepter »: who said yes for the commune, and when."""

    accepted_by = forms.CharField(
        label=_("Qui a accepté pour la commune"), max_length=120, help_text=_("Son nom et sa fonction.")
    )
    field_order = ("accepted_by", "day")


class DayForm(_Past):
    """« Terminer » and « Abandonner »."""


class InterventionForm(forms.ModelForm[Intervention]):
    """What the commune asks for."""

    requested_on = _day(_("Demandée le"))

    class Meta:
        model = Intervention
        fields: ClassVar = ["title", "request", "requested_on"]
        widgets: ClassVar = {"request": forms.Textarea(attrs={"rows": 4})}

    def clean_requested_on(self) -> date:
        """Refused in the future, and after the step that follows."""
        day: date = self.cleaned_data["requested_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        following = self.instance.estimated_on or self.instance.refused_on
        if following and day > following:
            raise forms.ValidationError(_("L’étape suivante est du %(day)s."), params={"day": f"{following:%d/%m/%Y}"})
        return day


class TariffForm(forms.ModelForm[Tariff]):
    """A price of the CDG's own."""

    item = forms.ChoiceField(label=_("Service"), choices=list(ITEMS.items()))
    since = _day(_("À partir du"))
    euros = _money(
        _("Prix TTC, en euros"),
        help_text=_("Par an\u202f; par jour pour la journée de travail. 0 pour un service offert."),
    )

    class Meta:
        model = Tariff
        fields: ClassVar = ["item", "since", "euros"]
        error_messages: ClassVar = {
            "__all__": {
                "unique_together": _("Ce service a déjà un prix à partir de ce jour\u202f: retirez-le d’abord.")
            }
        }


class SyntecForm(forms.ModelForm[SyntecIndex]):
    """The index of a November."""

    value = forms.DecimalField(label=_("Indice"), min_value=1, max_digits=6, decimal_places=1, localize=True)

    class Meta:
        model = SyntecIndex
        fields: ClassVar = ["year", "value"]
        error_messages: ClassVar = {
            "year": {"unique": _("L’indice de cette année est déjà connu\u202f: retirez-le pour le corriger.")}
        }

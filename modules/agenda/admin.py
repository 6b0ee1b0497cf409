"""What the editor asks about an event: how it comes back is said in words, and kept as a rule."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.forms import PageForm
from modules.agenda import recurrence
from modules.agenda.recurrence import Choice
from sites.bake.preview import commune_of

OFTEN = (
    ("", _("Non, une seule fois")),
    (recurrence.WEEKLY, _("Toutes les semaines")),
    (recurrence.FORTNIGHTLY, _("Une semaine sur deux")),
    (recurrence.MONTHLY_DAY, _("Tous les mois, le même jour de la semaine (le deuxième mardi…)")),
    (recurrence.MONTHLY_DATE, _("Tous les mois, à la même date (le 15 de chaque mois)")),
    (recurrence.YEARLY, _("Tous les ans")),
)


class DatesField(forms.CharField):
    """« 24/12/2026, 31/12/2026 »: days, in the order of the calendar."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Days as French people write them."""
        return ", ".join(f"{day:%d/%m/%Y}" for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[date]:
        """Raises ``ValidationError`` naming what is no date."""
        words = str(super().clean(value) or "").replace(";", ",").replace("\n", ",").split(",")
        return sorted({self._day(word.strip()) for word in words if word.strip()})

    def _day(self, word: str) -> date:
        try:
            return forms.DateField(input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d"]).clean(word)
        except ValidationError as error:
            raise ValidationError(
                gettext("« %(word)s » n’est pas une date. Écrivez par exemple : 24/12/2026, 31/12/2026.")
                % {"word": word[:40]}
            ) from error


class EvenementForm(PageForm):
    """Says the rule of the event in words; offers the categories of its own commune."""

    often = forms.ChoiceField(label=_("Cet évènement revient-il ?"), choices=OFTEN, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Quels jours ?"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pour un évènement de chaque semaine. Laissez vide pour le jour de la première date."),
    )
    until = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=AdminDateInput,
        help_text=_("La dernière date possible. Sans elle, l’agenda montre toujours l’année qui vient."),
    )
    except_on = DatesField(
        label=_("Sauf le"), required=False, help_text=_("Les dates annulées. Par exemple : 24/12/2026, 31/12/2026.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The parent page says which commune, the rule what was chosen."""
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            commune = commune_of(self.parent_page or self.instance)
            self.fields["category"].queryset = self.fields["category"].queryset.filter(commune=commune)
        kept = self.instance.recurrence or {}
        choice = recurrence.choice_of(kept.get("rrule", ""))
        told = {
            "often": choice.often,
            "weekdays": list(choice.weekdays),
            "until": choice.until,
            "except_on": [date.fromisoformat(day) for day in kept.get("exdates", ())],
        }
        for name, value in told.items():
            if name in self.fields:
                self.initial.setdefault(name, value)

    def clean(self) -> Any:
        """The rule goes to the event before its own checks."""
        cleaned = super().clean()
        first = cleaned.get("start_date")
        if "often" in self.fields and first is not None:
            choice = Choice(cleaned.get("often") or "", tuple(cleaned.get("weekdays") or ()), cleaned.get("until"))
            rule = recurrence.rule_of(choice, first)
            days = [day.isoformat() for day in cleaned.get("except_on") or ()]
            self.instance.recurrence = {"rrule": rule, "exdates": days} if rule else {}
        return cleaned

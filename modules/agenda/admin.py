"""What the editor asks about an event: how it comes back is said in words, and kept as a rule.

What cannot be is refused with one French sentence for each.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.forms import PageForm
from cms.sources import rows
from modules.agenda import openagenda, recurrence
from modules.agenda.recurrence import Away, Choice
from sites.bake.preview import commune_of

EARLIEST = date(1996, 1, 1)  # the rule of summer time that calendars are given holds since then
MAX_EXCEPTIONS = 200
LONGEST = timedelta(days=366)
PERIOD = re.compile(r"(?:du\s+)?(\S+)\s+(?:au|à|-|–)\s+(\S+)", re.IGNORECASE)
SHORT = re.compile(r"(\d{1,2})/(\d{1,2})")

OFTEN = (
    ("", _("Non, une seule fois")),
    (recurrence.WEEKLY, _("Toutes les semaines")),
    (recurrence.FORTNIGHTLY, _("Une semaine sur deux")),
    (recurrence.MONTHLY_DAY, _("Tous les mois, le même jour de la semaine (le deuxième mardi…)")),
    (recurrence.MONTHLY_DATE, _("Tous les mois, à la même date (le 15 de chaque mois)")),
    (recurrence.YEARLY, _("Tous les ans")),
)


class DatesField(forms.CharField):
    """« 24/12/2026, du 20/12/2026 au 05/01/2027 »: days and periods, in the order of the calendar.

    Without its year, a day is the next one of that name; the end of a period comes after its beginning.
    """

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Days as French people write them."""
        return ", ".join(map(_written, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Away]:
        """Raises ``ValidationError`` naming what is no date."""
        words = str(super().clean(value) or "").replace(";", ",").replace("\n", ",").split(",")
        return sorted({self._away(word.strip()) for word in words if word.strip()})

    def _away(self, word: str) -> Away:
        bounds = PERIOD.fullmatch(word)
        first = self._day(bounds[1] if bounds else word, timezone.localdate())
        last = self._day(bounds[2], first) if bounds else first
        if not first <= last <= first + LONGEST:
            raise ValidationError(
                gettext("« %(word)s »\u00a0: la période se termine après avoir commencé, et dure un an au plus.")
                % {"word": word[:40]}
            )
        return Away(first, last)

    def _day(self, word: str, since: date) -> date:
        try:
            if short := SHORT.fullmatch(word):
                days = (self._read(f"{short[1]}/{short[2]}/{year}") for year in (since.year, since.year + 1))
                return next(day for day in days if day >= since)
            return self._read(word)
        except ValidationError as error:
            raise ValidationError(
                gettext(
                    "« %(word)s » n’est pas une date. Écrivez par exemple : 24/12/2026, du 20/12/2026 au 05/01/2027."
                )
                % {"word": word[:40]}
            ) from error

    def _read(self, word: str) -> date:
        return forms.DateField(input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d"]).clean(word)


def _written(away: Away) -> str:
    if away.first == away.last:
        return f"{away.first:%d/%m/%Y}"
    return gettext("du %(first)s au %(last)s") % {"first": f"{away.first:%d/%m/%Y}", "last": f"{away.last:%d/%m/%Y}"}


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
        label=_("Sauf"),
        required=False,
        help_text=_(
            "Les dates annulées, les vacances scolaires. Par exemple\u00a0: 24/12/2026, du 20/12/2026 au 05/01/2027."
        ),
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
            "except_on": [Away.read(text) for text in kept.get("exdates", ())],
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
            days = [str(away) for away in cleaned.get("except_on") or ()]
            self.instance.recurrence = {"rrule": rule, "exdates": days} if rule else {}
        return cleaned


def check_dates(fields: Mapping[str, Any]) -> None:
    """Raises ``ValidationError``, on the field to correct. A draft without date is left alone."""
    start = fields.get("start_date")
    if start is None:
        return
    end, first_hour, last_hour = fields.get("end_date"), fields.get("start_time"), fields.get("end_time")
    if start < EARLIEST:
        raise ValidationError({"start_date": gettext("Cette date est trop ancienne pour un agenda.")})
    if end and end < start:
        raise ValidationError(
            {"end_date": gettext("L’évènement se terminerait avant d’avoir commencé\u202f: vérifiez les dates.")}
        )
    if last_hour and not first_hour:
        raise ValidationError({"start_time": gettext("Dites aussi à quelle heure l’évènement commence.")})
    if first_hour and last_hour and (end or start) == start and last_hour < first_hour:
        raise ValidationError(
            {
                "end_time": gettext(
                    "L’évènement se terminerait avant d’avoir commencé\u202f: s’il finit après minuit, donnez aussi "
                    "son dernier jour."
                )
            }
        )
    _check_recurrence(fields)


def _check_recurrence(fields: Mapping[str, Any]) -> None:
    rule = (fields.get("recurrence") or {}).get("rrule", "")
    if not rule:
        return
    until = recurrence.choice_of(rule).until
    if until and until < fields["start_date"]:
        raise ValidationError(gettext("La dernière date précède la première\u202f: vérifiez « jusqu’au »."))
    if len(fields["recurrence"].get("exdates", ())) > MAX_EXCEPTIONS:
        raise ValidationError(gettext("Il y a plus de 200 exceptions\u202f: créez plutôt un évènement par période."))
    if not list(islice(recurrence.spans(fields, recurrence.horizon(fields["start_date"])), 1)):
        raise ValidationError(gettext("Avec ces exceptions, l’évènement n’aurait plus aucune date."))


def web_address(address: str) -> str:
    """An address of the web; ``webcal:`` is one under another name."""
    address = address.strip()
    if address.lower().startswith("webcal://"):
        address = "https://" + address[len("webcal://") :]
    address = rows.web_address(address)
    if openagenda.is_api(address) and not openagenda.has_key(address):
        raise ValidationError(
            {"address": gettext("Ajoutez à la fin de cette adresse votre clé publique OpenAgenda\u202f: ?key=…")}
        )
    return address

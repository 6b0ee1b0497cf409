"""What a webmestre writes of the life of a subscription."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from deploy.life.terms import LONGEST, LONGEST_NOTICE
from sites.rendering.french import date_text


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput, **more)


class ConventionForm(forms.Form):
    """Its beginning, its duration, its notice."""

    start = _day(_("Début"), help_text=_("Le premier jour de la convention signée."))
    months = forms.IntegerField(
        label=_("Durée, en mois"), min_value=1, max_value=LONGEST,
        help_text=_("12 pour un an, 36 pour trois ans. Elle se reconduit ensuite pour la même durée."),
    )  # fmt: skip
    notice = forms.IntegerField(
        label=_("Délai de refus, en mois"), min_value=0, max_value=LONGEST_NOTICE,
        help_text=_("Combien de mois avant la fin il faut écrire pour ne pas reconduire."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A notice as long as the convention would leave no day to refuse it."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and told["notice"] >= told["months"]:
            self.add_error("notice", _("Le délai de refus doit être plus court que la convention."))
        return told


class LeavingForm(forms.Form):
    """The day from which nothing is ordered any more, and where the commune goes."""

    end = _day(_("Fin de l’abonnement"), help_text=_("Le premier jour sans abonnement."))
    host = forms.CharField(
        label=_("Nouvel hébergeur"), max_length=120, required=False,
        help_text=_("Laissez vide si la commune n’est pas transférée."),
    )  # fmt: skip

    def clean_end(self) -> date:
        """Tomorrow at the earliest: what ran today is not rewritten."""
        day: date = self.cleaned_data["end"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        return day


class SuspensionForm(forms.Form):
    """Why, and whether mail stops too."""

    reason = forms.CharField(
        label=_("Motif"), max_length=200, help_text=_("Pour l’historique\u00a0: les visiteurs ne le lisent pas.")
    )
    boxes = forms.BooleanField(
        label=_("Suspendre aussi les boîtes aux lettres"), required=False,
        help_text=_("Plus rien n’y arrive, personne ne s’y connecte\u202f; le courrier déjà reçu est gardé."),
    )  # fmt: skip


class RefusalForm(forms.Form):
    """Who refused, and the day of the letter."""

    who = forms.CharField(
        label=_("Qui refuse"), max_length=120, help_text=_("La mairie ou le centre de gestion, et la personne.")
    )
    on = _day(_("Date de la lettre"), initial=timezone.localdate)

    def __init__(self, *args: Any, limit: date, since: date, **kwargs: Any) -> None:
        """``limit``: the last day that counts; ``since``: the first of the period."""
        super().__init__(*args, **kwargs)
        self.limit, self.since = limit, since

    def clean_on(self) -> date:
        """In the period, past, and before the notice."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        if day < self.since:
            told = _("La période n’a commencé que le %(day)s.")
            raise forms.ValidationError(told, params={"day": date_text(self.since)})
        if day > self.limit:
            raise forms.ValidationError(
                _("Il fallait refuser le %(day)s au plus tard\u00a0: la convention est reconduite."),
                params={"day": date_text(self.limit)},
            )
        return day

"""Who keeps a page, and when it is read again."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.relecture.people import people_of
from sites.models import Commune, User


class ReviewForm(forms.Form):
    """The owner is somebody of the commune; the day is to come."""

    owner: Any = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=gettext_lazy("Qui tient cette page"),
        empty_label=gettext_lazy("Personne en particulier"),
        help_text=gettext_lazy("Cette personne reçoit la question « est-ce toujours juste ? »."),
    )
    due = forms.DateField(
        label=gettext_lazy("À relire le"),
        widget=AdminDateInput(),
        help_text=gettext_lazy("Ce jour-là, un courriel demande si la page est toujours juste."),
    )

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        """Its people alone."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(commune)  # type: ignore[attr-defined]

    def clean_due(self) -> Any:
        """A question is asked tomorrow at the earliest."""
        due = self.cleaned_data["due"]
        if due <= timezone.localdate():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        return due

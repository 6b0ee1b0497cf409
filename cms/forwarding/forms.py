"""A list that is sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.forwarding.parse import UnreadableError, lines
from cms.forwarding.sentences import unreadable


class ListForm(forms.Form):
    """A file, for one commune of mine."""

    commune: Any = forms.ModelChoiceField(None, label=_("Commune"))
    file = forms.FileField(
        label=_("Fichier CSV"),
        help_text=_(
            "Deux colonnes\u00a0: l’ancienne adresse, puis la nouvelle, ou le titre de la page. 10 000 lignes au plus."
        ),
    )

    def __init__(self, communes: Any, *args: Any, **kwargs: Any) -> None:
        """Chosen already where there is only one."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["commune"]
        field.queryset = communes
        few = list(communes[:2])
        if len(few) == 1:
            field.initial, field.empty_label = few[0], None

    def clean_file(self) -> list[tuple[int, str, str]]:
        """Its lines."""
        file = self.cleaned_data["file"]
        try:
            return lines(file.read())
        except UnreadableError as error:
            raise ValidationError(unreadable(str(error))) from error

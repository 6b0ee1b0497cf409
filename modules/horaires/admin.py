"""What the editor shows of the hours."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import Mairie
from cms.rows import RowForm
from modules.horaires.fields import WeekFormField
from modules.horaires.models import Lieu
from sites.tenancy.paths import within

if TYPE_CHECKING:
    from sites.models import Commune


class ExceptionForm(RowForm):
    """Offers the town hall, and the places of the commune."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The places of the communes one may choose."""
        super().__init__(*args, **kwargs)
        communes = self.communes
        homes = [commune.site.root_page.path for commune in communes]
        field = self.fields["lieu"]
        field.queryset = Lieu.objects.filter(within("path", homes)).order_by("path")
        field.empty_label = _("La mairie")
        self.fields["end"].required = False
        if len(communes) > 1:
            names = {commune.site.root_page.path: commune.name for commune in communes}
            field.label_from_instance = lambda lieu: (
                f"{lieu.title} ({next((name for path, name in names.items() if lieu.path.startswith(path)), '')})"
            )

    def clean(self) -> Any:
        """A place of another commune is no place of this one."""
        cleaned = super().clean()
        commune, lieu = self.cleaned_data.get("commune"), self.cleaned_data.get("lieu")
        if commune and lieu and not lieu.path.startswith(commune.site.root_page.path):
            self.add_error("lieu", _("Ce lieu est d’une autre commune."))
        return cleaned


class WeekForm(forms.Form):
    """The hours of the town hall, and nothing else of it."""

    hours = WeekFormField(label=_("Horaires d’ouverture"), required=False)
    hours_note = forms.CharField(
        label=_("Remarque"),
        max_length=200,
        required=False,
        help_text=_("Par exemple\u00a0: l’après-midi sur rendez-vous. Elle s’affiche sous les horaires."),
    )


def town_hall_of(commune: "Commune") -> Mairie:
    """The record of the town hall; made when the commune has none yet."""
    found, _created = Mairie.objects.get_or_create(site_id=commune.site_id)
    return found

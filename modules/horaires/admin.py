"""What the editor shows of the hours."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.models import Mairie
from cms.rows.screens import RowForm
from modules.horaires.days import AHEAD
from modules.horaires.fields import WeekFormField
from modules.horaires.models import Lieu
from sites.law import dated
from sites.tenancy.paths import ancestors, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sites.models import Commune


class ExceptionForm(RowForm):
    """Offers the town hall, and the places of the commune."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The places of the communes one may choose."""
        super().__init__(*args, **kwargs)
        names = dict(self.communes.order_by().values_list("site__root_page__path", "name"))
        field = self.fields["lieu"]
        field.queryset = Lieu.objects.filter(within("path", list(names))).order_by("path")
        field.empty_label = _("La mairie")
        self.fields["end"].required = False
        self.fields["start"].help_text = _g("Le site l’annonce %(days)s jours avant.") % {
            "days": dated.days(AHEAD, timezone.localdate())
        }
        if len(names) > 1:
            field.label_from_instance = lambda lieu: f"{lieu.title} ({_owner(lieu, names)})"

    def clean(self) -> Any:
        """A place of another commune is no place of this one."""
        cleaned = super().clean()
        commune, lieu = self.cleaned_data.get("commune"), self.cleaned_data.get("lieu")
        if commune and lieu and not lieu.path.startswith(commune.site.root_page.path):
            self.add_error("lieu", _("Ce lieu est d’une autre commune."))
        return cleaned


def _owner(lieu: Lieu, names: "Mapping[str, str]") -> str:
    return next((names[path] for path in ancestors([lieu.path]) if path in names), "")


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
    """The record of the town hall; an empty one, not stored, when the commune has none yet: to look writes nothing."""
    return Mairie.objects.filter(site_id=commune.site_id).first() or Mairie(site_id=commune.site_id)

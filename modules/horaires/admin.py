"""What the editor shows of the hours."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.desk.reach import address_of
from cms.models import Mairie
from cms.rows import week
from cms.rows.hours import WeekFormField
from cms.rows.screens import RowForm, Told
from modules.horaires import days
from modules.horaires.days import AHEAD
from modules.horaires.models import HoraireExceptionnel, Horaires, Lieu
from sites.law import dated
from sites.rendering.french import date_text
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


def said(row: HoraireExceptionnel) -> str:
    """« Fermé du 24 au 26 décembre 2026 »."""
    ranges = week.ranges_of({name: getattr(row, name) for pair in week.HALVES for name in pair})
    return days.sentence(days.Change(row.start, row.end, ranges))


def told(row: HoraireExceptionnel) -> Told:
    """Where citizens read it, or from which day on."""
    today = timezone.localdate()
    names = {"what": f"{row.lieu.title if row.lieu else _g('Mairie')}\u00a0: {said(row)}"}
    since = row.start - timedelta(days=dated.days(AHEAD, today))
    if row.end < today:
        return Told(
            _g("%(what)s. C’est enregistré\u00a0; ce jour est passé, le site n’en dit rien.") % names, online=False
        )
    if since > today:
        names["day"] = date_text(since)
        return Told(
            _g("%(what)s. C’est enregistré\u00a0: le site l’annoncera à partir du %(day)s.") % names, online=False
        )
    return Told(_g("%(what)s. C’est publié, le site l’annonce.") % names, _seen_at(row))


def _seen_at(row: HoraireExceptionnel) -> str:
    """The page of the place, that of the hours, else the home page: its foot tells the hours of the town hall."""
    index = Horaires.objects.filter(within("path", [row.commune.site.root_page.path]))
    page = row.lieu if row.lieu and row.lieu.live else index.filter(live=True).first()
    return page.full_url if page else address_of(row.commune)

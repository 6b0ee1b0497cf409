"""To whom a content is proposed, how a taken one is shown, what is taken without asking."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.partage.lending import kinds_of
from cms.partage.models import Audience, Reception, Rule, Scope
from cms.slugs import slug_of
from sites.models import Commune

MOST_NAMED = 200


def communes_called(lines: Iterable[str], besides: Commune) -> list[Commune]:
    """The sites of these names or INSEE codes, one a line; ``ValidationError`` with a sentence for each that is none.

    One query. Nothing is told of a site that was not named.
    """
    asked = [line.strip() for line in lines if line.strip()]
    if len(asked) > MOST_NAMED:
        raise ValidationError(_("Deux cents communes au plus\u00a0: au-delà, choisissez tout le département."))
    by_code = Commune.objects.filter(insee__in=[line.upper() for line in asked])
    spelled = {name for line in asked for name in (line, line.title(), line.capitalize())}
    rows = list((by_code | Commune.objects.filter(name__in=spelled)).exclude(pk=besides.pk))
    found, faults = [], []
    for line in asked:
        named = [row for row in rows if line.upper() == row.insee or slug_of(line) == slug_of(row.name)]
        if len(named) == 1:
            found += named
        elif named:
            faults.append(_("Plusieurs communes s’appellent «\u00a0%s\u00a0»\u00a0: donnez le code INSEE.") % line)
        else:
            faults.append(_("Aucun autre site ne porte le nom ou le code INSEE «\u00a0%s\u00a0».") % line)
    if faults:
        raise ValidationError(faults)
    return found


class PropositionForm(forms.Form):
    """To whom."""

    audience = forms.ChoiceField(
        label=gettext_lazy("À qui le proposer\u202f?"), choices=Audience.choices, widget=forms.RadioSelect
    )
    named = forms.CharField(
        label=gettext_lazy("Les communes que vous nommez"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Un nom ou un code INSEE par ligne. À remplir pour «\u00a0Des communes que je nomme\u00a0»."
        ),
    )

    def __init__(self, source: Commune, *args: Any, **kwargs: Any) -> None:
        """An intercommunality that nobody knows is not offered."""
        super().__init__(*args, **kwargs)
        self.source = source
        self.communes: list[Commune] = []
        choices = [choice for choice in Audience.choices if source.epci or choice[0] != Audience.EPCI]
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Names are asked for only where they are used."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("audience") == Audience.NAMED:
            try:
                self.communes = communes_called(cleaned.get("named", "").splitlines(), self.source)
            except ValidationError as error:
                self.add_error("named", error)
            else:
                if not self.communes:
                    self.add_error("named", _("Nommez au moins une commune."))
        return cleaned


class ReceptionForm(forms.ModelForm[Reception]):
    """How a taken content is shown."""

    class Meta:
        model = Reception
        fields: ClassVar = ("day", "intro", "on_home")
        widgets: ClassVar = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "intro": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, dated: bool, **kwargs: Any) -> None:
        """The date of an event is not changed by who announces it."""
        super().__init__(*args, **kwargs)
        if not dated:
            del self.fields["day"]


class RuleForm(forms.Form):
    """What is taken without asking."""

    scope = forms.ChoiceField(label=gettext_lazy("De qui\u202f?"), choices=Scope.choices)
    source = forms.CharField(
        label=gettext_lazy("Quelle commune\u202f?"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Son nom ou son code INSEE, pour «\u00a0Une commune\u00a0»."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Quels contenus\u202f?"), required=False)
    category = forms.CharField(
        label=gettext_lazy("Seulement dans la catégorie"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Le nom qu’elle porte là-bas\u00a0: Culture. Laissez vide pour toutes."),
    )
    on_home = forms.BooleanField(label=gettext_lazy("À la une de l’accueil"), required=False, initial=True)

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        """The kinds that the commune has."""
        super().__init__(*args, **kwargs)
        self.commune = commune
        self.found: Commune | None = None
        offered = [(label, kind.module.verbose_name) for label, kind in kinds_of(commune).items()]
        self.fields["kind"].choices = [("", _("Tous")), *offered]  # type: ignore[attr-defined]
        scopes = [one for one in Scope.choices if commune.epci or one[0] != Scope.EPCI]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A commune is named where the rule is about one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("scope") == Scope.COMMUNE:
            try:
                named = communes_called([cleaned.get("source", "")], self.commune)
            except ValidationError as error:
                self.add_error("source", error)
            else:
                self.found = named[0] if named else None
                if not named:
                    self.add_error("source", _("Nommez la commune."))
        return cleaned

    def rule(self) -> tuple[Rule, bool]:
        """The rule, and whether it is new."""
        said = self.cleaned_data
        return Rule.objects.get_or_create(
            commune=self.commune,
            scope=said["scope"],
            source=self.found,
            kind=said["kind"],
            category=slug_of(said["category"]) if said["category"] else "",
            defaults={"on_home": said["on_home"]},
        )

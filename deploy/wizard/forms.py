"""The form of an order. It reads words; whether they make an order is for ``deploy.orders`` to say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from sites.modules import installed_modules
from sites.packs import MODULE_LABELS, RIGHT_LABELS, Offer, Pack
from sites.tenancy.roles import Role
from sites.themes import ThemeError, installed_themes, load

BLANK_ROWS, MOST_ROWS = 2, 200
MAIRIE = ("adresse", "code_postal", "telephone", "courriel", "directeur", "fonction")
STYLES = (("classique", _("classique")), ("collaborative", _("collaborative")))
SIZES = ((5, _("5 Go")), (10, _("10 Go")))


class Words(forms.CharField):
    """Some words on a line, or some lines."""

    def to_python(self, value: Any) -> Any:
        """A list, without what is empty."""
        written = super().to_python(value) or ""
        return [word for line in written.splitlines() for word in line.replace(",", " ").split()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other words were typed."""
        return list(initial or []) != self.to_python(data)

    def prepare_value(self, value: Any) -> Any:
        """Back to a text."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _choices(codes: Iterable[str], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(((code, labels[code]) for code in codes), key=lambda pair: pair[1])


class OrderForm(forms.Form):
    """All of a commune but its boxes, redirections and people."""

    modele = forms.ChoiceField(label=_("Modèle"))
    couleur = forms.CharField(
        label=_("Couleur principale"), required=False, max_length=20, help_text=_("Par exemple #3f6b4f.")
    )
    accent = forms.CharField(label=_("Couleur d’accent"), required=False, max_length=20)
    sous_domaine = forms.CharField(
        label=_("Nom sous le domaine du centre"), required=False, max_length=63,
        help_text=_("Sans lui, celui de la commune."),
    )  # fmt: skip
    domaines = Words(
        label=_("Domaines de la commune"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Un par ligne, le principal d’abord\u00a0: cahors.fr. Le site répondra sous www."),
    )  # fmt: skip
    pages = forms.MultipleChoiceField(
        label=_("Premières pages"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Celles que la commune garde. Les pages légales sont toujours là."),
    )  # fmt: skip
    modules = forms.MultipleChoiceField(label=_("Modules en plus"), required=False, widget=forms.CheckboxSelectMultiple)
    sans_modules = forms.MultipleChoiceField(
        label=_("Modules du pack à éteindre"), required=False, widget=forms.CheckboxSelectMultiple
    )
    droits = forms.MultipleChoiceField(label=_("Droits en plus"), required=False, widget=forms.CheckboxSelectMultiple)
    adresse = forms.CharField(
        label=_("Adresse de la mairie"), required=False, max_length=300,
        help_text=_("Sans elle, le téléphone et la direction de la publication, le site n’est pas mis en ligne."),
    )  # fmt: skip
    code_postal = forms.CharField(label=_("Code postal"), required=False, max_length=5)
    telephone = forms.CharField(label=_("Téléphone"), required=False, max_length=30)
    courriel = forms.CharField(label=_("Adresse électronique"), required=False, max_length=254)
    directeur = forms.CharField(
        label=_("Direction de la publication"), required=False, max_length=120,
        help_text=_("La personne qui répond de ce qui est publié\u00a0: la loi veut son nom sur le site."),
    )  # fmt: skip
    fonction = forms.CharField(label=_("Sa fonction"), required=False, max_length=80)
    debut = forms.DateField(label=_("Début"), widget=AdminDateInput)
    fin = forms.DateField(
        label=_("Fin"), required=False, widget=AdminDateInput,
        help_text=_("Le jour où la convention s’arrête. Vide\u00a0: elle se reconduit."),
    )  # fmt: skip
    demonstration = forms.BooleanField(label=_("Site de démonstration, absent des moteurs"), required=False)
    entrainement = forms.BooleanField(label=_("Site d’entraînement, remis à neuf chaque nuit"), required=False)

    def __init__(self, *args: Any, pack: Pack, pages: list[tuple[str, str]], opening: bool, **kwargs: Any) -> None:
        """``opening``: the first pages and the colours are chosen once, when the site opens."""
        super().__init__(*args, **kwargs)
        ours = {module.code for module in installed_modules()}
        sold = [code for code, offer in pack.modules.items() if offer is not Offer.NOT_SOLD and code in ours]
        fields: Any = self.fields
        fields["modele"].choices = [(name, _label(name)) for name in installed_themes() if pack.accepts_theme(name)]
        fields["pages"].choices = pages
        fields["modules"].choices = _choices((c for c in sold if pack.modules[c] is Offer.ON_REQUEST), MODULE_LABELS)
        fields["sans_modules"].choices = _choices((c for c in sold if pack.modules[c] is Offer.ON), MODULE_LABELS)
        fields["droits"].choices = _choices(pack.on_request, RIGHT_LABELS)
        for name in ("modules", "droits"):
            if not fields[name].choices:
                del fields[name]
        if not opening:
            for name in ("pages", "couleur", "accent"):
                del fields[name]

    def values(self) -> dict[str, Any]:
        """In the words of an order."""
        told = dict(self.cleaned_data)
        look = {name: told.pop(name, "") for name in ("couleur", "accent")}
        return {**told, "apparence": look, "mairie": {name: told.pop(name, "") for name in MAIRIE}}


def _label(name: str) -> str:
    try:
        return load(name).label
    except ThemeError:
        return name


class BoxForm(forms.Form):
    """A mailbox."""

    adresse = forms.CharField(label=_("Adresse"), max_length=254, help_text=_("« mairie » ou l’adresse entière."))
    go = forms.TypedChoiceField(label=_("Taille"), choices=SIZES, coerce=int, initial=5)
    type = forms.ChoiceField(label=_("Type"), choices=STYLES, initial="classique")
    secours = forms.CharField(
        label=_("Adresse de secours"), required=False, max_length=254, help_text=_("Où envoyer le lien qui l’ouvre.")
    )
    partage = Words(label=_("Partagée avec"), required=False)


class AliasForm(forms.Form):
    """A redirection."""

    adresse = forms.CharField(label=_("Adresse"), max_length=254)
    vers = Words(label=_("Redirige vers"))


class PersonForm(forms.Form):
    """Somebody who works on the site."""

    nom = forms.CharField(label=_("Prénom et nom"), max_length=120)
    courriel = forms.CharField(label=_("Adresse électronique"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rôle"), choices=[(role.value, role.label) for role in Role][:-1], initial=Role.CONTRIBUTEUR
    )


FORMSETS: Mapping[str, type[forms.Form]] = {"boite": BoxForm, "alias": AliasForm, "personne": PersonForm}


def rows(name: str, data: Any, held: list[Any], more: int = 0) -> Any:
    """The rows of a kind: those held, and some blank ones."""
    made = forms.formset_factory(FORMSETS[name], extra=BLANK_ROWS + more, max_num=MOST_ROWS, can_delete=True)
    return made(data, prefix=name, initial=held)


def kept(made: Any) -> list[forms.Form]:
    """The rows that somebody filled in and did not take away."""
    return [one for one in made if one.cleaned_data and not one.cleaned_data.get("DELETE")]


def blame(form: forms.Form, sets: Mapping[str, Any], path: Sequence[str | int], sentence: str) -> None:
    """Say a fault of the order beside the answer it is about; at the head of the form when no answer is.

    ``path`` leads to it in the order: ("commune", 0, "boite", 1, "adresse") is of the second box that was kept.
    """
    match path:
        case (_, _, str(name), int(rank), *rest) if name in sets:
            row, key = kept(sets[name])[rank], str(rest[0]) if rest else ""
            row.add_error(key if key in row.fields else None, sentence)
        case (*_, str(key)) if key in form.fields:
            form.add_error(key, sentence)
        case _:
            form.add_error(None, sentence)


def day_of(value: date | None, today: date) -> date:
    """A change of a subscription takes effect today, unless it is to come."""
    return value if value and value > today else today

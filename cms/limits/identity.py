"""What a commune may say of the look of its site, as far as its pack goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.limits.fields import SettingForm
from sites.models import Commune
from sites.packs import PACKS
from sites.palette import parse
from sites.rendering.look import letterings
from sites.tenancy.scope import rights_of
from sites.themes import load

# Dominant tones of the mini-sites: dark enough for white text, told by their name.
TONES = (
    ("", gettext_lazy("Celui du modèle")),
    ("#4b3f8f", gettext_lazy("Violette")),
    ("#1f5f8b", gettext_lazy("Bleu Lot")),
    ("#0f6b6b", gettext_lazy("Bleu-vert")),
    ("#3f6b4f", gettext_lazy("Vert causse")),
    ("#6b5b1e", gettext_lazy("Safran")),
    ("#8a4b1f", gettext_lazy("Tuile")),
    ("#8f2f3f", gettext_lazy("Vin de Cahors")),
    ("#4a4a55", gettext_lazy("Ardoise")),
)


def tone_choices() -> list[tuple[str, Any]]:
    """Each tone shows itself beside its name."""
    sample = '<span class="desk-tone" style="background:{}"></span>{}'
    return [(value, format_html(sample, value, name) if value else name) for value, name in TONES]


# What stands on the landscape drawn where there is no photo (``sites.landscape.VIEWS``).
SCENES = (
    ("", gettext_lazy("Celui que Beffroi a dessiné pour la commune")),
    ("village", gettext_lazy("Le village")),
    ("river", gettext_lazy("La rivière")),
    ("vineyard", gettext_lazy("Les vignes")),
    ("mill", gettext_lazy("Le moulin")),
    ("cliff", gettext_lazy("La falaise")),
    ("causse", gettext_lazy("Le causse")),
)
COLOUR = gettext_lazy(
    "Un dièse et six signes, comme #1f5f8b. Le site en tire ses nuances, et choisit celles qui restent lisibles."
)


class IdentityForm(SettingForm):
    """Colours for who bought them, a tone from the panel for a mini-site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A mini-site has the right ``tone`` without the right ``colours``."""
        super().__init__(*args, **kwargs)
        commune = self.commune()
        for name in {"brand", "accent"} & self.fields.keys():
            self.fields[name].help_text = COLOUR
        self._offer("lettering", [("", self._own_lettering(commune)), *lettering_choices()], _("Polices"))
        self._offer("scene", SCENES, _("Paysage dessiné"))
        if commune and "brand" in self.fields and "colours" not in rights_of(PACKS.get(commune.pack), commune.options):
            self.fields["brand"] = forms.ChoiceField(
                choices=tone_choices(), required=False, label=_("Tonalité du site"), widget=forms.RadioSelect
            )

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]], label: Any) -> None:
        if name in self.fields:
            told = self.fields[name].help_text
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=label, help_text=told)

    def _own_lettering(self, commune: Commune | None) -> str:
        own = load(commune.theme).lettering.label if commune else ""
        return _("Celles du modèle\u00a0: %(fonts)s") % {"fonts": own} if own else _("Celles du modèle")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  # as Django calls it
        """The look that stood before is kept aside."""
        if commit:
            self.instance.remember(self.for_user)
        return super().save(commit)

    def clean_brand(self) -> str:
        """A colour, as the style sheet writes it."""
        return self._colour("brand")

    def clean_accent(self) -> str:
        """A colour too."""
        return self._colour("accent")

    def _colour(self, name: str) -> str:
        value: str = self.cleaned_data[name]
        if not value:
            return ""
        try:
            return parse(value)
        except ValueError:
            raise forms.ValidationError(
                _("Écrivez la couleur par un dièse et six signes, chiffres ou lettres de a à f\u00a0: #1f5f8b.")
            ) from None


def lettering_choices() -> list[tuple[str, str]]:
    """Every lettering that comes with the platform, told by its fonts."""
    return [(name, lettering.label) for name, lettering in sorted(letterings().items())]

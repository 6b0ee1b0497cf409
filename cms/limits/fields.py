"""Fields that a pack must allow. A model says which, a form leaves the others out.

``field_rights = {"brand": ("colours", "tone")}`` on the model: any one of these rights shows the field.
"""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from cms.forms import PageForm
from sites.models import Commune
from sites.packs import PACKS
from sites.palette import parse
from sites.tenancy.references import OwnModelForm
from sites.tenancy.scope import Scope, rights_of

# Dominant tones of the mini-sites: dark enough for white text, told by their name.
TONES = (
    ("", _("Celui du modèle")),
    ("#4b3f8f", _("Violette")),
    ("#1f5f8b", _("Bleu Lot")),
    ("#0f6b6b", _("Bleu-vert")),
    ("#3f6b4f", _("Vert causse")),
    ("#6b5b1e", _("Safran")),
    ("#8a4b1f", _("Tuile")),
    ("#8f2f3f", _("Vin de Cahors")),
    ("#4a4a55", _("Ardoise")),
)


def tone_choices() -> list[tuple[str, Any]]:
    """Each tone shows itself beside its name."""
    sample = '<span class="desk-tone" style="background:{}"></span>{}'
    return [(value, format_html(sample, value, name) if value else name) for value, name in TONES]


def allows(user: Any, commune: Commune, rights: tuple[str, ...]) -> bool:
    """Whether ``user`` may use one of these rights in ``commune``; a webmestre keeps to what the commune bought too."""
    bought = rights_of(PACKS.get(commune.pack), commune.options)
    return bool(bought.intersection(rights)) or user.is_superuser or any(Scope.of(user).may(commune, r) for r in rights)


class RightfulFields:
    """Mixin of a form: drops the fields whose rights the commune did not buy. Panels of dropped fields hide."""

    fields: dict[str, Any]
    instance: Any
    for_user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask once the form knows who fills it in, and for which commune."""
        super().__init__(*args, **kwargs)
        commune = self.commune()
        if commune is None or not self.for_user:
            return
        for name, rights in type(self.instance).field_rights.items():
            if name in self.fields and not allows(self.for_user, commune, rights):
                del self.fields[name]

    def commune(self) -> Commune | None:
        """Whose content is edited."""
        raise NotImplementedError


class SettingForm(RightfulFields, OwnModelForm):
    """For a setting of a site."""

    def commune(self) -> Commune | None:
        """The site's."""
        return Commune.objects.filter(site=self.instance.site_id).first()


COLOUR = _(
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
        if commune and "brand" in self.fields and "colours" not in rights_of(PACKS.get(commune.pack), commune.options):
            self.fields["brand"] = forms.ChoiceField(
                choices=tone_choices(), required=False, label=_("Tonalité du site"), widget=forms.RadioSelect
            )

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


class HomeForm(RightfulFields, PageForm):
    """For a home page."""

    def commune(self) -> Commune | None:
        """The page is the root of its site."""
        return Commune.objects.filter(site__root_page=self.instance.pk).first() if self.instance.pk else None


class NothingToSetPanel(HelpPanel):
    """Says so when the pack leaves no field of the setting."""

    class BoundPanel(HelpPanel.BoundPanel):
        """Shown only with an empty form."""

        def is_shown(self) -> bool:
            """Without any field left."""
            return self.form is not None and not self.form.fields


NOTHING_TO_SET = _(
    "Votre pack garde les couleurs et les photos du modèle. Pour les changer, demandez un pack plus complet à votre "
    "centre de gestion."
)

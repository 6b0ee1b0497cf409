"""The former looks of a site, below the present one: each with its colours, its day, and a button to take it back."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from sites.models import Commune
from sites.rendering.look import letterings
from sites.themes import load


class Former(NamedTuple):
    """A look as it is shown: ``told`` says what the two colours do not."""

    row: Any
    brand: str
    accent: str
    told: str


def former_of(identity: Any, commune: Commune) -> list[Former]:
    """The looks that an identity had, the last one first: one query."""
    own = load(commune.theme).colours
    return [
        Former(
            row,
            row.values.get("brand") or own["brand"],
            row.values.get("accent") or own["accent"],
            told(row.values),
        )
        for row in identity.former_looks.select_related("kept_by")
    ]


def told(values: Mapping[str, Any]) -> str:
    """A look in a few words: whose colours, which fonts."""
    chosen = values.get("brand") or values.get("accent")
    words = [_("couleurs de la commune") if chosen else _("couleurs du modèle")]
    lettering = letterings().get(values.get("lettering") or "")
    words.append(lettering.label.partition(" :")[0] if lettering else _("polices du modèle"))
    if values.get("logo_id"):
        words.append(_("un blason"))
    return ", ".join(words)


class FormerLooksPanel(Panel):
    """Hidden until the look has changed once."""

    class BoundPanel(Panel.BoundPanel):
        """For one commune."""

        template_name = "writing/looks.html"

        def is_shown(self) -> bool:
            """Where something can be chosen, and was."""
            fields = self.form is not None and bool(self.form.fields)
            return fields and self.instance.pk is not None and self.instance.former_looks.exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The looks, and where one is taken back."""
            commune = Commune.objects.get(site=self.instance.site_id)
            url = reverse("writing:look", args=(commune.pk,))
            looks = former_of(self.instance, commune)
            return {**super().get_context_data(parent_context), "looks": looks, "url": url}

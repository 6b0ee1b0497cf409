"""The colours of a site, seen while they are chosen: a header, a button and a link as visitors will have them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from cms.desk.reach import communes_of
from sites.models import Commune
from sites.palette import Palette, contrast, palette
from sites.themes import worn_by

# What is written on what (tokens of ``sites.palette``), and how it is called.
SAMPLES = (
    ("on-deep", "deep", gettext_lazy("Le bandeau de titre")),
    ("on-brand", "brand", gettext_lazy("Un bouton")),
    ("on-accent", "accent", gettext_lazy("Un bouton d’accent")),
    ("brand", "bg", gettext_lazy("Un lien")),
)
ROLES = {"brand": gettext_lazy("La couleur principale"), "accent": gettext_lazy("La couleur d’accent")}
# WCAG 2.2, 1.4.3 and 1.4.6 (RGAA 3.2): for text of any size.
ENOUGH, AMPLE = 4.5, 7


def preview(request: HttpRequest, commune_id: int) -> JsonResponse:
    """Colours computed from ``brand`` and ``accent``, the theme's where they are empty: stores nothing.

    Answers what ``seen`` gives, or ``{"error": …}`` for what is no colour.
    """
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    try:
        return JsonResponse(seen(commune, request.GET.get("brand", ""), request.GET.get("accent", "")))
    except ValueError:
        said = _("Ce n’est pas encore une couleur\u00a0: un dièse et six signes, comme #1f5f8b.")
        return JsonResponse({"error": said})


def seen(commune: Commune, brand: str, accent: str) -> Mapping[str, Any]:
    """``tokens`` of the samples, ``sentences`` on contrast, ``own``: the theme's two. ``ValueError`` as ``palette``."""
    own = worn_by(commune).colours
    made = palette(brand.strip() or own["brand"], accent.strip() or own["accent"], own.get("paper"))
    names = {name for ink, paper, _label in SAMPLES for name in (ink, paper)}
    return {
        "tokens": {name: made.tokens[name] for name in sorted(names)},
        "sentences": list(sentences(made)),
        "own": {"brand": own["brand"], "accent": own["accent"]},
    }


def sentences(made: Palette) -> Iterator[str]:
    """How the colours read, and which took the place of one that would not."""
    for moved in made.corrections:
        told = {"role": ROLES[moved.role], "asked": moved.asked, "used": moved.used}
        yield _("%(role)s (%(asked)s) se lirait mal\u00a0: le site emploie sa nuance %(used)s.") % told
    for ink, paper, label in SAMPLES:
        ratio = contrast(made.tokens[ink], made.tokens[paper])
        said = _("très lisible") if ratio >= AMPLE else _("lisible") if ratio >= ENOUGH else _("trop pâle")
        told = {"what": label, "said": said, "ratio": f"{ratio:.1f}".replace(".", ",")}
        yield _("%(what)s\u00a0: %(said)s, contraste de %(ratio)s pour 1.") % told


class ColoursPanel(Panel):
    """The samples, below the two fields; hidden where the pack leaves neither."""

    class BoundPanel(Panel.BoundPanel):
        """For one commune."""

        template_name = "writing/colours.html"

        def is_shown(self) -> bool:
            """Where a colour may be chosen."""
            return self.form is not None and "brand" in self.form.fields

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """What stands, until something else is chosen."""
            commune = Commune.objects.get(site=self.instance.site_id)
            try:
                shown = seen(commune, self.instance.brand, self.instance.accent)
            except ValueError:  # what was stored before is no colour: the site has the theme's
                shown = seen(commune, "", "")
            url = reverse("writing:colours", args=(commune.pk,))
            return {**super().get_context_data(parent_context), "shown": shown, "url": url, "commune": commune}

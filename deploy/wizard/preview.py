"""The home page of the commune to come, beside the form that chooses how it looks. Nothing is ordered or kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from jinja2 import TemplateError

from cms.composants.opening import opening
from cms.writing.colours import sentences
from deploy.drivers.cms_site import known_of
from deploy.models import CommuneReference
from deploy.records import facts_of
from deploy.wizard.reach import references_kept
from sites.contractor.budget import TooMuchError
from sites.packs import PACKS, Pack
from sites.palette import palette, parse
from sites.themes import Theme, ThemeError, installed_themes, load

LOOK = {"brand": "couleur", "accent": "accent"}
TOLD = {"adresse": "address", "code_postal": "postcode", "telephone": "phone", "courriel": "email"}
LONGEST = 300  # characters of an answer that the page shows


@method_decorator(xframe_options_sameorigin, name="dispatch")
class Frame(View):
    """What stands beside the form: what becomes of the colours, in words, above the home page itself."""

    model = CommuneReference

    def get(self, request: HttpRequest, insee: str) -> HttpResponseBase:
        """Before anything is chosen."""
        return self._shown(request, insee, request.GET)

    def post(self, request: HttpRequest, insee: str) -> HttpResponseBase:
        """The form as it is, sent by its own button: no script is needed."""
        return self._shown(request, insee, request.POST)

    def _shown(self, request: HttpRequest, insee: str, given: QueryDict) -> HttpResponseBase:
        reference = _reached(request, insee)
        pack = _pack(request)
        words, said = QueryDict(mutable=True), []
        words["pack"] = pack.code
        for name in ("modele", *LOOK.values(), *TOLD):
            words[name] = given.get(name, "")[:LONGEST]
        try:
            said = list(_said(_theme(pack, given), given))
        except ThemeError as error:
            said = [str(error)]
        context = {
            "reference": reference,
            "said": said,
            "url": f"{reverse('orders:home', args=(insee,))}?{words.urlencode()}",
        }
        return TemplateResponse(request, "deploy/wizard_frame.html", context)


@xframe_options_sameorigin
def home(request: HttpRequest, insee: str) -> HttpResponseBase:
    """The home page; a theme at fault says so in its place."""
    facts = known_of(asdict(facts_of(_reached(request, insee))))
    pack, asked = _pack(request), request.GET
    mairie = {name: asked.get(key, "")[:LONGEST] for key, name in TOLD.items()} | {"city": facts.name}
    try:
        look = {name: _colour(asked.get(key, "")) for name, key in LOOK.items()}
        return HttpResponse(opening(facts, pack, _theme(pack, asked), look, mairie))
    except (ThemeError, TooMuchError, TemplateError) as error:
        told = {"page_title": _("Ce thème ne peut pas être montré"), "error": error}
        return TemplateResponse(request, "composants/fault.html", told)


def _reached(request: HttpRequest, insee: str) -> CommuneReference:
    user: Any = request.user
    reference: CommuneReference = get_object_or_404(references_kept(user), insee=insee)
    return reference


def _pack(request: HttpRequest) -> Pack:
    return PACKS.get(request.GET.get("pack", ""), PACKS["decouverte"])


def _theme(pack: Pack, given: Mapping[str, str]) -> Theme:
    """The one chosen, where the pack sells it."""
    asked = given.get("modele", "")
    return load(asked if asked in installed_themes() and pack.accepts_theme(asked) else pack.default_theme)


def _colour(written: str) -> str:
    """A colour, or nothing for the theme's own."""
    try:
        return parse(written)
    except ValueError:
        return ""


def _said(theme: Theme, given: Mapping[str, str]) -> Iterable[str]:
    """What is no colour, then how the colours read, the tint that takes the place of one included."""
    chosen = {}
    for name, key in LOOK.items():
        written = given.get(key, "").strip()
        chosen[name] = _colour(written) or theme.colours[name]
        if written and not _colour(written):
            told = {"written": written[:20]}
            yield _("«\u00a0%(written)s\u00a0» n’est pas une couleur\u00a0: écrivez-la comme #3f6b4f.") % told
    yield from sentences(palette(chosen["brand"], chosen["accent"], theme.colours.get("paper")))

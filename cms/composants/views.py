"""The gallery: what to look at, and how wide."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from jinja2 import TemplateError

from cms.composants.scene import gallery
from sites.contractor.budget import TooMuchError
from sites.packs import OUR_THEMES
from sites.palette import parse
from sites.themes import ThemeError, installed_themes, load

WIDTHS = (320, 390, 768, 1280)
FIRST = "causse"


def index(request: HttpRequest) -> HttpResponse:
    """The choices, and the frame."""
    theme, width = _theme(request), _width(request)
    asked = request.GET.copy()
    asked.pop("largeur", None)
    widths = []
    for one in WIDTHS:
        asked["largeur"] = str(one)
        widths.append((one, f"?{asked.urlencode()}", one == width))
    return TemplateResponse(
        request,
        "composants/index.html",
        {
            "page_title": _("Composants"),
            "header_icon": "view",
            "themes": [(name, _label(name), name == theme) for name in installed_themes()],
            "brand": _colour(request, "couleur"),
            "accent": _colour(request, "accent"),
            "widths": widths,
            "width": width,
            "frame": f"{reverse('composants:preview')}?{asked.urlencode()}",
        },
    )


@xframe_options_sameorigin
def preview(request: HttpRequest) -> HttpResponse:
    """The page in the frame; a theme at fault says so in its place."""
    try:
        html = gallery(load(_theme(request)), _colour(request, "couleur"), _colour(request, "accent"))
    except (ThemeError, TooMuchError, TemplateError) as error:
        told = {"page_title": _("Ce thème ne peut pas être montré"), "error": error}
        return TemplateResponse(request, "composants/fault.html", told)
    return HttpResponse(html)


def _theme(request: HttpRequest) -> str:
    asked = request.GET.get("theme", "")
    return asked if asked in installed_themes() else FIRST


def _width(request: HttpRequest) -> int:
    asked = request.GET.get("largeur", "")
    return int(asked) if asked.isdigit() and int(asked) in WIDTHS else WIDTHS[-1]


def _colour(request: HttpRequest, name: str) -> str:
    """A colour, or nothing for the theme's own."""
    try:
        return parse(request.GET.get(name, ""))
    except ValueError:
        return ""


def _label(name: str) -> str:
    """« Causse », « Ardoise (prestataire) »; the name alone of a theme that cannot be read."""
    try:
        label = load(name).label
    except ThemeError:
        label = name
    return label if name in OUR_THEMES else _("%s (prestataire)") % label

"""A site made of nothing: the renderer of the sites over a commune that does not exist. No query is made."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from wagtail.fields import StreamField

from cms.composants import pieces, samples
from sites.bake.library import Library
from sites.bake.reader import SETTINGS, model_named
from sites.bake.snapshot import Snapshot
from sites.bake.views import DocumentView, Link, MenuItem, Picture
from sites.models import Commune, Departement
from sites.modules import installed_modules
from sites.packs import EXPERT
from sites.palette import PAIRS, contrast
from sites.rendering.identity import site_view
from sites.rendering.look import Look, look_of, statics_of
from sites.rendering.renderer import Renderer
from sites.themes import ICONS, Theme, stored

TEMPLATE = "pages/composants.html"
NAME, NOBODY = "Sainte-Ardoise", "00000"
LEGAL = ("Mentions légales", "Accessibilité", "Données personnelles", "Plan du site")


class _Samples(Library):
    """One picture, one document; any other was deleted."""

    def __init__(self, landscape: str) -> None:
        super().__init__()
        self.landscape = landscape

    def picture(self, number: int | None) -> Picture | None:
        """The landscape that the theme draws."""
        found = Picture(1, "Un paysage", 1600, 760, (50, 60), {}, self.landscape)
        return found if number == pieces.PICTURE else None

    def document(self, number: int | None) -> DocumentView | None:
        """A report."""
        day = timezone.localdate()
        found = DocumentView(1, "Compte rendu du conseil", pieces.NOWHERE, "PDF", "310\u00a0Ko", day, 310_000)
        return found if number == pieces.DOCUMENT else None


def gallery(theme: Theme, brand: str, accent: str) -> str:
    """The page of all components. ``ThemeError`` and faults of templates are those of the theme."""
    look = look_of(theme, {"brand": brand, "accent": accent})
    statics = statics_of(look, installed_modules())
    landscape = statics.landscape(NOBODY)
    for static in statics.every():
        stored(static)  # served under the admin's own name, as for a preview
    snapshot = _snapshot(theme.name, _Samples(landscape))
    showing = tuple(module for module in installed_modules() if module.samples)
    snapshot.modules = showing
    snapshot.rows.update({module.code: module.sample_rows for module in showing})
    snapshot.prepare()
    menu = tuple(
        MenuItem(title, pieces.NOWHERE, 0, _children(title)) for title in ("La mairie", "Vos démarches", "Vivre ici")
    )
    legal = tuple(Link(pieces.NOWHERE, label) for label in LEGAL)
    site = site_view(
        snapshot, statics, menu=menu, legal_pages=legal, feeds=(), processings=(), banner=None, banner_svg=landscape
    )
    brought = [(one.label, one.block, one.value) for module in showing for one in module.samples]
    blocks = [(label, [{"type": kind, "value": value}]) for label, kind, value in (*samples.BLOCKS, *brought)]
    snapshot.rows["composants"] = {"examples": blocks}  # so that they name the document that they show
    renderer = Renderer(snapshot, look, site)
    page = renderer.synthetic("composants/", TEMPLATE, "Les composants")
    context = {
        "examples": blocks, "form": samples.form_in_error(), "icons": _icons(theme), "pairs": list(_pairs(look)),
        "tokens": look.tokens,
    }  # fmt: skip
    return renderer.template(TEMPLATE, page, context).replace(" autofocus>", ">")  # the page is read from its top


def _children(title: str) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(f"{title}, page {at}", pieces.NOWHERE, 0) for at in (1, 2)) if title != "Vivre ici" else ()


def _snapshot(theme: str, library: Library) -> Snapshot:
    departement = Departement(code="00", name="Exemple")
    commune = Commune(insee=NOBODY, name=NAME, departement=departement, population=1200, pack=EXPERT.code, theme=theme)
    return snapshot_of(commune, library, samples.MAIRIE)


def snapshot_of(commune: Commune, library: Library, mairie: Mapping[str, Any], root_path: str = "") -> Snapshot:
    """An unsaved commune that wrote nothing but what ``mairie`` says, and has no page. No query."""
    records = {name: _defaults(model_named(label)) for name, label in SETTINGS.items()}
    records["mairie"] |= mairie
    records["accessibility"] = {}
    return Snapshot(
        commune=commune, now=timezone.now(), base_url=settings.WAGTAILADMIN_BASE_URL, hosts=[], records=records,
        modules=(), library=library, root_path=root_path, url_prefix=0,
    )  # fmt: skip


def _defaults(model: type[Model]) -> dict[str, Any]:
    """What a commune that wrote nothing says of itself."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return {field.attname: [] if isinstance(field, StreamField) else field.get_default() for field in fields}


def _icons(theme: Theme) -> list[str]:
    return sorted(set(re.findall(r'<symbol[^>]*\bid="([a-z0-9-]+)"', theme.statics[ICONS].content.decode())))


def _pairs(look: Look) -> Iterable[dict[str, Any]]:
    """Each pair of the palette: two tokens, their colours, and the contrast that they keep."""
    for pair in PAIRS:
        ink, paper = look.tokens[pair.ink], look.tokens[pair.paper]
        told = {"ink": pair.ink, "paper": pair.paper, "inked": ink, "papered": paper, "minimum": _written(pair.minimum)}
        yield {**told, "ratio": _written(round(contrast(ink, paper), 1))}


def _written(ratio: float) -> str:
    return f"{ratio:g}".replace(".", ",")

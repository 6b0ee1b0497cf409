"""The home page of a commune whose site is not open yet: what a new site starts with, dressed as one chooses."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from wagtail.fields import StreamField

from cms.composants.pieces import NOWHERE
from cms.composants.scene import LEGAL, snapshot_of
from cms.models import Accueil, BasePage
from cms.starter import planting, trees
from cms.starter.facts import Facts
from cms.starter.seeds import Seed
from sites.bake.library import Library
from sites.bake.reader import STEP
from sites.bake.snapshot import Snapshot
from sites.bake.views import Link, PageView
from sites.models import Commune, Departement
from sites.packs import Pack
from sites.rendering.identity import site_view
from sites.rendering.look import look_of, statics_of
from sites.rendering.renderer import Renderer
from sites.themes import Theme, stored

ROOT = "1".zfill(STEP)
HOME = 1
_NOT_CONTENT = frozenset(field.attname for field in BasePage._meta.concrete_fields)


def opening(facts: Facts, pack: Pack, theme: Theme, identity: Mapping[str, Any], mairie: Mapping[str, Any]) -> str:
    """Its HTML. Nothing is read and nothing is kept; faults of the theme are raised as it raises them."""
    look = look_of(theme, identity)
    statics = statics_of(look)
    landscape = statics.landscape(facts.insee)
    for static in statics.every():
        stored(static)  # served under the admin's own name, as for a preview
    departement = Departement(code=facts.departement_code, name=facts.departement_name)
    commune = Commune(
        insee=facts.insee, name=facts.name, departement=departement, population=facts.population or 0,
        pack=pack.code, theme=theme.name,
    )  # fmt: skip
    snapshot = snapshot_of(commune, Library(), mairie, ROOT)
    for page in _pages(snapshot, pack, facts):
        snapshot.add_view(page)
    legal = tuple(Link(NOWHERE, label) for label in LEGAL)
    site = site_view(
        snapshot, statics, menu=snapshot.menu(), legal_pages=legal, feeds=(), processings=(), banner=None,
        banner_svg=landscape,
    )  # fmt: skip
    home = snapshot.home
    if home is None:
        raise AssertionError(ROOT)
    return Renderer(snapshot, look, site).page(home)


def _pages(snapshot: Snapshot, pack: Pack, facts: Facts) -> Iterator[PageView]:
    """The home page and all below it, as they will be planted."""
    numbers = count(HOME + 1)
    below = list(_below(snapshot, trees.content(pack, facts), ROOT, "/", numbers))
    home = Accueil(title=facts.name, slug="accueil", tagline=trees.tagline(facts), body=trees.home_body(pack, facts))
    planting.resolve_links(home, {page.slug: page.id for page in below})
    yield _view(snapshot, home, HOME, ROOT, "/")
    yield from below


def _below(snapshot: Snapshot, seeds: Sequence[Seed], path: str, url: str, numbers: "count[int]") -> Iterator[PageView]:
    for at, seed in enumerate(seeds, start=1):
        own, address = f"{path}{at:0{STEP}d}", f"{url}{seed.page.slug}/"
        yield _view(snapshot, seed.page, next(numbers), own, address)
        yield from _below(snapshot, seed.children, own, address, numbers)


def _view(snapshot: Snapshot, page: BasePage, number: int, path: str, url: str) -> PageView:
    fields: dict[str, Any] = {}
    for field in page._meta.concrete_fields:
        if field.attname not in _NOT_CONTENT:
            value = getattr(page, field.attname)
            fields[field.attname] = list(value.raw_data) if isinstance(field, StreamField) else value
    return PageView(
        id=number, type=page.snapshot_type, template=page.template_name, title=page.title, slug=page.slug,
        seo_title="", description="", url=url, absolute_url=snapshot.base_url + url, path=path,
        depth=len(path) // STEP, in_menu=number != HOME, first_published_at=snapshot.now,
        last_published_at=snapshot.now, fields=fields, source=snapshot,
    )  # fmt: skip

"""Whatever is installed has its page in the catalogue: a page type, a block or a module added later joins by itself.

Where it cannot, the sentence of a test says what to add to ``tests/a11y/catalogue/town.py``.
"""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db.models import Model
from wagtail.models import get_page_models

from cms.blocks import HOME_BLOCKS
from cms.models import Accueil, BasePage
from sites.bake.snapshot import take
from sites.modules import Module, active_modules, installed_modules
from sites.packs import PACKS
from sites.referencing.redirects import file_of
from sites.rendering.templates import ThemeEnvironment
from tests.a11y.catalogue import EXAMPLE, Catalogue, baking
from tests.tools import ROOT
from tests.world import Town

pytestmark = pytest.mark.django_db
ADD = "À ajouter au catalogue (tests/a11y/catalogue/town.py) : {}."

# Templates of pages that no visitor reads, each with its reason.
NOT_VISITED = {
    "pages/redirect.html": "it sends elsewhere at once; v.Nu reads it",
    "pages/composants.html": "the gallery of components, that webmasters see in the admin",
}


class Full:
    """The commune, its catalogue and what its bake used."""

    def __init__(self, town: Town, catalogue: Catalogue, templates: set[str]) -> None:
        self.town = town
        self.catalogue = catalogue
        self.templates = templates


@pytest.fixture(scope="module")
def full(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    used: set[str] = set()
    found = ThemeEnvironment.get_template

    def noted(self: ThemeEnvironment, name: Any, *more: Any, **named: Any) -> Any:
        used.add(str(name))
        return found(self, name, *more, **named)

    with django_db_blocker.unblock(), baking.commune(tmp_path_factory.mktemp("full")) as town:
        with mock.patch.object(ThemeEnvironment, "get_template", noted):
            catalogue = baking.in_theme(town, "causse")
        yield Full(town, catalogue, used)


def page_types() -> list[type[Model]]:
    """Those that have a page of their own on the site: folders and the root have none."""
    return [model for model in get_page_models() if getattr(model, "template_name", "")]


def live(full: Full) -> list[BasePage]:
    return list(BasePage.objects.descendant_of(full.town.home, inclusive=True).live().specific())


def missing(names: list[str]) -> str:
    return ADD.format(", ".join(names))


def test_every_page_type_has_a_page_that_is_looked_at(full: Full) -> None:
    known = {page.path for page in full.catalogue.pages}
    shown = {type(page) for page in live(full) if page.full_url.split("localhost:8000")[-1] in known}
    lost = [str(model._meta.verbose_name) for model in page_types() if model not in shown]
    assert lost == [], missing(lost)


def test_every_block_an_editor_may_add_is_on_a_page(full: Full) -> None:
    bodies = [page.body.raw_data for page in live(full) if getattr(page, "body", None)]
    used = {block["type"] for body in bodies for block in body}
    lost = [name for name, _block in HOME_BLOCKS if name not in used]
    assert lost == [], missing(lost)


def test_the_commune_has_every_module(full: Full) -> None:
    active = {module.code for module in active_modules(full.town.commune)}
    assert {module.code for module in installed_modules()} == active
    assert "expert" in PACKS


def declared(module: Module) -> set[str]:
    """Templates that it says it shows."""
    return {template for template in [*module.slots.values(), module.home_section] if template}


def test_every_template_that_a_module_shows_was_shown(full: Full) -> None:
    lost = [name for module in installed_modules() for name in sorted(declared(module)) if name not in full.templates]
    assert lost == [], missing(lost)


def test_every_page_that_a_module_makes_besides_was_looked_at_or_is_as_another(full: Full) -> None:
    snapshot = take(full.town.commune.pk)
    made = [
        (output.template, file_of("/" + output.path))
        for module in active_modules(full.town.commune)
        for output in module.outputs(snapshot)
        if output.content is None
    ]
    looked = {file_of(page.path) for page in full.catalogue.pages}
    lost = sorted({template for template, _file in made} - {template for template, file in made if file in looked})
    assert lost == [], missing(lost)


def test_every_template_of_a_page_was_rendered(full: Full) -> None:
    """Those of the platform and of the modules: error pages, answers, and pages that stand in no tree."""
    folders = [ROOT / "themes/base/templates"]
    pages = [path.relative_to(folder).as_posix() for folder in folders for path in folder.glob("pages/*.html")]
    lost = sorted(name for name in pages if name not in full.templates and name not in NOT_VISITED)
    assert lost == [], missing(lost)


def test_every_page_says_its_kind(full: Full) -> None:
    """The class of its body: the sheets name it so, and one page of each is enough for the slowest checks."""
    assert [page.path for page in full.catalogue.pages if not page.kind] == []


def test_a_page_type_that_nobody_shows_is_named(full: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.live", lambda full: [Accueil.objects.get(pk=full.town.home.pk)])
    with pytest.raises(AssertionError, match=r"À ajouter au catalogue .*évènement"):
        test_every_page_type_has_a_page_that_is_looked_at(full)


def test_what_the_cms_answers_is_in_the_catalogue_with_its_status(full: Full) -> None:
    statuses = {page.path: page.status for page in full.catalogue.pages if page.path.startswith(("/servi/", "/_/"))}
    assert statuses == {
        "/servi/contact-fautif/": 422,
        "/servi/contact-recu/": 200,
        "/servi/contact-relu/": 200,
        "/servi/formulaire-fautif/": 422,
        "/servi/obstacle-fautif/": 422,
        "/servi/obstacle/": 200,
        "/_/recherche/?q=xyzzy": 200,
        "/_/recherche/?q=conseil": 200,
    }


def test_a_contractors_theme_shows_all_of_it(full: Full, settings: Any) -> None:
    """Its templates reach plain values alone: what a template of ours asks beyond them fails there, and only there."""
    settings.BEFFROI_THEMES = [str(EXAMPLE.parent)]
    theirs = baking.in_theme(full.town, EXAMPLE.name)
    assert [seen.path for seen in theirs.pages] == [seen.path for seen in full.catalogue.pages]

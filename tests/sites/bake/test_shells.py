"""The page of a site that shared sheets are put into: baked with the site, and no page by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from modules.actualites.apps import Actualites
from sites.bake.bakery import bake, store_of
from sites.bake.views import Output
from sites.composing.places import shell_file
from sites.composing.shell import BODY, HEAD, TITLE, boxed
from sites.rendering.renderer import Renderer
from tests.world import Town, World

SHELL = f"<title>{TITLE} – Aubord</title>{HEAD}<main>{BODY}</main>{boxed({'mairie': '<p>ici</p>'})}"


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


@pytest.fixture
def shelled(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A module whose shell is this."""

    def dress(html: str) -> None:
        monkeypatch.setattr(Actualites, "outputs", lambda *_: [Output("guide/", template="x", composed=True)])
        monkeypatch.setattr(Renderer, "output", lambda *_: html)

    return dress


def test_a_shell_stands_beside_the_public_folder_and_is_not_written_again_unchanged(
    town: Town, shelled: Callable[[str], None]
) -> None:
    shelled(SHELL)
    assert not bake(town.commune).error
    store = store_of(town.commune.insee)
    folder = store.folder(store.generation())
    assert (folder / shell_file("guide")).read_text() == SHELL
    assert not list(folder.glob("www/**/guide*"))
    assert "guide" not in (folder / "www/sitemap.xml").read_text()
    number = store.generation()
    bake(town.commune)
    assert store.generation() == number
    shelled(SHELL.replace("ici", "là"))
    bake(town.commune)
    assert (store.folder(store.generation()) / shell_file("guide")).read_text() != SHELL
    assert store.generation() == number + 1


def test_a_shell_that_cannot_be_cut_is_refused_by_the_bake_and_the_old_site_stays(
    town: Town, shelled: Callable[[str], None], var: Path
) -> None:
    bake(town.commune)
    before = store_of(town.commune.insee).generation()
    shelled(SHELL.replace(BODY, ""))
    result = bake(town.commune)
    assert [failure.url for failure in result.failures] == ["/guide/"]
    assert "chaque repère une fois" in result.failures[0].traceback
    assert store_of(town.commune.insee).generation() == before

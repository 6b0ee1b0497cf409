"""An independent client rebuilds the whole site of a commune from the API alone: the same pages, titles and words."""

import re
from pathlib import Path

import pytest

from cms.api import views
from sites.bake.bakery import store_of
from sites.models import Commune
from sites.public.visitors import Limiter
from tests.docs.exemples.compare import Page, addresses, page, squeezed
from tests.docs.exemples.rebuilding import ELEVENTY, laid, node, rebuilt
from tests.showcase import build_cahors

# What the theme says by itself, of what the API tells as data: another site says it in its own words.
OF_THE_THEME = re.compile(
    r"(Ouvert de|Fermé du|Fermé le) .*|Y aller, appeler|Horaires d’ouverture|Voir sur OpenStreetMap"
    r"|Puis d’autres dates .*|Toutes les pages du site\.|Le guide n’est pas encore arrivé\. .*|[A-Z]"
)
# Drawn by the theme from the settings, or from lists that are compared elsewhere.
ARRANGED = frozenset({"/", "/vivre-a-cahors/horaires/"})
ACTS = "/ma-mairie/documents/"
# The state of a consultation changes with the clock, and thresholds are the law's: each site says them in its own way.
MARCHES = "/ma-mairie/marches-publics/"
# The hours of an entry are told in the syntax of OpenStreetMap, and its address as columns.
ANNUAIRE = "/vivre-a-cahors/annuaire/"


@pytest.fixture
def cahors(db: None, var: Path, monkeypatch: pytest.MonkeyPatch) -> Commune:
    monkeypatch.setattr(views, "limiter", Limiter(100_000, 60))
    return build_cahors(var)


def missing(ours: Page, theirs: Page) -> list[str]:
    """Words of our page that the rebuilt one has not."""
    lost = [text for text in ours.leaves if squeezed(text) not in theirs.everything]
    return [text for text in lost if not OF_THE_THEME.fullmatch(text)]


def test_a_whole_site_is_rebuilt_from_the_api_alone(cahors: Commune, tmp_path: Path) -> None:
    program = node()
    if program is None or not (laid() / ELEVENTY).exists():
        pytest.skip("Les paquets de l’exemple ne sont pas installés : lancez « python -m tests.docs.exemples ».")
    www = store_of(cahors.insee).www
    asked = rebuilt(program, "cahors.localhost", www, tmp_path / "site")
    pages = {
        path: (page(www, path), page(tmp_path / "site", path)) for path in addresses(www)
    }  # a page that is missing is a file that is not found
    assert len(pages) > 140
    titles = {path: (ours.title, theirs.title) for path, (ours, theirs) in pages.items()}
    assert {path: both for path, both in titles.items() if both[0] != both[1]} == {}
    headings = {path: (ours.heading, theirs.heading) for path, (ours, theirs) in pages.items() if path != "/"}
    assert {path: both for path, both in headings.items() if both[0] != both[1]} == {}
    prose = {path: (ours.prose, theirs.prose) for path, (ours, theirs) in pages.items()}
    assert {path: both for path, both in prose.items() if both[0] != both[1]} == {}
    files = {path: ours.files - theirs.files for path, (ours, theirs) in pages.items()}
    assert {path: lost for path, lost in files.items() if lost} == {}
    words = {
        path: missing(ours, theirs)
        for path, (ours, theirs) in pages.items()
        if path not in ARRANGED and not path.startswith((f"{ACTS}actes/", f"{ACTS}seances/", MARCHES, ANNUAIRE))
    }
    assert {path: lost for path, lost in words.items() if lost} == {}
    assert {path.split("?")[0].split("/")[2] for path in asked} == {"api", "i", "d"}, "it asked for nothing else"
    brought = [path for path in asked if not path.startswith("/_/api/")]
    assert len(brought) > 20
    for path in brought:
        assert (tmp_path / "site" / path.lstrip("/")).read_bytes() == (www / path.lstrip("/")).read_bytes()

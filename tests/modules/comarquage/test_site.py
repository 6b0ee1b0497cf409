"""What a site shows of the guide: where it begins, and the page that its sheets are read in."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from sites.bake.archive import export
from sites.bake.bakery import bake, store_of
from sites.composing.pack import Pack
from sites.composing.pages import parts
from sites.composing.places import pack_file, shell_file
from sites.composing.segments import plain
from sites.composing.shell import cut
from tests.modules.comarquage.factories import bring, buy, index_of
from tests.world import Town, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world: World, var: Path) -> Town:
    buy(world.aubord)
    return world.aubord


def baked(town: Town) -> Path:
    """The folder of the generation."""
    assert bake(town.commune).error == ""
    store = store_of(town.commune.insee)
    return store.folder(store.generation())


def test_the_guide_begins_with_the_audiences_there_are(town: Town, tmp_path: Path) -> None:
    index_of(town)
    empty = (baked(town) / "www/guide/index.html").read_text()
    assert "Le guide n’est pas encore arrivé." in empty
    bring(tmp_path)
    home = (baked(town) / "www/guide/index.html").read_text()
    assert '<a href="/guide/particuliers/">Particuliers</a>' in home
    assert "/guide/professionnels/" not in home
    assert "Service-Public.gouv.fr / DILA" in home


def test_a_sheet_is_read_in_the_page_of_the_site_with_its_town_hall(town: Town, tmp_path: Path, var: Path) -> None:
    index_of(town)
    bring(tmp_path)
    shell = cut((baked(town) / shell_file("guide")).read_text())
    pack = Pack(pack_file(var, "guide"))
    page = plain(parts(shell, pack, "particuliers/F1")).decode()
    assert "<title>Demander un arrosoir – Aubord</title>" in page
    assert '<link rel="canonical" href="https://www.service-public.gouv.fr/particuliers/vosdroits/F1">' in page
    assert page.count("<h1") == 1
    assert "À la mairie." in page
    local = page[page.index("guide-local") :]
    assert "01 99 00 12 34" in local
    theme = plain(parts(shell, pack, "particuliers/N1")).decode()
    assert "guide-local" not in theme, "only where the sheet speaks of the town hall"


def test_moved_the_page_is_still_found_where_sheets_lead_back_to(town: Town) -> None:
    index_of(town, slug="vos-droits")
    folder = baked(town)
    assert (folder / "www/vos-droits/index.html").exists()
    assert (folder / "www/guide/index.html").exists()
    assert "/guide/" not in (folder / "www/sitemap.xml").read_text()


def test_off_nothing_of_it_is_baked(world: World, town: Town) -> None:
    index_of(town)
    town.commune.options = {}
    town.commune.save()
    folder = baked(town)
    assert not (folder / "www/guide").exists()
    assert not (folder / shell_file("guide")).exists()


def test_an_export_holds_each_sheet_as_it_is_read(town: Town, world: World, tmp_path: Path, var: Path) -> None:
    index_of(town)
    bring(tmp_path)
    count = export(town.commune, tmp_path / "aubord.zip")
    with ZipFile(tmp_path / "aubord.zip") as archive:
        names = set(archive.namelist())
        page = archive.read("guide/particuliers/F1/index.html").decode()
        assert "guide/particuliers/index.html" in names
    assert len(names) == count + 1, "and what is said of it"
    assert "<title>Demander un arrosoir – Aubord</title>" in page
    assert "01 99 00 12 34" in page
    export(world.belleville.commune, tmp_path / "belleville.zip")
    assert not [name for name in ZipFile(tmp_path / "belleville.zip").namelist() if name.startswith("guide/")]


def test_an_export_without_a_pack_that_can_be_read_is_made_all_the_same(town: Town, tmp_path: Path, var: Path) -> None:
    index_of(town)
    bring(tmp_path)
    baked(town)
    pack_file(var, "guide").write_bytes(b"cut short")
    export(town.commune, tmp_path / "aubord.zip")
    assert "index.html" in ZipFile(tmp_path / "aubord.zip").namelist()

"""What is baked for a commune holds nothing of another, nothing unpublished, and no original."""

import gzip
import hashlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from sites.bake.bakery import bake
from tests.sites.tenancy.planted import Planted, PlantedWorld, build_planted_world

pytestmark = pytest.mark.isolation


@pytest.fixture
def planted(db: None, var: Path) -> PlantedWorld:
    return build_planted_world()


def files_of(it: Planted, var: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file the public may ask for."""
    root = var / "sites" / it.commune.insee / "current" / "www"
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".br":  # the same text again
            content = path.read_bytes()
            plain = gzip.decompress(content) if path.suffix == ".gz" else content
            veiled = ".html" in path.suffixes  # addresses are in numbers there, and name a commune all the same
            yield str(path.relative_to(root)), unescape(plain.decode()).encode() if veiled else plain


def test_a_baked_site_tells_of_its_own_commune_only(planted: PlantedWorld, var: Path) -> None:
    towns = (planted.aubord, planted.belleville)
    for town in towns:
        assert bake(town.commune).error == ""
    for town, other in (towns, towns[::-1]):
        texts = {name: content.lower() for name, content in files_of(town, var)}
        marked = [name for name, content in texts.items() if town.marker.encode() in content]
        assert {"index.html", "actualites/rss.xml", "actualites/atom.xml", "sitemap.xml"} <= set(marked)  # the control
        leaks = [name for name, content in texts.items() if other.marker.encode() in content + name.lower().encode()]
        assert leaks == []


def test_a_reference_to_another_commune_is_not_baked(planted: PlantedWorld, var: Path) -> None:
    """Should one get past the forms all the same: a picture, a page, a document, by their numbers."""
    a, b = planted.aubord, planted.belleville
    link = f'<a linktype="page" id="{a.page.pk}">page</a> <a linktype="document" id="{a.document.pk}">document</a>'
    picture = {"image": a.image.pk, "alt_text": "", "decorative": True}
    page = type(b.page).objects.get(pk=b.page.pk)
    page.body = [("text", f"<p>{link}</p>")]
    page.body.raw_data.append({"type": "image", "id": "x", "value": {"image": picture, "caption": "", "width": "text"}})
    page.save_revision().publish()
    assert bake(b.commune).error == ""
    content = b"".join(content for _name, content in files_of(b, var)).lower()
    assert a.marker.encode() not in content


def test_neither_drafts_nor_restricted_pages_nor_originals_are_baked(planted: PlantedWorld, var: Path) -> None:
    it = planted.aubord
    bake(it.commune)
    files = dict(files_of(it, var))
    everything = b"".join(files.values())
    assert it.draft.title.encode() not in everything
    assert it.private.title.encode() not in everything
    assert f"{it.moderated.title} encore".encode() not in everything
    with it.image.file.open("rb") as original:
        digest = hashlib.sha256(original.read()).hexdigest()
    assert digest not in {hashlib.sha256(content).hexdigest() for content in files.values()}

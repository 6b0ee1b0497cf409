"""A contractor's theme gives the same pages as ours would from the same templates, and stops alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from cms.models import DocumentFile
from sites.bake.bakery import bake
from sites.bake.pool import bake_many
from sites.contractor.budget import SECONDS
from sites.models import Commune
from sites.packs import OUR_THEMES
from sites.themes import environment, load, worn_by
from tests.sites.contractor.conftest import Write
from tests.themes.gallery import dress

if TYPE_CHECKING:
    from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOOP = "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3


def pages(var: Path, insee: str) -> dict[str, str]:
    www = var / "sites" / insee / "current/www"
    return {path.relative_to(www).as_posix(): path.read_text("utf-8") for path in sorted(www.rglob("*.html"))}


def test_a_theme_that_changes_nothing_gives_the_very_pages_of_the_one_it_extends(
    world: "World", var: Path, write: Write, settings: Any
) -> None:
    settings.BEFFROI_STRICT_TEMPLATES = True
    write({})
    dress(world.aubord, "base")
    assert bake(world.aubord.commune).error == ""
    ours = pages(var, "30020")
    dress(world.aubord, "essai")
    result = bake(world.aubord.commune)
    assert not result.failures, result.failures[0].traceback
    assert pages(var, "30020") == ours
    assert len(ours) > 10
    assert not load("essai").ours
    assert load("causse").ours


def test_a_template_that_never_ends_fails_its_own_site_and_the_others_are_baked(
    world: "World", var: Path, write: Write
) -> None:
    write({"templates/pages/page.html": LOOP})
    Commune.objects.filter(pk=world.aubord.commune.pk).update(theme="essai")
    results = {one.insee: one for one in bake_many(Commune.objects.order_by("insee"), processes=1)}
    assert "demande plus de 2 secondes de calcul" in results["30020"].error
    assert results["30020"].ms["total"] < SECONDS * 10_000  # once for the whole site, not for each of its pages
    assert results["69264"].error == ""
    assert pages(var, "69264")


@pytest.mark.parametrize("pack", ["mini_site", "decouverte", "confort"])
def test_a_commune_that_lost_the_right_to_a_contractors_theme_wears_that_of_its_pack(pack: str, write: Write) -> None:
    write({})
    assert worn_by(Commune(pack="expert", theme="essai")).name == "essai"
    assert worn_by(Commune(pack=pack, theme="essai")).name in OUR_THEMES


def test_our_own_themes_keep_the_fast_environment(write: Write) -> None:
    write({})
    assert not environment(load("base")).sandboxed
    assert environment(load("essai")).sandboxed


def test_a_template_publishes_no_document_that_the_contents_do_not_name(
    world: "World", var: Path, write: Write
) -> None:
    hidden = DocumentFile.objects.create(
        title="Un brouillon", file=ContentFile(b"%PDF-1.4", "secret.pdf"), collection=world.aubord.collection
    )
    counted = "{% for n in range(500) %}{{ ctx.document(n).url }}{{ ctx.rich(link ~ n ~ end) }}{% endfor %}"
    words = """{% set link, end = '<a linktype="document" id="', '">a</a>' %}"""
    write({"templates/pages/404.html": words + counted})
    dress(world.aubord, "essai")
    assert bake(world.aubord.commune).error == ""
    published = {path.parent.name.split("-")[0] for path in (var / "sites/30020/current/www/_/d").rglob("*.pdf")}
    assert published == {str(world.aubord.document.pk)}
    assert str(hidden.pk) not in published

"""Blocks of modules: what the editor of a commune is offered, and what stays when a module is switched off."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail import blocks
from wagtail.blocks.base import BlockField

from cms.blocks.modules import blocks_of_modules, closed_to, offer
from cms.blocks.sections import SectionBlock, section_choices
from cms.models import Page
from cms.takeover import directives
from cms.takeover.errors import ContentError
from modules.actualites.apps import Actualites
from sites.modules import installed_modules
from tests.world import World

EVENT = {"type": "essai", "value": "La fête", "id": "0b7c1c4e-0000-4000-8000-000000000001"}
SECTION = {"type": "section", "value": {"module": "actualites", "title": "", "count": 4}, "id": None}


@pytest.fixture
def field(monkeypatch: pytest.MonkeyPatch) -> BlockField:
    """A field whose block « essai » belongs to the module of the news."""
    monkeypatch.setattr(Actualites, "blocks", {"essai": "wagtail.blocks.CharBlock"})
    known: list[tuple[str, blocks.Block]] = [
        ("text", blocks.TextBlock()),
        ("section", SectionBlock()),
        ("essai", blocks.CharBlock()),
    ]
    return BlockField(block=blocks.StreamBlock(known, required=False))


def switch_off(world: World, code: str) -> Any:
    commune = world.aubord.commune
    commune.options = {"modules_off": [code]}
    return commune


def test_a_module_names_its_blocks_and_the_platform_finds_them(field: BlockField) -> None:
    assert isinstance(dict(blocks_of_modules())["essai"], blocks.CharBlock)
    assert field.block.child_blocks["essai"]


def test_a_commune_that_has_the_module_is_offered_its_block(world: World, field: BlockField) -> None:
    offer(field, world.aubord.commune, ())
    assert list(field.block.child_blocks) == ["text", "section", "essai"]
    assert field.widget.block_def is field.block


def test_a_commune_without_the_module_is_not_offered_its_block(world: World, field: BlockField) -> None:
    offer(field, switch_off(world, "actualites"), ())
    assert "essai" not in field.block.child_blocks
    posted = {"b-count": "1", "b-0-deleted": "", "b-0-type": "essai", "b-0-order": "0", "b-0-value": "x"}
    assert list(field.widget.value_from_datadict(posted, {}, "b")) == []


def test_what_a_page_holds_survives_the_module_and_cannot_be_multiplied(world: World, field: BlockField) -> None:
    offer(field, switch_off(world, "actualites"), [EVENT])
    assert field.block.meta.block_counts == {"essai": {"max_num": 1}}
    kept = field.clean(field.block.to_python([EVENT]))
    assert field.block.get_prep_value(kept) == [EVENT]


def test_the_section_offers_the_modules_of_the_commune_alone(world: World, field: BlockField) -> None:
    with_section = [module.code for module in installed_modules() if module.home_section]
    assert [code for code, _label in section_choices()] == with_section
    offer(field, switch_off(world, "actualites"), ())
    others = [code for code in with_section if code != "actualites"]
    assert ("section" in field.block.child_blocks) is bool(others)
    offer(field, world.belleville.commune, ())
    assert "actualites" not in str(closed_to(world.belleville.commune))


def test_the_form_of_a_page_offers_what_its_commune_has(world: World, client: Any) -> None:
    client.force_login(world.aubord.contributeur)
    page = world.aubord.page
    response = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    form = response.context["form"]
    closed = closed_to(world.aubord.commune)
    names = set(Page._meta.get_field("body").stream_block.child_blocks)
    assert set(form.fields["body"].block.child_blocks) == names - closed


def test_a_section_is_written_in_markdown_by_the_code_of_its_module() -> None:
    made = directives.build(directives.Directive("section", "À venir", 'module = "agenda"\nnombre = 3'), None)  # type: ignore[arg-type]
    assert made == {"type": "section", "value": {"module": "agenda", "title": "À venir", "count": 3}}


def test_a_directive_that_a_module_declares_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actualites, "directives", {"essai": "tests.cms.blocks.test_modules.built"})
    directives.builders.cache_clear()
    try:
        made = directives.build(directives.Directive("essai", "Titre", ""), None)  # type: ignore[arg-type]
    finally:
        monkeypatch.undo()
        directives.builders.cache_clear()
    assert made == {"type": "essai", "value": "Titre"}
    with pytest.raises(ContentError, match="n’existe pas"):
        directives.build(directives.Directive("essai", "Titre", ""), None)  # type: ignore[arg-type]


def built(directive: directives.Directive, _resolver: Any) -> directives.Raw:
    """The builder of the test above."""
    return directives.block("essai", directive.title)


def test_a_section_of_a_module_that_is_off_renders_nothing(world: World) -> None:
    from sites.bake.preview import render_block  # noqa: PLC0415

    page, commune = world.aubord.home, world.aubord.commune
    assert "Aubord" in render_block("section", SECTION["value"], page)
    commune.options = {"modules_off": ["actualites"]}
    commune.save()
    assert render_block("section", SECTION["value"], page) == ""

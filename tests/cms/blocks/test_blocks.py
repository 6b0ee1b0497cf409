"""What each block accepts, and the sentence it answers with."""

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from cms import outside
from cms.blocks import CONTENT_BLOCKS, HOME_BLOCKS, DayBlock, LinkBlock
from cms.blocks.hours import HoursBlock
from cms.blocks.links import ICONS, TargetBlock
from cms.blocks.outside import EmbedBlock
from cms.blocks.people import ContactBlock
from cms.blocks.table import TableBlock
from cms.fields import ContentField

ROOT = Path(__file__).resolve().parents[3]
FROZEN = re.compile(r"wagtail\.(blocks|images\.blocks|documents\.blocks)|block_lookup|cms\.blocks")
EMPTY_LINK = {"page": None, "document": None, "url": "", "label": ""}


def every_block() -> Iterator[tuple[str, blocks.Block]]:
    """Each block of each page, and all that stands inside."""
    waiting = [(name, block) for name, block in HOME_BLOCKS]
    while waiting:
        name, block = waiting.pop()
        yield name, block
        waiting += [(f"{name}.{child}", inner) for child, inner in getattr(block, "child_blocks", {}).items()]
        if isinstance(block, blocks.ListBlock):
            waiting.append((f"{name}[]", block.child_block))


def faults(block: blocks.Block, value: Any) -> str:
    """All that ``clean`` says of a raw value; empty when it is accepted."""
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        return " ".join(_sentences(error))
    return ""


def _sentences(error: Any) -> Iterator[str]:
    inner = getattr(error, "block_errors", None) or getattr(error, "cell_errors", None)
    if inner:
        for child in inner.values() if isinstance(inner, dict) else inner:
            yield from _sentences(child)
    elif isinstance(error, ValidationError):
        yield from error.messages
    elif error:
        for child in getattr(error, "as_data", lambda: error)():
            yield from _sentences(child)


def test_every_block_is_named_in_french_and_has_an_icon_that_exists() -> None:
    icons = {path.stem for path in _wagtail_icons().glob("*.svg")}
    unknown = [(name, block.meta.icon) for name, block in every_block() if block.meta.icon not in icons]
    assert unknown == []
    unnamed = [name for name, block in every_block() if not str(block.label)]
    assert unnamed == []


def _wagtail_icons() -> Path:
    return Path(apps.get_app_config("wagtailadmin").path) / "templates" / "wagtailadmin" / "icons"


def test_every_block_of_a_page_says_what_it_is_for() -> None:
    assert [name for name, block in HOME_BLOCKS if not str(block.meta.description)] == []


def test_every_drawing_offered_for_a_group_of_links_is_in_the_themes() -> None:
    declared = tomllib.loads((ROOT / "themes" / "base" / "theme.toml").read_text(encoding="utf-8"))["icons"]["lucide"]
    assert [name for name, _label in ICONS if name not in declared] == []


def test_no_list_is_without_end() -> None:
    endless = [name for name, block in every_block() if isinstance(block, blocks.ListBlock) and not block.meta.max_num]
    assert endless == []


def test_no_migration_holds_a_block_and_a_changed_block_changes_no_migration() -> None:
    found = [
        path
        for app in ("cms", "modules/actualites")
        for path in (ROOT / app / "migrations").glob("*.py")
        if re.search(
            r"wagtail\.(blocks|images\.blocks|documents\.blocks)|block_lookup|cms\.blocks", path.read_text("utf-8")
        )
    ]
    assert found == []
    few, many = ContentField(CONTENT_BLOCKS[:1], blank=True), ContentField(HOME_BLOCKS, blank=True, max_num=3)
    assert few.deconstruct()[1:] == many.deconstruct()[1:] == ("cms.fields.ContentField", [[]], {"blank": True})


def test_every_stream_of_ours_keeps_its_blocks_out_of_migrations() -> None:
    others = [
        str(field)
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in {"cms", "sites", "modules", "deploy"}
        for field in model._meta.local_concrete_fields
        if isinstance(field, StreamField) and not isinstance(field, ContentField)
    ]
    assert others == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"url": "https://www.lot.fr", "label": "Le Département"}, ""),
        ({"url": "www.lot.fr", "label": "Le Département"}, ""),
        ({"url": "tel:0565000000", "label": "Appeler"}, ""),
        ({"url": "https://www.lot.fr"}, "Dites où mène ce lien"),
        ({"url": "javascript:alert(1)", "label": "Piège"}, "Copiez l’adresse entière"),
        ({"url": "lot", "label": "Lot"}, "Copiez l’adresse entière"),
        ({}, "Choisissez où mène ce lien"),
    ],
)
def test_a_link_leads_to_one_known_kind_of_place(value: dict[str, Any], sentence: str) -> None:
    said = faults(TargetBlock(), {**EMPTY_LINK, **value})
    assert said.startswith(sentence) if sentence else said == ""


def test_an_optional_link_may_be_left_empty() -> None:
    assert faults(LinkBlock(), EMPTY_LINK) == ""


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"morning_from": time(9), "morning_to": time(12)}, ""),
        ({"note": "sur rendez-vous"}, ""),
        ({"morning_from": time(9)}, "Donnez l’heure d’ouverture puis celle de fermeture"),
        ({"morning_from": time(12), "morning_to": time(9)}, "Donnez l’heure d’ouverture puis celle de fermeture"),
        (
            {"morning_from": time(9), "morning_to": time(14), "afternoon_from": time(13), "afternoon_to": time(17)},
            "L’après-midi commence après",
        ),
    ],
)
def test_hours_come_in_pairs_and_in_order(hours: dict[str, Any], sentence: str) -> None:
    empty = dict.fromkeys(("morning_from", "morning_to", "afternoon_from", "afternoon_to"))
    said = faults(DayBlock(), {"day": "monday", "note": "", **empty, **hours})
    assert said.startswith(sentence) if sentence else said == ""


def test_a_service_with_hours_of_its_own_says_them() -> None:
    assert "Ajoutez au moins un jour" in faults(HoursBlock(), {"title": "", "own": True, "days": [], "note": ""})
    assert faults(HoursBlock(), {"title": "", "own": False, "days": [], "note": ""}) == ""


@pytest.mark.parametrize(
    ("headings", "rows", "sentence"),
    [
        (["Tarif"], [["3 €"]], ""),
        (["", "Tarif"], [["Repas", "3 €"]], "Donnez un titre à chaque colonne"),
        ([], [], "Ajoutez au moins une colonne et une ligne"),
        (["Tarif"], [], "Ajoutez au moins une colonne et une ligne"),
        (["T"] * 9, [["1"] * 9], "Huit colonnes au plus"),
        (["T"], [["1"]] * 201, "Deux cents lignes au plus"),
    ],
)
def test_a_table_names_its_columns(headings: list[str], rows: list[list[str]], sentence: str) -> None:
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": values} for values in rows],
    }
    said = faults(TableBlock(), {"caption": "Tarifs", "first_column_is_header": True, "table": table})
    assert said.startswith(sentence) if sentence else said == ""
    assert isinstance(TableBlock().child_blocks["table"], TypedTableBlock)


@pytest.mark.parametrize(
    ("number", "sentence"), [("05 65 00 00 00", ""), ("3919", ""), ("demain", "Écrivez le numéro en dix chiffres")]
)
def test_a_telephone_number_is_one(number: str, sentence: str) -> None:
    value = {"name": "Mairie", "role": "", "phone": number, "email": "", "address": "", "hours": "", "link": EMPTY_LINK}
    said = faults(ContactBlock(), value)
    assert said.startswith(sentence) if sentence else said == ""


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://www.calameo.com/read/0001234567890abcdef01", "https://v.calameo.com/?bkcode=0001234567890abcdef01"),
        ("https://www.helloasso.com/associations/a/widget", "https://www.helloasso.com/associations/a/widget"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("http://umap.openstreetmap.fr/fr/map/sentiers_1", "https://umap.openstreetmap.fr/fr/map/sentiers_1"),
        (
            "https://www.openstreetmap.org/#map=14/44.4613/1.2407",
            "https://www.openstreetmap.org/export/embed.html?bbox=1.2297%2C44.4558%2C1.2517%2C44.4668&layer=mapnik",
        ),
        ("https://register.example/actes", "https://register.example/actes"),
        ("https://ailleurs.example/", None),
        ("https://www.youtube.com.ailleurs.example/watch?v=dQw4w9WgXcQ", None),
        ("https://www.youtube.com@ailleurs.example/watch?v=dQw4w9WgXcQ", None),
        ("https://www.youtube.com/", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
    ],
)
def test_an_outside_tool_is_shown_at_the_address_made_for_it(copied: str, kept: str | None) -> None:
    assert outside.embeddable(copied, [*settings.BEFFROI_EMBED_ORIGINS, "https://register.example"]) == kept


def test_an_embedded_address_stays_what_it_is_when_the_page_is_saved_again() -> None:
    for copied in (
        "https://youtu.be/dQw4w9WgXcQ",
        "https://vimeo.com/123456789",
        "https://www.calameo.com/read/0123456789ab",
    ):
        once = outside.embeddable(copied, settings.BEFFROI_EMBED_ORIGINS)
        assert once is not None
        assert outside.embeddable(once, settings.BEFFROI_EMBED_ORIGINS) == once


def test_every_tool_is_loaded_from_an_origin_that_public_pages_let_through() -> None:
    assert {tool.origin for tool in outside.TOOLS} == set(settings.BEFFROI_EMBED_ORIGINS)
    caddy = (ROOT / "deploy/host/Caddyfile").read_text(encoding="utf-8")
    assert [tool.origin for tool in outside.TOOLS if tool.origin not in caddy] == []
    assert all(tool.origin.removeprefix("https://") in tool.hosts for tool in outside.TOOLS)


def test_an_install_may_leave_a_tool_out() -> None:
    assert outside.embeddable("https://vimeo.com/123456789", ["https://umap.openstreetmap.fr"]) is None


def test_an_unknown_tool_is_refused_with_the_list_of_those_accepted() -> None:
    said = faults(EmbedBlock(), {"title": "Jeu", "url": "https://ailleurs.example/", "height": 480})
    assert "OpenStreetMap" in said
    assert "Mettez plutôt un lien" in said

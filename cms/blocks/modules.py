"""Blocks that modules bring, and what the editor of one commune is offered. Modules are known by the app registry."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.utils.module_loading import import_string
from wagtail import blocks
from wagtail.blocks.base import BlockField, BlockWidget

from cms.blocks.sections import SectionBlock, module_choice, section_choices
from sites.models import Commune
from sites.modules import active_modules, installed_modules

SECTION = "section"


def blocks_of_modules() -> list[tuple[str, blocks.Block]]:
    """``(name, block)`` of every installed module, whoever has it."""
    return [(name, import_string(dotted)()) for module in installed_modules() for name, dotted in module.blocks.items()]


def closed_to(commune: Commune) -> frozenset[str]:
    """Names of the blocks whose module the commune has not, and of the section when there is nothing to place."""
    active = active_modules(commune)
    closed = {name for module in installed_modules() if module not in active for name in module.blocks}
    if not section_choices({module.code for module in active}):
        closed.add(SECTION)
    return frozenset(closed)


def offer(field: BlockField, commune: Commune, raw: Collection[Any]) -> None:
    """Leave in a field of a form the blocks that the commune may add.

    ``raw`` is what the page holds. Blocks of a module switched off since stay as they are, to be kept or deleted: an
    editor who changes a comma loses nothing. No more of them can be added.
    """
    whole = field.block
    closed = closed_to(commune)
    held = Counter(block["type"] for block in raw)
    kept = [(name, block) for name, block in whole.child_blocks.items() if name not in closed or held[name]]
    counts = {name: bounds for name, bounds in (whole.meta.block_counts or {}).items() if name in dict(kept)}
    counts |= {name: {"max_num": held[name]} for name, _block in kept if name in closed}
    codes = {module.code for module in active_modules(commune)}
    codes |= {block["value"].get("module") for block in raw if block["type"] == SECTION}
    narrowed = [(name, _section(codes) if name == SECTION else block) for name, block in kept]
    meta = {name: getattr(whole.meta, name) for name in ("required", "min_num", "max_num", "collapsed")}
    field.block = blocks.StreamBlock(narrowed, block_counts=counts, **meta)
    field.widget = BlockWidget(field.block, attrs=field.widget.attrs)


def _section(codes: Collection[str]) -> SectionBlock:
    return SectionBlock([("module", module_choice(codes))])

"""The blocks a page is made of. Each has one macro of the same name in ``themes/base/templates/blocks.html``.

Those of a module have theirs in ``<code>/blocks.html`` among the templates of the module.
"""

from wagtail import blocks

from cms.blocks.hours import DAYS, DayBlock, HoursBlock
from cms.blocks.links import LinkBlock, LinkGroupsBlock
from cms.blocks.lists import AccordionBlock, CardsBlock, DocumentsBlock
from cms.blocks.modules import SECTION, blocks_of_modules
from cms.blocks.outside import EmbedBlock
from cms.blocks.people import ContactBlock
from cms.blocks.sections import SectionBlock
from cms.blocks.table import TableBlock
from cms.blocks.text import PLAIN_FEATURES, TEXT_FEATURES, FigureBlock, NewsBlock, TextBlock

__all__ = [
    "CONTENT_BLOCKS",
    "DAYS",
    "HOME_BLOCKS",
    "OWN_BLOCKS",
    "PLAIN_FEATURES",
    "TEXT_FEATURES",
    "DayBlock",
    "LinkBlock",
]

OWN_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", TextBlock()),
    ("image", FigureBlock()),
    ("documents", DocumentsBlock()),
    ("cards", CardsBlock()),
    ("accordion", AccordionBlock()),
    ("table", TableBlock()),
    ("hours", HoursBlock()),
    ("contact", ContactBlock()),
    ("embed", EmbedBlock()),
    ("link_groups", LinkGroupsBlock()),
    (SECTION, SectionBlock()),
]
CONTENT_BLOCKS: list[tuple[str, blocks.Block]] = [*OWN_BLOCKS, *blocks_of_modules()]
HOME_BLOCKS: list[tuple[str, blocks.Block]] = [("news", NewsBlock()), *CONTENT_BLOCKS]

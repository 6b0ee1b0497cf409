"""The blocks a page is made of. Each has one macro of the same name in ``themes/base/templates/blocks.html``."""

from wagtail import blocks

from cms.blocks.hours import DAYS, DayBlock, HoursBlock
from cms.blocks.links import LinkBlock, LinkGroupsBlock
from cms.blocks.lists import AccordionBlock, CardsBlock, DocumentsBlock
from cms.blocks.outside import EmbedBlock
from cms.blocks.people import ContactBlock
from cms.blocks.table import TableBlock
from cms.blocks.text import PLAIN_FEATURES, TEXT_FEATURES, FigureBlock, NewsBlock, TextBlock

__all__ = [
    "CONTENT_BLOCKS",
    "DAYS",
    "HOME_BLOCKS",
    "PLAIN_FEATURES",
    "TEXT_FEATURES",
    "DayBlock",
    "LinkBlock",
]

CONTENT_BLOCKS: list[tuple[str, blocks.Block]] = [
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
]
HOME_BLOCKS: list[tuple[str, blocks.Block]] = [("news", NewsBlock()), *CONTENT_BLOCKS]

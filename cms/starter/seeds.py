"""A page to plant, and those below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.models import BasePage, Page, Rubrique
from cms.starter.raw import Raw


@dataclass(frozen=True, slots=True)
class Seed:
    """An unsaved page with its title, its slug and its content, and the seeds of the pages below."""

    page: BasePage
    children: "tuple[Seed, ...]" = ()


def leaf(title: str, slug: str, intro: str, body: Sequence[Raw]) -> Seed:
    """A page of content."""
    return Seed(Page(title=title, slug=slug, intro=intro, body=list(body)))


def branch(title: str, slug: str, intro: str, children: Sequence[Seed]) -> Seed:
    """A rubrique and its pages."""
    page = Rubrique(title=title, slug=slug, intro=intro)
    return Seed(page, tuple(children))

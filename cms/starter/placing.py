"""Where the first pages of the modules stand: under a fitting heading of the menu, which so keeps to one line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType

from cms import slugs
from cms.models import Accueil, BasePage, Page, Rubrique
from cms.starter.seeds import Seed
from sites.models import Commune
from sites.modules import Module, active_modules

Start = tuple[Module, Any]  # a module, and one of its unsaved pages


def starts(commune: Commune, of_commune: str) -> list[Start]:
    """The first pages of each module that the commune has."""
    return [(module, page) for module in active_modules(commune) for page in module.starting_pages(of_commune)]


def among(seeds: Sequence[Seed], pages: Iterable[Start]) -> list[Seed]:
    """``seeds`` of a site that opens, with the pages of the modules; what finds no heading stands before the last."""
    placed = {seed.page.slug: seed for seed in seeds}
    loose: list[Seed] = []
    for module, page in pages:
        slug = next((slug for slug in module.stands_under if slug in placed), None)
        if slug is None:
            loose.append(Seed(page))
        else:
            page.show_in_menus = True
            placed[slug] = replace(placed[slug], children=(*placed[slug].children, Seed(page)))
    found = list(placed.values())
    found[-1:-1] = loose  # « Contact » closes the menu
    return found


def missing(home: Accueil, pages: Sequence[Start]) -> dict[BasePage, list[Seed]]:
    """The pages that a living site lacks, by the page to plant them under, at an address that is free there.

    Three queries. A page is known by its type: people may have moved it, renamed it, or withdrawn it.
    """
    kinds = {type(page): ContentType.objects.get_for_model(type(page)).pk for _module, page in pages}
    below = BasePage.objects.descendant_of(home)
    there = set(below.filter(content_type__in=kinds.values()).values_list("content_type", flat=True))
    lacking = [(module, page) for module, page in pages if kinds[type(page)] not in there]
    if not lacking:
        return {}
    headings = _headings(home, {slug for module, _page in lacking for slug in module.stands_under})
    found: dict[BasePage, list[Seed]] = {}
    for module, page in lacking:
        parent = next((headings[slug] for slug in module.stands_under if slug in headings), home)
        page.show_in_menus = page.show_in_menus or parent is not home
        found.setdefault(parent, []).append(Seed(page))
    for parent, seeds in found.items():
        is_free = _free_below(parent)
        for seed in seeds:
            seed.page.slug = slugs.first_free(seed.page.slug, is_free)
    return found


def _headings(home: Accueil, wanted: set[str]) -> dict[str, BasePage]:
    """The rubriques and pages of the first level that are online, by slug."""
    kinds = ContentType.objects.get_for_models(Rubrique, Page).values()
    rows = BasePage.objects.child_of(home).live().filter(slug__in=wanted, content_type__in=kinds)
    return {row.slug: row for row in rows}


def _free_below(parent: BasePage) -> Callable[[str], bool]:
    taken = set(BasePage.objects.child_of(parent).values_list("slug", flat=True))
    return lambda slug: slug not in taken

"""What only several pages together can show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PLAN = "is-plan_du_site"
SEARCH = "/recherche/"
ABOUT = """() => ({
  title: document.title,
  menu: [...document.querySelectorAll('header nav a[href]')].map((link) => `${link.textContent.replace(/\\s+/g, ' ').trim()} ${link.getAttribute('href')}`).join(' | '),
  search: Boolean(document.querySelector('header a[href="/recherche/"], header form[role=search]')),
  plan: Boolean([...document.querySelectorAll('footer a')].find((link) => /plan du site/i.test(link.textContent))),
  links: [...document.querySelectorAll('main a[href]')].map((link) => link.getAttribute('href')),
  ways: [...document.querySelectorAll('header nav a[href]')].map((link) => link.getAttribute('href')),
  kind: document.body.className,
  foot: [...document.querySelectorAll('footer a[href]')].map((link) => link.getAttribute('href')).join(' | '),
})"""


@dataclass(frozen=True, slots=True)
class About:
    """What a page says that others must say too, or must not."""

    title: str
    menu: str
    links: list[str]
    ways: list[str]
    kind: str
    search: bool
    plan: bool
    foot: str


def about(tab: Any) -> About:
    """Of the page shown."""
    return About(**tab.evaluate(ABOUT))


def compared(pages: Mapping[str, About]) -> Iterator[tuple[str, str, str]]:
    """``(check, path, sentence)`` for titles that two pages share, and for pages unlike the home page."""
    titles = defaultdict(list)
    for path, page in pages.items():
        titles[page.title].append(path)
    for title, paths in titles.items():
        if len(paths) > 1:
            yield "title-unique", paths[1], f"« {title} » : {', '.join(paths)}"
    first = next(iter(pages.values()))
    plans = [page for page in pages.values() if page.kind == PLAN]
    for way in first.ways:
        if way not in {"/", SEARCH, *(link for plan in plans for link in plan.links)}:
            yield "plan-complete", PLAN, f"le plan du site ne mène pas à {way}"
    for path, page in pages.items():
        if page.menu != first.menu:
            yield "same-menu", path, "le menu n’est pas celui de l’accueil"
        if page.foot != first.foot:
            yield "same-foot", path, "le pied n’est pas celui de l’accueil"
        if not page.search or not page.plan:
            yield "same-ways", path, "il manque la recherche dans l’en-tête, ou le plan du site au pied"

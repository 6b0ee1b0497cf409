"""A rebuilt site beside the one that Beffroi bakes: addresses, titles, texts, pictures and documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from tests import sitemaps

# What a person wrote: the words of the theme (« Partager », « PDF, 2 Ko ») stand elsewhere.
LEAVES = ("h2", "h3", "p", "li", "td", "th", "caption", "summary", "figcaption", "dd", "dt")
BLOCKS = {*LEAVES, "ul", "ol", "table", "div", "section", "dl"}
OF_THE_THEME = ".meta, .vh, .tag, .stamp, .share, .go, .note, .embed, [aria-hidden], nav, aside, form, script"


@dataclass(frozen=True)
class Page:
    """What is compared of one page."""

    title: str
    heading: str
    prose: list[str]
    leaves: list[str]
    everything: str
    files: set[str]


def addresses(www: Path) -> list[str]:
    """Those of the map of the site, as paths."""
    found = re.findall(r"<loc>([^<]*)</loc>", sitemaps.told(www))
    return [unquote(urlsplit(url).path) for url in found if not url.endswith(".xml")]  # the index names its parts


def page(folder: Path, address: str) -> Page:
    """The page at an address."""
    soup = BeautifulSoup((folder / address.lstrip("/") / "index.html").read_text(encoding="utf-8"), "lxml")
    main = soup.main
    assert soup.title is not None
    assert main is not None
    heading = said(main.h1) if main.h1 else ""
    body = main.select_one(".content") or main
    # Words that a module explains on the page are the module's; a program reads the text itself.
    for added in main.select(".term__text"):
        added.decompose()
    prose = [squeezed(said(it)) for it in main.select(".prose")]
    for banner in main.select(".title__img"):
        banner.decompose()
    files = {str(it["href"]) for it in body.select('a[href^="/_/d/"]')}
    files |= {str(it["src"]) for it in body.select('img[src^="/_/i/"]')}
    everything = squeezed(said(main))
    for own in body.select(OF_THE_THEME):
        own.decompose()
    return Page(said(soup.title), heading, prose, list(leaves(body)), everything, files)


def leaves(body: Tag) -> Iterator[str]:
    """The innermost pieces of text."""
    for node in body.find_all(LEAVES):
        if node.find(BLOCKS) is None and (text := said(node)):
            yield text


def squeezed(text: str) -> str:
    """Without its spaces: tags that stand side by side are parted or not."""
    return text.replace(" ", "")


def said(node: Tag) -> str:
    """The words of a node, spaces folded."""
    return re.sub(r"\s+", " ", node.get_text(" ")).strip()

"""What a page says, without its menus, its banner and its footer.

Readers made for the press look for one long text. A town hall's page is a table of opening hours or a list of minutes:
those throw away just that. So: what the page itself marks as its content; or else everything, less what is told to be
something else, less what comes back on most pages of the site.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from cms.oldsite.reading.markup import Element, is_tag, piece, remove, tree, words

# What a content management system writes around the content of a page.
TYPO3 = re.compile(r"<!--\s{0,9}TYPO3SEARCH_(begin|end)\s{0,9}-->", re.IGNORECASE)
MAIN = (
    "//*[@role='main']",
    "//main",
    "//*[@itemprop='articleBody']",
    "//*[contains(concat(' ',normalize-space(@class),' '),' entry-content ')]",
    "//*[contains(concat(' ',normalize-space(@class),' '),' item-page ')]",
    "//*[contains(concat(' ',normalize-space(@class),' '),' region-content ')]",
    "//article",
    "//*[@id='content' or @id='contenu' or @id='main' or @id='main-content' or @id='content_main' or @id='centre']",
    "//*[@class='content' or @class='contenu' or @class='main-content']",
)
NOT_CONTENT = "self::nav or self::footer or self::aside or self::form[@role='search']"
ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"}
NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menus?|breadcrumbs?|fil-?d?-?ariane|ariane|sidebar|footer|pied(?:-?de-?page)?"
    r"|header|entete|bandeau|cookies?|share|sharing|partage|social|pagination|skip-?links?|acces-?direct|comments?"
    r"|comment-respond|related|sharedaddy|recherche|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
BLOCKS = ("div", "ul", "ol", "table", "tr", "td", "p", "section", "dl", "h1", "h2", "h3", "h4", "center", "blockquote")
REPEATED = 0.6  # of the pages
ENOUGH = 3  # pages: with two, what is the same may well be what is said
SHORT = 30  # characters: « Horaires » may be the heading of many pages
DATES = (
    "string(//meta[@property='article:published_time']/@content)",
    "string(//time[@datetime][1]/@datetime)",
    "string(//meta[@name='date']/@content)",
)
DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")


@dataclass(slots=True)
class Read:
    """A page, read. ``main`` is its content, ``None`` for a page made of frames, whose addresses are ``frames``."""

    title: str
    main: Element | None
    day: date | None = None
    intro: str = ""
    frames: list[str] = field(default_factory=list)


def read(text: str) -> Read | None:
    """The page; ``None`` when no page can be read there."""
    document = tree(text)
    if document is None:
        return None
    frames = document.xpath("//frame/@src")
    site_title = " ".join(document.xpath("string(//title)").split())
    intro = " ".join(document.xpath("string(//meta[@name='description']/@content)").split())
    if frames:
        return Read(site_title, None, frames=[str(address) for address in frames])
    marked = _between_marks(text)
    main = piece(marked) if marked.strip() else _main(document)
    if main is None:
        return None
    _clear(main)
    return Read(_title(document, main, site_title), main, _day(document), intro)


def _between_marks(text: str) -> str:
    """What TYPO3 says is to be searched: from each beginning to the end that follows."""
    parts: list[str] = []
    start: int | None = None
    for found in TYPO3.finditer(text):
        if found[1].lower() == "begin":
            start = found.end() if start is None else start
        elif start is not None:
            parts.append(text[start : found.start()])
            start = None
    return "".join(parts)


def drop_repeated(pages: Sequence[Read]) -> None:
    """Take away what stands on most pages: whatever it is, it is no page's own."""
    mains = [page.main for page in pages if page.main is not None]
    if len(mains) < ENOUGH:
        return
    seen: Counter[str] = Counter()
    for main in mains:
        seen.update({print_ for _node, print_ in _prints(main)})
    common = {print_ for print_, count in seen.items() if count >= max(ENOUGH, REPEATED * len(mains))}
    for main in mains:
        for node, print_ in list(_prints(main)):
            if print_ in common:
                remove(node)


def _prints(main: Element) -> list[tuple[Element, str]]:
    """Blocks with what tells two of them apart: their words, or for the short ones their links too."""
    found = []
    for node in main.iterdescendants(*BLOCKS):
        said = words(node)
        links = "".join(node.xpath(".//a/@href"))
        if len(said) > SHORT or links:
            found.append((node, f"{node.tag} {said} {links}"))
    return found


def _main(document: Element) -> Element | None:
    body = document.find("body")
    if body is None:
        return None
    for path in MAIN:
        found = [node for node in document.xpath(path) if len(words(node)) > SHORT or node.xpath(".//img|.//a")]
        if len(found) == 1 or (found and path != "//article"):
            return found[0]
    return body


def _clear(main: Element) -> None:
    """Menus, banners, footers, and what is not shown."""
    etree.strip_elements(main, etree.Comment, with_tail=False)
    for node in list(main.iterdescendants()):
        if is_tag(node) and node is not main and _is_aside(node):
            remove(node)


def _is_aside(node: Element) -> bool:
    if node.xpath(NOT_CONTENT) or node.get("role", "").lower() in ROLES:
        return True
    if node.tag == "header":
        return not node.xpath("ancestor::article or .//h1")
    if node.get("hidden") is not None or "display:none" in node.get("style", "").replace(" ", "").lower():
        return True
    names = f"{node.get('id', '')} {node.get('class', '')}"
    return node.tag in {"div", "ul", "ol", "section", "p", "table", "td"} and NAMED.search(names) is not None


def _title(document: Element, main: Element, site_title: str) -> str:
    """The heading of the page, or what the browser's tab says, less the name of the site."""
    headings = [words(node) for node in (main.xpath(".//h1") or document.xpath("//h1"))]
    if len(set(headings)) == 1 and headings[0]:
        return headings[0]
    parts = re.split(r"\s+[|–—»:-]+\s+", site_title)
    return (headings[0] if headings else "") or parts[0]


def _day(document: Element) -> date | None:
    for path in DATES:
        if found := DAY.match(document.xpath(path).strip()):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    return None

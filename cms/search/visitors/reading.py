"""The words of a baked page, by where they stand. No query."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = frozenset({"h1", "h2", "h3"})
# What surrounds the content of a page, or is no text.
SKIPPED = frozenset({"nav", "aside", "form", "script", "style", "svg", "template", "button", "noscript"})
BLOCKS = frozenset(
    {"p", "li", "td", "th", "dt", "dd", "div", "section", "h1", "h2", "h3", "h4", "br", "summary", "time", "span"}
)


@dataclass(slots=True)
class Words:
    """Headings; running text; what links say, which is for the most part the title of another page."""

    headings: str = ""
    text: str = ""
    links: str = ""


@dataclass
class _Reader(HTMLParser):
    found: dict[str, list[str]] = field(default_factory=lambda: {"headings": [], "text": [], "links": []})

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.main = self.skipped = self.heading = self.link = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._count(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        self._count(tag, -1)

    def _count(self, tag: str, by: int) -> None:
        self.main += by * (tag == "main")
        self.skipped += by * (tag in SKIPPED)
        self.heading += by * (tag in HEADINGS)
        self.link += by * (tag == "a")
        if tag in BLOCKS:
            for texts in self.found.values():
                texts.append(" ")

    def handle_data(self, data: str) -> None:
        if self.main > 0 and self.skipped <= 0:
            self.found["links" if self.link > 0 else "headings" if self.heading > 0 else "text"].append(data)


def words_of(html: str) -> Words:
    """What stands in ``<main>``, without menus, forms and side columns."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Words(**{name: " ".join("".join(texts).split()) for name, texts in reader.found.items()})

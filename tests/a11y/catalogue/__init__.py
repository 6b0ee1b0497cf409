"""All the pages there are: those that the bake of a full commune leaves, and those that the CMS answers itself.

Nothing here lists page types: a page's kind is what its ``body`` says. ``missing`` names what no page shows.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

KIND = re.compile(r'<body class="is-([\w-]+)')
REFRESH = 'http-equiv="refresh"'
# Below the first level, so many of a kind in a folder are enough: a month is made as another, an article as another.
EXAMPLES = 3
# The theme that contractors are shown.
EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "themes" / "exemple" / "ardoise"
FIRST_LEVEL = 2
# The answers to who searches are shown where the CMS gives them: their script reads the question in the address.
SEARCHED = {"/servi/recherche-trouve/": "/_/recherche/?q=conseil", "/servi/recherche-rien/": "/_/recherche/?q=xyzzy"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A page: its address below the origin, its kind, and how the server answers it."""

    path: str
    kind: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The public folder of a baked commune, and the pages to look at."""

    theme: str
    www: Path
    pages: tuple[Seen, ...]

    def of(self, *kinds: str) -> tuple[Seen, ...]:
        """The first page of each of these kinds."""
        return tuple(next(page for page in self.pages if page.kind == kind) for kind in kinds)


def pages_of(www: Path, statuses: Mapping[str, int]) -> Iterator[Seen]:
    """The pages of the folder but those that only send elsewhere, or that are made as others beside them."""
    alike: Counter[tuple[str, Path]] = Counter()
    for file in sorted(www.rglob("*.html")):
        html = file.read_text("utf-8")
        if REFRESH in html:
            continue
        found = KIND.search(html)
        path = "/" + file.relative_to(www).as_posix().removesuffix("index.html")
        path = SEARCHED.get(path, path)
        seen = Seen(path, found.group(1) if found else "", statuses.get(path, 200))
        alike[seen.kind, file.parent.parent] += 1
        if len(file.relative_to(www).parts) <= FIRST_LEVEL or alike[seen.kind, file.parent.parent] <= EXAMPLES:
            yield seen

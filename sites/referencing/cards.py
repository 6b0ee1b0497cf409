"""Cards: the picture of a page that has no photo, made of its title in the colours of the commune.

A bake only looks whether a card is drawn: what is not, it writes down for the worker (``ask``), which draws it aside
and has the site baked again. Until then the card of the home page stands for it, or nothing. A card is known by all
that is drawn on it: nothing is drawn twice, and a title that changes has another card.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from sites.bake.views import Share
from sites.store.manifest import STATIC, digest_of

if TYPE_CHECKING:
    from sites.bake.views import PageView, SiteView

WIDTH, HEIGHT = 1200, 630
RECIPE = 1  # one more draws every card anew
FOLDER = "cartes"
TOKENS = ("brand", "deep", "accent", "on-deep", "on-deep-2")


@dataclass(frozen=True, slots=True)
class Card:
    """All that is drawn. ``lettering`` names the theme whose fonts it takes.

    ``colours`` are pairs (token, value), ``logo`` a private file.
    """

    insee: str
    above: str
    title: str
    host: str
    lettering: str
    colours: tuple[tuple[str, str], ...]
    logo: str = ""

    @property
    def digest(self) -> str:
        """The name of its file."""
        told = (RECIPE, self.insee, self.above, self.title, self.host, self.lettering, self.colours, self.logo)
        return digest_of(repr(told).encode())[:16]


@dataclass(slots=True)
class Shelf:
    """The cards of one site during one bake. ``missing`` are those that were wanted and are not drawn yet."""

    site: Card
    used: dict[str, Path]
    """Public path of each card that is shown → its file: those of the library."""
    missing: dict[str, Card] = field(default_factory=dict)
    _seen: dict[str, Share | None] = field(default_factory=dict)

    def share(self, page: "PageView") -> Share | None:
        """The card of a page of the tree, once drawn; meanwhile, and for what stands in no tree, that of the site."""
        if page.id and page.type != "accueil" and (own := self._find(page.title)) is not None:
            return own
        return self._find("")

    def _find(self, title: str) -> Share | None:
        if title not in self._seen:
            self._seen[title] = self._look(
                replace(self.site, above=self.site.title, title=title) if title else self.site
            )
        return self._seen[title]

    def _look(self, card: Card) -> Share | None:
        file = drawn(card)
        if not os.path.exists(file):  # noqa: PTH110  # three times as fast, and asked for each page
            self.missing[card.digest] = card
            return None
        public = f"{STATIC}carte-{card.digest}.jpg"
        self.used[public] = file
        return Share(f"/{public}", WIDTH, HEIGHT, f"{card.above} – {card.title}")


def shelf_of(site: "SiteView", tokens: Mapping[str, str], used: dict[str, Path]) -> Shelf:
    """The cards of a site, in the colours of ``tokens``; ``used`` are the files that its bake publishes."""
    logo = used.get(site.logo.src.removeprefix("/")) if site.logo else None
    host = site.base_url.partition("//")[2].partition(":")[0]
    colours = colours_of(tokens)
    return Shelf(
        Card(site.insee, site.departement_name, site.name, host, site.lettering, colours, str(logo or "")), used
    )


def colours_of(tokens: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Those that a card takes, of the palette of a site."""
    return tuple((name, tokens[name]) for name in TOKENS)


def drawn(card: Card) -> Path:
    """Where the card lies, or will."""
    return drawn_folder() / f"{card.digest}.jpg"


def drawn_folder() -> Path:
    """Where all of them lie: a site holds a hard link to each of its own."""
    return Path(settings.BEFFROI_VAR) / FOLDER


def asked(insee: str) -> Path:
    """The cards that the last bake of a commune lacked."""
    return drawn_folder() / "attente" / f"{insee}.json"


def ask(insee: str, cards: Mapping[str, Card]) -> None:
    """Leave for the worker what a bake lacked; nothing, when it lacked none."""
    waiting = asked(insee)
    if not cards:
        waiting.unlink(missing_ok=True)
        return
    waiting.parent.mkdir(parents=True, exist_ok=True)
    partial = waiting.with_suffix(".part")
    partial.write_text(json.dumps([asdict(card) for card in cards.values()], ensure_ascii=False), "utf-8")
    partial.replace(waiting)


def waiting() -> Iterator[tuple[str, list[Card]]]:
    """The communes that lack cards, the oldest demand first, each with those that are not drawn yet."""
    folder = drawn_folder() / "attente"
    files = [(path.stat().st_mtime_ns, path) for path in folder.glob("*.json")] if folder.is_dir() else []
    for _moment, path in sorted(files):
        try:
            told: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
            cards = [Card(**{**row, "colours": tuple(map(tuple, row["colours"]))}) for row in told]
        except (ValueError, TypeError, KeyError):  # of another version: the next bake asks again
            path.unlink(missing_ok=True)
            continue
        yield path.stem, [card for card in cards if not drawn(card).exists()]

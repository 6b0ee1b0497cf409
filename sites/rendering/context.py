"""``ctx``: what a template asks for while it is being rendered."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from sites.bake.views import DayHours, DocumentView, Link, PageView, Picture, Share, SiteView
from sites.referencing.share import photo_of
from sites.rendering import richtext
from sites.rendering.french import phone_href
from sites.rendering.identity import day_hours

if TYPE_CHECKING:
    from sites.rendering.renderer import Renderer

SAFE = ("http://", "https://", "mailto:", "tel:")
OUTSIDE = ("http://", "https://")


class RenderContext:
    """One page being rendered. Whatever it cannot find is ``None`` or empty: a dead reference leaves no trace."""

    __slots__ = ("_noted", "current", "renderer", "site", "snapshot")

    def __init__(self, renderer: "Renderer", current: PageView | None) -> None:
        """``current`` is the page being rendered, if it is one."""
        self.renderer = renderer
        self.snapshot = renderer.snapshot
        self.site: SiteView = renderer.site
        self.current = current
        self._noted: dict[str, set[Any]] = {}

    def picture(self, number: int | None) -> Picture | None:
        """A picture of the commune."""
        return self.snapshot.library.picture(number)

    def share(self, page: PageView) -> Share | None:
        """The picture that goes with a link to ``page``: its own photo, where it is wide enough, else its card."""
        return photo_of(page) or self.renderer.cards.share(page)

    def document(self, number: int | None) -> DocumentView | None:
        """A document of the commune."""
        return self.snapshot.library.document(number) if self.renderer.shows(number) else None

    def page(self, number: int | None) -> PageView | None:
        """A live page of the commune."""
        return self.snapshot.page(number)

    def link(self, value: Mapping[str, Any] | None) -> Link | None:
        """Where a link block leads; its own label, else the title of what it leads to."""
        if not value:
            return None
        label = value.get("label") or ""
        if value.get("page"):
            page = self.page(value["page"])
            return Link(page.url, label or page.title) if page else None
        if value.get("document"):
            document = self.document(value["document"])
            return Link(document.url, label or document.title) if document else None
        return self._outside(value.get("url") or "", label)

    def _outside(self, url: str, label: str) -> Link | None:
        own = f"{self.snapshot.base_url}/"
        if url.startswith(own):
            url = url[len(own) - 1 :]
        if url.startswith(SAFE) or (url.startswith(("/", "#")) and not url.startswith("//")):
            return Link(url, label or url, external=url.startswith(OUTSIDE))
        return None

    def rich(self, html: str | None) -> Markup:
        """Rich text with its references resolved; a dead link leaves its words."""
        if not html:
            return Markup("")
        rewrite = self._rewrite if self.renderer.rewriters else None
        return Markup(richtext.resolve(html, self._reference, self._anchor, rewrite))  # noqa: S704

    def _rewrite(self, pieces: tuple[richtext.Piece, ...]) -> tuple[richtext.Piece, ...]:
        for code, rewriter in self.renderer.rewriters.items():
            pieces = rewriter(pieces, self._noted.setdefault(code, set()))
        return pieces

    def _reference(self, reference: richtext.Reference) -> str:
        if reference.kind == "image":
            return self._picture_in_text(reference)
        if reference.kind == "page":
            page = self.page(reference.id)
            return f'<a href="{escape(page.url)}">{reference.inner}</a>' if page else reference.inner
        document = self.document(reference.id)
        if document is None:
            return reference.inner
        details = ", ".join(part for part in (document.kind, document.size) if part)
        return f'<a href="{escape(document.url)}">{reference.inner} ({escape(details)})</a>'

    def _picture_in_text(self, reference: richtext.Reference) -> str:
        picture = self.picture(reference.id)
        return str(self.renderer.picture(picture, Markup(reference.alt))) if picture else ""  # noqa: S704

    def _anchor(self, outside: richtext.Outside) -> str:
        kind = ' rel="external"' if outside.href.startswith(OUTSIDE) else ""
        return f'<a href="{outside.href}"{kind}>{outside.inner}</a>'

    def blocks(self, raw: Iterable[Mapping[str, Any]] | None) -> Markup:
        """A StreamField, by one macro per block. A type that no longer exists shows nothing."""
        macros = self.renderer.macros
        rendered = [macros[block["type"]](block["value"], self) for block in raw or () if block.get("type") in macros]
        return Markup("").join(rendered)

    def section(self, code: str, **options: Any) -> Markup:
        """The section of a module for the page being rendered; empty when the commune does not have it.

        ``options`` are what the block that places it says of it, such as ``title`` and ``count``.
        """
        return self.renderer.section(code, self, options)

    def slot(self, name: str, **values: Any) -> Markup:
        """What the modules of the commune put in a named place of the page; often nothing.

        The places: ``top`` (above the header of every page, rendered once), ``town_hall`` (above the hours of the
        town hall), ``hours`` (above those of a service, whose raw ``days`` are given), ``all_hours`` (in the foot),
        ``quick`` (big links under the banner of the home page, instead of the first entries of the menu), ``networks``
        (in the foot), ``article`` (below what one reads and may pass on), ``write`` (where one is told to ask
        the town hall), ``map`` (one place: its ``title``, its ``address``, its ``point``).
        """
        return self.renderer.slot(name, self, values)

    def items(self, raw: Iterable[Any] | None) -> list[Any]:
        """Values of a list block, without the wrapping that Wagtail stores around them."""
        return [item["value"] if isinstance(item, dict) and "value" in item else item for item in raw or ()]

    def hours(self, raw: list[Any] | None) -> tuple[DayHours, ...]:
        """Raw days of an hours block."""
        return day_hours(raw)

    def data(self, code: str) -> Any:
        """What a module prepared; nothing when the commune does not have it."""
        return self.renderer.data(code)

    def phone(self, number: str) -> str:
        """The ``tel:`` address of a telephone number."""
        return phone_href(number)

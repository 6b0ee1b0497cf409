"""How references are told: a picture with its sizes, a document with its weight, a link by its address.

Every address that begins with ``/`` is one of the site's own: it stands below the ``base_url`` that the API tells.
What belongs to another commune, or is not online, is not found, hence told as ``None``.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from markupsafe import escape

from cms.serving.headers import content_type
from sites.bake.views import DocumentView, Link, PageView, Picture
from sites.modules import installed_modules
from sites.rendering import richtext
from sites.rendering.context import RenderContext
from sites.rendering.renderer import Renderer

Found = TypeVar("Found")
Told = dict[str, Any]


class Teller:
    """Resolves what the values of one commune refer to, as templates do."""

    def __init__(self, renderer: Renderer) -> None:
        """``renderer`` has rendered the pages."""
        self.renderer = renderer
        self.snapshot = renderer.snapshot
        self.context = RenderContext(renderer, None)
        off = (module for module in installed_modules() if module not in self.snapshot.modules)
        self._off = frozenset(name for module in off for name in module.blocks)

    def shows(self, block: str) -> bool:
        """Whether a type of block is rendered: one of a module that is off is not."""
        return block not in self._off

    def image(self, found: Picture) -> Told:
        """Every rendition, narrowest first, with its real size."""
        return {
            "id": found.id,
            "title": found.title,
            "width": found.width,
            "height": found.height,
            "focal": {"x": found.focal[0], "y": found.focal[1]},
            "url": found.src,
            "renditions": [
                {"format": kind, "url": url, "width": width, "height": found.heights[width]}
                for kind, urls in sorted(found.sources.items())
                for url, width in urls
            ],
        }

    def file(self, found: DocumentView) -> Told:
        """Type and weight."""
        return {
            "id": found.id,
            "title": found.title,
            "url": found.url,
            "type": found.kind,
            "media_type": content_type(found.url),
            "bytes": found.weight,
            "date": found.date.isoformat() if found.date else None,
        }

    def page_link(self, found: PageView) -> Told:
        """A page, as a reference."""
        return {"id": found.id, "title": found.title, "url": found.url}

    def link_of(self, found: Link) -> Told:
        """Where a link leads."""
        return {"url": found.url, "label": found.label, "external": found.external}

    def picture(self, number: Any) -> Told | None:
        """A picture of the commune, by its number."""
        return _if_found(self.image, self.snapshot.picture(number))

    def document(self, number: Any) -> Told | None:
        """A document of the commune, by its number."""
        return _if_found(self.file, self.snapshot.library.document(number))

    def page(self, number: Any) -> Told | None:
        """A page of the commune, by its number."""
        return _if_found(self.page_link, self.snapshot.page(number)) if isinstance(number, int) else None

    def link(self, raw: Any) -> Told | None:
        """The raw value of a link block."""
        return _if_found(self.link_of, self.context.link(raw)) if isinstance(raw, Mapping) else None

    def statement(self, page: PageView) -> str:
        """What the law has a page say, made of the facts of the town hall, as the site words it."""
        template = self.renderer.environment.get_template(f"legal/{page.fields['kind']}.html")
        ctx = RenderContext(self.renderer, page)
        return template.render(site=self.renderer.site, host=self.renderer.host, page=page, ctx=ctx).strip()

    def rich(self, html: Any) -> str:
        """Rich text as plain HTML, its links resolved; without what modules add for a reader of the page."""
        return richtext.resolve(html, self._reference, self._anchor) if isinstance(html, str) else ""

    def _reference(self, it: richtext.Reference) -> str:
        if it.kind == "image":
            found = self.snapshot.picture(it.id)
            if found is None:
                return ""
            size = f'width="{found.width}" height="{found.height}"'
            return f'<img src="{escape(found.src)}" alt="{it.alt}" {size}>'
        target = self.page(it.id) if it.kind == "page" else self.document(it.id)
        return f'<a href="{escape(target["url"])}">{it.inner}</a>' if target else it.inner

    def _anchor(self, it: richtext.Outside) -> str:
        return f'<a href="{it.href}">{it.inner}</a>'


def _if_found(tell: Callable[[Found], Told], found: Found | None) -> Told | None:
    return None if found is None else tell(found)

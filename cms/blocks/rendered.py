"""A block rendered by Wagtail is rendered by its macro: there is one rendering."""

from collections.abc import Mapping
from typing import Any

from sites.bake.preview import render_block


class Rendered:
    """Mixin of the blocks that have a macro of their own name."""

    name: str

    def render(self, value: Any, context: Mapping[str, Any] | None = None) -> Any:
        """The macro, for a page of a commune; Wagtail's own rendering where there is no page."""
        page = (context or {}).get("page") or (context or {}).get("self")
        if page is None or not getattr(page, "path", ""):
            return super().render(value, context)  # type: ignore[misc]
        return render_block(self.name, self.get_prep_value(value), page)  # type: ignore[attr-defined]

"""Rich text that is stored clean, whatever the browser sent."""

from collections.abc import Mapping, Sequence
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.rich_text import RichText

# Tags that each feature of the editor writes; whatever the feature, there are paragraphs and line breaks.
TAGS: Mapping[str, frozenset[str]] = {
    "h2": frozenset({"h2"}),
    "h3": frozenset({"h3"}),
    "bold": frozenset({"b", "strong"}),
    "italic": frozenset({"i", "em"}),
    "ol": frozenset({"ol", "li"}),
    "ul": frozenset({"ul", "li"}),
    "link": frozenset({"a"}),
    "document-link": frozenset({"a"}),
    "blockquote": frozenset({"blockquote"}),
    "superscript": frozenset({"sup"}),
}
ALWAYS = frozenset({"p", "br"})
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# A hundred pages of a book: more is a document to download.
LONGEST = 300_000


def cleaned(html: str, features: Sequence[str]) -> str:
    """``html`` with the tags of these features, and nothing else: neither style, nor script, nor frame."""
    tags = set(ALWAYS.union(*(TAGS.get(feature, frozenset()) for feature in features)))
    attributes = {tag: names for tag, names in ATTRIBUTES.items() if tag in tags}
    return nh3.clean(html, tags=tags, attributes=attributes, url_schemes=SCHEMES, link_rel=None)


class CleanRichTextBlock(blocks.RichTextBlock):
    """A rich text whose features are named, and which keeps to them."""

    features: Sequence[str]

    def clean(self, value: Any) -> Any:
        """Cleaned; refused in one sentence when it is too long for a page."""
        source = getattr(value, "source", value) or ""
        if len(source) > LONGEST:
            raise ValidationError(
                _("Ce texte est trop long pour une page. Répartissez-le sur plusieurs, ou déposez-le comme document.")
            )
        return super().clean(RichText(cleaned(source, self.features)))

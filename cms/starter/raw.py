"""Raw values of the blocks, as a StreamField stores them."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

Raw = dict[str, Any]


def block(kind: str, value: Any) -> Raw:
    """One block of a stream."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def items(values: Iterable[Any]) -> list[Raw]:
    """The content of a list inside a block."""
    return [block("item", value) for value in values]


def text(*paragraphs: str) -> Raw:
    """Rich text, one string per paragraph, heading or list."""
    return block("text", "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in paragraphs))


def link(label: str, url: str = "", *, page: str = "") -> Raw:
    """A link to an outside address, or to the starter page whose slug is ``page``."""
    return {"page": f"@{page}" if page else None, "document": None, "url": url, "label": label}


def link_groups(title: str, groups: Iterable[tuple[str, str, Iterable[Raw]]]) -> Raw:
    """Groups of links: ``(title, icon, links)``."""
    values = [{"title": name, "icon": icon, "links": items(links)} for name, icon, links in groups]
    return block("link_groups", {"title": title, "groups": items(values)})


def table(caption: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Raw:
    """A table of plain text whose first column names the rows."""
    return block(
        "table",
        {
            "caption": caption,
            "first_column_is_header": True,
            "table": {
                "columns": [{"type": "text", "heading": heading} for heading in headings],
                "rows": [{"values": list(row)} for row in rows],
                "caption": "",
            },
        },
    )


def accordion(title: str, parts: Iterable[tuple[str, str]]) -> Raw:
    """Parts that open one by one: ``(title, text)``."""
    values = [{"title": name, "text": f"<p>{html}</p>"} for name, html in parts]
    return block("accordion", {"title": title, "items": items(values)})


def cards(title: str, pages: Iterable[tuple[str, str, str]]) -> Raw:
    """Cards to pages of the site: ``(title, text, slug of the page)``."""
    values = [{"title": name, "text": line, "image": None, "link": link("", page=slug)} for name, line, slug in pages]
    return block("cards", {"title": title, "style": "plain", "cards": items(values)})


def town_hall_hours(title: str) -> Raw:
    """The hours of the town hall, kept in its settings."""
    return block("hours", {"title": title, "own": False, "days": [], "note": ""})


def contact(name: str, *, phone: str, email: str, address: str) -> Raw:
    """How to reach somebody."""
    value = {"name": name, "role": "", "phone": phone, "email": email, "address": address, "hours": ""}
    return block("contact", value | {"link": {"page": None, "document": None, "url": "", "label": ""}})

"""The sitemap of a baked site, whole: its index and every part of it."""

from pathlib import Path


def told(www: Path) -> str:
    """All that search engines are told of the addresses of the site."""
    parts = sorted(www.glob("sitemap*.xml"))
    assert len(parts) > 1
    return "".join(part.read_text("utf-8") for part in parts)

"""The sitemap: an index and its parts (https://www.sitemaps.org/protocol.html), with the pictures of each page.

The pictures are those inside the main part of the page, by Google's extension « image »: what surrounds every page is
nobody's picture.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from xml.sax.saxutils import escape

from sites.law.dated import in_force

PAGES = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"
INDEX = "sitemap.xml"
MAX_IMAGES = 1000  # of one page (Google)
PICTURE = re.compile(r'<img [^>]*?src="(/_/i/[^"]+)"')
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True, slots=True)
class Limit:
    """What one part may hold, from ``since`` on: addresses, and bytes before compression."""

    since: date
    urls: int
    size: int


LIMITS = (
    Limit(date(2006, 11, 16), 50_000, 10 * 1024 * 1024),
    Limit(date(2016, 11, 23), 50_000, 50 * 1024 * 1024),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page to find: its absolute address, when it last changed, the addresses of its pictures on the site."""

    address: str
    changed: datetime | None
    pictures: tuple[str, ...] = ()


def pictures_in(html: str) -> tuple[str, ...]:
    """The pictures of the commune that the main part of a page shows, in their order, each once."""
    start = html.find("<main")
    end = html.find("</main>", start)
    return tuple(dict.fromkeys(PICTURE.findall(html, start, end))) if 0 <= start < end else ()


def sitemaps(listed: Iterable[Listed], base_url: str, today: date) -> Iterator[tuple[str, str]]:
    """The files ``(path, content)``, the index last."""
    parts: list[tuple[str, date | None]] = []
    for lines, newest in _parts(listed, base_url, in_force(LIMITS, today)):
        name = f"sitemap-{len(parts) + 1}.xml"
        parts.append((name, newest))
        yield name, "\n".join([HEAD, f'<urlset xmlns="{PAGES}" xmlns:image="{IMAGES}">', *lines, "</urlset>", ""])
    told = [f"<sitemap><loc>{escape(f'{base_url}/{name}')}</loc>{_day(newest)}</sitemap>" for name, newest in parts]
    yield INDEX, "\n".join([HEAD, f'<sitemapindex xmlns="{PAGES}">', *told, "</sitemapindex>", ""])


def _parts(listed: Iterable[Listed], base_url: str, limit: Limit) -> Iterator[tuple[list[str], date | None]]:
    """Lines, with the day of the last change among them; at least one part, which may be empty."""
    lines: list[str] = []
    newest: date | None = None
    room = limit.size - 1024  # for what surrounds the lines
    size, given = 0, False
    for page in listed:
        line = _line(page, base_url)
        weight = len(line.encode()) + 1
        if lines and (len(lines) == limit.urls or size + weight > room):
            yield lines, newest
            lines, newest, size, given = [], None, 0, True
        lines.append(line)
        size += weight
        if page.changed is not None:
            newest = max(newest or page.changed.date(), page.changed.date())
    if lines or not given:
        yield lines, newest


def _line(page: Listed, base_url: str) -> str:
    pictures = "".join(
        f"<image:image><image:loc>{escape(base_url + path)}</image:loc></image:image>"
        for path in islice(page.pictures, MAX_IMAGES)
    )
    day = _day(page.changed.date() if page.changed else None)
    return f"<url><loc>{escape(page.address)}</loc>{day}{pictures}</url>"


def _day(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""

"""What one old page refers to, found in the new site: its links, its pictures, its documents."""

import re
from collections.abc import Collection, Mapping
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from cms.oldsite.files import Files
from cms.oldsite.reading import addresses
from cms.oldsite.reading.site import Left, Why

RESIZED = re.compile(r"-\d{2,4}x\d{2,4}(\.\w{3,4})$")  # what WordPress calls the small copies of a picture
OUTSIDE = ("http://", "https://", "mailto:", "tel:")
LONGEST_LINK = 2000


class References:
    """A resolver (``reading.blocks.Resolver``) for the page at ``base``. ``pages`` gives ids by old address."""

    def __init__(self, base: str, hosts: Collection[str], pages: Mapping[str, int], files: Files) -> None:
        self._base = base
        self._hosts = hosts
        self._pages = pages
        self._files = files
        self.left: list[Left] = []

    def link(self, href: str) -> str:
        """The opening tag; a link broken in the old site is noted, and its words stay."""
        key = addresses.inside(href, self._base, self._hosts)
        if key is None:
            plain = href.startswith(OUTSIDE) and len(href) <= LONGEST_LINK
            return f'<a href="{escape(href)}">' if plain else ""
        if key in self._pages:
            return f'<a linktype="page" id="{self._pages[key]}">'
        if self._files.is_document(key) and (number := self._files.document(key)) is not None:
            return f'<a linktype="document" id="{number}">'
        if not self._files.is_document(key):  # a document that is not there is told by itself
            self.leave(Why.BROKEN, href)
        return ""

    def picture(self, address: str, alt: str) -> int | None:
        """The whole picture rather than one of its small copies."""
        key = addresses.inside(address, self._base, self._hosts)
        if key is None or not self._files.is_picture(key):
            self.leave(Why.MISSING, _("L’image %(address)s est d’un autre site.") % {"address": address})
            return None
        whole = RESIZED.sub(r"\1", key)
        return self._files.picture(whole if whole != key and self._files.holds(whole) else key, alt)

    def leave(self, why: Any, sentence: str) -> None:
        """Once for each page."""
        found = Left(why, self._base, sentence)
        if found not in self.left:
            self.left.append(found)

"""Pictures and documents of one commune, found by id; what is looked up is what gets published.

An id of another commune is not in the rows that were read, hence finds nothing.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from slugify import slugify

from sites.bake.reader import Row
from sites.bake.views import DocumentView, Picture
from sites.rendering.french import size_fr
from sites.store.manifest import PICTURES, digest_of

DOCUMENTS = "_/d/"
# Renditions made for visitors; the others are thumbnails of the admin.
SPEC = re.compile(r"width-\d+\|format-(avif|webp|jpeg|png)")
KINDS = {"avif": "avif", "webp": "webp", "jpeg": "jpeg", "png": "jpeg"}


@dataclass(slots=True)
class _Found:
    """A picture as read: its own columns, and its renditions as ``(kind, file, width, height)``."""

    row: Row
    renditions: list[tuple[str, str, int, int, str]]


class Library:
    """Looks pictures and documents up, once each, and remembers which were wanted.

    ``used`` maps the public path of each file to its private one. ``unknown_pictures`` and ``unknown_documents`` are
    the ids that were asked for and not found. With ``draft`` set, addresses are those of the admin at that origin;
    else they stand below ``below``, the root of the site unless it is changed before anything is looked up.
    """

    def __init__(self, draft: str | None = None) -> None:
        """Start empty."""
        self.draft = draft
        self.below = ""
        self.used: dict[str, Path] = {}
        self.unknown_pictures: set[int] = set()
        self.unknown_documents: set[int] = set()
        self._sought_pictures: set[int] = set()
        self._sought_documents: set[int] = set()
        self._pictures: dict[int, _Found] = {}
        self._documents: dict[int, Row] = {}
        self._seen_pictures: dict[int, Picture | None] = {}
        self._seen_documents: dict[int, DocumentView | None] = {}

    def add_pictures(self, rows: Iterable[Row]) -> None:
        """Take in what ``Reader.pictures`` gave."""
        for row in rows:
            found = self._pictures.setdefault(row[0], _Found(row, []))
            if row[8] and row[9] and (match := SPEC.fullmatch(row[8])):
                kind = KINDS[match[1]]
                found.renditions.append((kind, row[9], row[10], row[11], f"{row[8]}|{row[12]}"))
            self._seen_pictures.pop(row[0], None)

    def add_documents(self, rows: Iterable[Row]) -> None:
        """Take in what ``Reader.documents`` gave."""
        for row in rows:
            self._documents[row[0]] = row
            self._seen_documents.pop(row[0], None)

    def take_unknown_pictures(self) -> set[int]:
        """Ids asked for and not found since the last time, now known to be sought."""
        fresh = self.unknown_pictures - self._sought_pictures
        self._sought_pictures |= fresh
        return fresh

    def take_unknown_documents(self) -> set[int]:
        """The same for documents."""
        fresh = self.unknown_documents - self._sought_documents
        self._sought_documents |= fresh
        return fresh

    def shown(self) -> tuple[list[Picture], list[DocumentView]]:
        """Pictures and documents that were asked for and found, by their numbers: those the site shows."""
        pictures = [found for _number, found in sorted(self._seen_pictures.items()) if found is not None]
        documents = [found for _number, found in sorted(self._seen_documents.items()) if found is not None]
        return pictures, documents

    def has_picture(self, number: int) -> bool:
        """Whether the commune has a picture of this id."""
        return number in self._pictures

    def picture(self, number: int | None) -> Picture | None:
        """A picture with its sizes; ``None`` for another commune's, a deleted one, or one that has no rendition."""
        if not isinstance(number, int):
            return None
        if number not in self._seen_pictures:
            if number not in self._pictures:
                self.unknown_pictures.add(number)
                return None
            self._seen_pictures[number] = self._picture(self._pictures[number])
        return self._seen_pictures[number]

    def document(self, number: int | None) -> DocumentView | None:
        """A document to download; ``None`` for another commune's, a deleted one, or a lost file."""
        if not isinstance(number, int):
            return None
        if number not in self._seen_documents:
            if number not in self._documents:
                self.unknown_documents.add(number)
                return None
            self._seen_documents[number] = self._document(self._documents[number])
        return self._seen_documents[number]

    def _picture(self, found: _Found) -> Picture | None:
        number, title, file, width, height, focal_x, focal_y, file_hash = found.row[:8]
        sources: dict[str, dict[int, str]] = {}
        sizes: dict[int, int] = {}
        for kind, name, real_width, real_height, spec in found.renditions:
            private = media(name)
            if not private.is_file():
                continue
            digest = digest_of(f"{file}|{file_hash}|{spec}|{name}".encode())[:8]
            public = f"{PICTURES}{number}-{digest}-{real_width}{PurePosixPath(name).suffix.lower()}"
            sources.setdefault(kind, {})[real_width] = self._publish(public, private, name)
            sizes[real_width] = real_height
        if not sources:
            return None
        fallback = sources.get("jpeg") or sources.get("webp") or next(iter(sources.values()))
        widest = max(fallback)
        focal = (50, 50)
        if focal_x is not None and focal_y is not None and width and height:
            focal = (round(100 * focal_x / width), round(100 * focal_y / height))
        return Picture(
            id=number,
            title=title,
            width=widest,
            height=sizes[widest],
            focal=focal,
            sources={kind: tuple((url, at) for at, url in sorted(urls.items())) for kind, urls in sources.items()},
            src=fallback[min(fallback, key=lambda at: abs(at - 960))],
            heights=sizes,
        )

    def _document(self, row: Row) -> DocumentView | None:
        number, title, file, size, file_hash, created_at = row
        private = media(file)
        if not private.is_file():
            return None
        pure = PurePosixPath(file)
        suffix = pure.suffix.lower()
        digest = digest_of(f"{file}|{file_hash}".encode())[:8]
        name = slugify(title or pure.stem, max_length=80, word_boundary=True) or "document"
        public = f"{DOCUMENTS}{number}-{digest}/{name}{suffix}"
        if self.draft is None:
            self.used[public] = private
            url = f"{self.below}/{quote(public)}"
        else:
            url = self.draft + reverse("wagtaildocs_serve", args=[number, pure.name])
        size = size or private.stat().st_size
        kind = suffix.removeprefix(".").upper()
        day = timezone.localtime(created_at).date() if created_at else None
        return DocumentView(number, title, url, kind, size_fr(size), day, size)

    def _publish(self, public: str, private: Path, name: str) -> str:
        if self.draft is not None:
            return f"{self.draft}{settings.MEDIA_URL}{quote(name)}"
        self.used[public] = private
        return f"{self.below}/{public}"


def media(name: str) -> Path:
    """The private file of a picture or of a document."""
    return Path(os.path.join(settings.MEDIA_ROOT, name))  # noqa: PTH118  # ten times faster, and called for each picture

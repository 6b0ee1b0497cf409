"""Receiving files: what exceeds every limit is counted, and not kept."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Writes to disk as Django does, up to the heaviest file that any form accepts.

    Beyond, the bytes are let go and the form receives an empty file of the declared size, which it refuses with its own
    sentence: a file of 1 GB never fills the disk.
    """

    def _limit(self) -> int:
        return max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the chunk while the file is small enough."""
        if start + len(raw_data) <= self._limit():
            return super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> Any:
        """The file, or its size alone."""
        if file_size <= self._limit():
            return super().file_complete(file_size)
        self.file.close()
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type or "", file_size, self.charset
        )

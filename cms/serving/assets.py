"""The admin's own static files, straight from the installed packages: nothing to collect, nothing to forget."""

import gzip
from functools import lru_cache
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from cms.serving import content, encodings, headers, site
from cms.serving.content import Content
from cms.serving.messages import READING, Answer, Request, page

SMALLEST_COMPRESSED = 512


def missing() -> Answer:
    """No installed package has the file."""
    return page("404 Not Found", _("Fichier introuvable"), _("Ce fichier de l’administration n’existe pas."))


class Assets:
    """Answers under ``prefix`` (``STATIC_URL``) on the admin host."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def respond(self, request: Request) -> Answer | None:
        """``None`` when the request is not for a static file."""
        if not request.path.startswith(self.prefix):
            return None
        if request.method not in READING:
            return site.not_allowed()
        name = request.path.removeprefix(self.prefix)
        if not site.is_safe(f"/{name}"):
            return missing()
        for form in encodings.order(request.accept_encoding) if headers.compressible(name) else ("",):
            if (found := _form(name, form)) is not None:
                # Wagtail adds its own version to the addresses of its files.
                cache = headers.FOREVER if request.query.startswith("v=") else headers.FRESH
                return content.answer(request, found, cache)
        return missing()


@lru_cache(maxsize=4096)
def _form(name: str, form: str) -> Content | None:
    """Installed packages do not change while the process lives: each form of a file is made once."""
    file = finders.find(name)
    if not isinstance(file, str):
        return None
    plain = content.from_disk(file, name)
    if plain is None or not form:
        return plain
    body = Path(file).read_bytes()
    if len(body) < SMALLEST_COMPRESSED:
        return None
    packed = brotli.compress(body, quality=5) if form == "br" else gzip.compress(body, compresslevel=6, mtime=0)
    return content.from_bytes(packed, name, form)

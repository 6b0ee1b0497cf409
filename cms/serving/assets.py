"""The admin's own static files, straight from the installed packages: nothing to collect, nothing to forget.

Beside them, the style sheets, icons and fonts of the themes, which previews need under the admin's own name.
"""

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
THEMES = "/_/s/"


def missing() -> Answer:
    """No installed package has the file."""
    return page("404 Not Found", _("Fichier introuvable"), _("Ce fichier de l’administration n’existe pas."))


class Assets:
    """Answers under ``prefix`` (``STATIC_URL``) on the admin host; ``themes`` holds what the bake stored of themes."""

    def __init__(self, prefix: str, themes: Path | None = None) -> None:
        self.prefix = prefix
        self.themes = themes

    def respond(self, request: Request) -> Answer | None:
        """``None`` when the request is not for a static file."""
        of_theme = self.themes is not None and request.path.startswith(THEMES)
        if not of_theme and not request.path.startswith(self.prefix):
            return None
        if request.method not in READING:
            return site.not_allowed()
        return self._of_theme(request) if of_theme else self._of_package(request)

    def _of_theme(self, request: Request) -> Answer:
        name = request.path.removeprefix(THEMES)
        if "/" in name or not site.is_safe(f"/{name}"):
            return missing()
        for form in encodings.order(request.accept_encoding) if headers.compressible(name) else ("",):
            file = f"{self.themes}/{name}{encodings.SUFFIXES.get(form, '')}"
            if (found := content.from_disk(file, name, form)) is not None:
                return content.answer(request, found, headers.FOREVER)
        return missing()

    def _of_package(self, request: Request) -> Answer:
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

"""Who answers a request, by its ``Host``: a commune's baked site, the admin, or nobody.

admin host                      Django, its static files beside it
a commune's host, /_/…          Django (but /_/s, /_/i, /_/d: baked files)
a commune's host                the baked site
another name of a commune       301 to its own
this machine, /.beffroi/…       may Caddy ask a certificate for ?domain=…
any other name                  404; what is no name at all: 400
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from django.utils.translation import gettext as _

from cms.serving import content, headers, site
from cms.serving.assets import Assets
from cms.serving.disk import Closed, Disk, Generation, Secondary
from cms.serving.hosts import parse_host
from cms.serving.messages import READING, Answer, Headers, Request, page, redirect, suspended
from cms.serving.visits import Visits

DYNAMIC = "/_/"
# Originals, drafts and the admin's own files: asked for under the admin's name alone.
ADMINS = ("/_/admin/", "/_/documents/", "/_/media/")
# Neither below /_/, which visitors reach, nor under any name of ours.
ASK = "/.beffroi/certificat"
AWAY = "/503.html"
FAULT = "5"
ABSENT, HTML = "503", "text/html"
LOOPBACK = ("localhost", "127.0.0.1")
NEIGHBOURS = ("127.0.0.1", "::1")
# What a proxy adds to a visitor's request: the web server asks for itself, and adds nothing.
RELAYED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")
# A generation may be pruned between the moment it is found and the moment it is read; the next one is then there.
TRIES = 3

logger = logging.getLogger(__name__)


def bad_host() -> Answer:
    """For a ``Host`` that is no host name."""
    return page("400 Bad Request", _("Adresse incorrecte"), _("Le nom demandé n’est pas celui d’un site."))


def unknown_host() -> Answer:
    """For a name under which no commune answers."""
    sentence = _("Vérifiez l’adresse\u00a0: aucune commune ne répond sous ce nom.")
    return page("404 Not Found", _("Aucun site à cette adresse"), sentence)


def unavailable() -> Answer:
    """For a site whose files went away again and again while they were read."""
    title = _("Site momentanément indisponible")
    return page("503 Service Unavailable", title, _("Merci de réessayer dans un instant."), [("Retry-After", "5")])


class Composition:
    """The WSGI application of ``beffroi serve``."""

    def __init__(
        self,
        disk: Disk,
        admin_host: str,
        django: WSGIApplication,
        assets: Assets,
        frames: Sequence[str],
        visits: Visits | None = None,
    ) -> None:
        self.disk = disk
        self.admin_host = admin_host
        self.django = django
        self.assets = assets
        self.visits = visits
        self.security = headers.security(frames)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """PEP 3333."""
        host = parse_host(environ.get("HTTP_HOST", ""))
        if host is None:
            return self._send(environ, start_response, bad_host().plus(self.security))
        request = Request.from_environ(environ)
        if host in LOOPBACK and request.path == ASK and _is_the_web_server(environ):
            return self._send(environ, start_response, self._may_have_certificate(request))
        answer = self.assets.respond(request) if host == self.admin_host else self._public(host, request)
        if answer is not None:
            if self.visits is not None and host != self.admin_host and self._is_ours(host, answer):
                self.visits.note(request, host, answer, environ.get("HTTP_USER_AGENT", ""))
            return self._send(environ, start_response, answer)
        if host == self.admin_host:
            return self.django(environ, start_response)
        return self._dynamic(host, request, environ, start_response)

    def _is_ours(self, host: str, answer: Answer) -> bool:
        """Whether a commune has this name: what is not found under another one is nobody's."""
        return not answer.status.startswith("404") or self.disk.locate(host) is not None

    def _public(self, host: str, request: Request) -> Answer | None:
        """``None`` hands the request to Django."""
        for _attempt in range(TRIES):
            found = self.disk.locate(host)
            if found is None:
                return unknown_host().plus(self.security)
            if isinstance(found, Secondary):
                return self._to_primary(found, request).plus(self.security)
            if isinstance(found, Closed):
                return suspended(found.page).plus(self.security)
            if request.path.startswith(DYNAMIC) and not request.path.startswith((*headers.HASHED, *ADMINS)):
                return None
            try:
                answer = site.respond(self.disk, found, request)
            except OSError:
                logger.info("%s was pruned while it was read", found.folder)
                continue
            if answer.status.startswith("404") and self.disk.locate(host) != found:
                continue
            return answer.plus(self.security)
        return unavailable().plus(self.security)

    def _dynamic(
        self, host: str, request: Request, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """What Django says under a commune's name, with the headers of a baked page.

        Where it fails, a page baked for that day says how to reach the town hall. What a script or a picture was told
        to do without is left as it is.
        """
        said: list[tuple[str, Headers]] = []

        def hold(status: str, lines: Headers, _error: Any = None, /) -> Callable[[bytes], object]:
            said.append((status, lines))
            return bytes  # nobody writes: Django gives its body back

        body = self.django(environ, hold)
        status, lines = said[0]
        if not status.startswith(FAULT) or (status.startswith(ABSENT) and not _is_page(lines)):
            start_response(status, [*lines, *self.security])
            return body
        if (close := getattr(body, "close", None)) is not None:
            close()
        return self._send(environ, start_response, self._away(host, request).plus(self.security))

    def _away(self, host: str, request: Request) -> Answer:
        found = self.disk.locate(host)
        if isinstance(found, Generation) and (own := self.disk.read(found, AWAY, "")) is not None:
            more = [("Cache-Control", headers.NEVER), ("Retry-After", "60")]
            return content.whole("503 Service Unavailable", request, own, more)
        return unavailable()

    def _to_primary(self, found: Secondary, request: Request) -> Answer:
        return redirect(request.address(found.target)) if request.method in READING else site.not_allowed()

    def _may_have_certificate(self, request: Request) -> Answer:
        """Caddy asks here before it asks a certificate: yes for our exact hosts only, from the disk alone."""
        asked = parse_qs(request.query).get("domain", [""])[0]
        host = parse_host(asked)
        if host == asked and (host == self.admin_host or self.disk.locate(host) is not None):
            return Answer("204 No Content")
        return unknown_host()

    def _send(self, environ: WSGIEnvironment, start_response: StartResponse, answer: Answer) -> Iterable[bytes]:
        start_response(answer.status, answer.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        if isinstance(answer.body, bytes):
            return [answer.body]
        return _wrap(environ, answer.body)


def _is_the_web_server(environ: WSGIEnvironment) -> bool:
    """A request of this machine that nobody relays."""
    return environ.get("REMOTE_ADDR") in NEIGHBOURS and not any(environ.get(name) for name in RELAYED)


def _is_page(lines: Headers) -> bool:
    """Something that a person reads."""
    return any(name.lower() == "content-type" and value.startswith(HTML) for name, value in lines)


def _wrap(environ: WSGIEnvironment, stream: BinaryIO) -> Iterable[bytes]:
    """The server's own way of sending a file, which also closes it."""
    wrapper: type[FileWrapper] = environ.get("wsgi.file_wrapper", FileWrapper)
    return wrapper(stream, 64 * 1024)

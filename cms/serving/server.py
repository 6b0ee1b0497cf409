"""The web process of ``beffroi serve``: waitress over the composition, on sockets opened before anything else."""

import errno
import socket
from collections.abc import Sequence

import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.translation import gettext as _

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.visits import Visits
from cms.serving.wsgi import Composition
from sites.themes import ASSETS

THREADS = 8
LOOPBACK = ("127.0.0.1", "::1")
LARGEST_HEADERS = 32 * 1024
# Room for the largest upload and its form; the CMS says no in French to what is smaller and still too big.
LARGEST_BODY = 80 * 1024 * 1024


class CannotListenError(Exception):
    """The address or port cannot be had; the message is a French sentence."""


def listen(addresses: Sequence[str], port: int) -> list[socket.socket]:
    """Open sockets. The first address must answer; the others (IPv6 on a machine without it) may be missing.

    Raises:
        CannotListenError: the port is taken, reserved, or the address is not this machine's.

    """
    opened: list[socket.socket] = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            made = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            continue
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            made.bind((address, port))
            made.listen(socket.SOMAXCONN)
        except (OSError, OverflowError) as error:
            made.close()
            if opened and getattr(error, "errno", None) != errno.EADDRINUSE:
                continue
            for other in opened:
                other.close()
            raise CannotListenError(_why(error, address, port)) from error
        opened.append(made)
    return opened


def _why(error: OSError | OverflowError, address: str, port: int) -> str:
    values = {"port": port, "address": address}
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            _(
                "Le port %(port)d est déjà pris par un autre programme\u00a0: "
                "arrêtez-le, ou choisissez un autre port avec «\u00a0--port\u00a0»."
            )
            % values
        )
    if number == errno.EACCES:
        return _("Le port %(port)d est réservé au système\u00a0: choisissez un port à partir de 1024.") % values
    if isinstance(error, OverflowError):
        return _("Le port %(port)d n’existe pas\u00a0: choisissez un nombre entre 1024 et 65535.") % values
    return _("L’adresse %(address)s n’est pas celle de cette machine.") % values


def composition() -> Composition:
    """The application, as the settings say."""
    return Composition(
        disk=Disk(settings.BEFFROI_VAR),
        admin_host=settings.BEFFROI_ADMIN_HOST,
        django=get_wsgi_application(),
        assets=Assets(settings.STATIC_URL, settings.BEFFROI_VAR / ASSETS),
        frames=settings.BEFFROI_EMBED_ORIGINS,
        visits=Visits(settings.BEFFROI_VAR),
    )


def server(sockets: list[socket.socket]) -> "waitress.server.BaseWSGIServer":
    """A server that ``run()`` makes answer until it is interrupted, and ``close()`` ends."""
    return waitress.create_server(
        composition(),
        sockets=sockets,
        threads=THREADS,
        ident=None,
        max_request_header_size=LARGEST_HEADERS,
        max_request_body_size=LARGEST_BODY,
        clear_untrusted_proxy_headers=True,
        # Caddy stands on the same machine, and says for whom it asks.
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        trusted_proxy_count=1,
    )

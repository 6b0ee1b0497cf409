"""An origin as people write it, made into the one that a browser sends (RFC 6454 §6.2), or refused in French."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.serving.hosts import parse_host

MOST = 20
LONGEST = 300  # characters of one line
DEFAULT_PORT = 443  # a browser does not say it
NUMBERS = re.compile(r"[0-9.]+")


class RefusedOriginError(ValueError):
    """No origin; the message is a French sentence."""


def origins_of(text: str) -> list[str]:
    """One a line, empty lines passed over, in order, each once. Raises ``RefusedOriginError``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = list(dict.fromkeys(origin_of(line) for line in lines))
    if len(found) > MOST:
        raise RefusedOriginError(_("%(most)s sites au plus.") % {"most": MOST})
    return found


def origin_of(line: str) -> str:
    """``https://name`` or ``https://name:port``. Raises ``RefusedOriginError``."""
    shown = line[:80]
    if "*" in line:
        raise RefusedOriginError(
            _("«\u00a0%(line)s\u00a0»\u00a0: nommez chaque site. Pour n’en écarter aucun, laissez la liste vide.")
            % {"line": shown}
        )
    try:
        parts = urlsplit(line)
        port = parts.port
    except ValueError:
        raise RefusedOriginError(_wrong(shown)) from None
    if parts.scheme != "https" or len(line) > LONGEST or parts.username is not None or not parts.hostname:
        raise RefusedOriginError(_wrong(shown))
    if parts.path not in {"", "/"} or parts.query or parts.fragment or line.endswith(("?", "#")):
        raise RefusedOriginError(
            _("«\u00a0%(line)s\u00a0»\u00a0: le nom du site seul, sans rien après.") % {"line": shown}
        )
    name = _ascii(parts.hostname)
    if name is None or parse_host(name) != name or "." not in name or NUMBERS.fullmatch(name) or port == 0:
        raise RefusedOriginError(_wrong(shown))
    return f"https://{name}" if port in {None, DEFAULT_PORT} else f"https://{name}:{port}"


def _ascii(name: str) -> str | None:
    """Accents as names of the internet have them."""
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return None


def _wrong(shown: str) -> str:
    return _("«\u00a0%(line)s\u00a0»\u00a0: une adresse comme https://carte.exemple.fr est attendue.") % {"line": shown}

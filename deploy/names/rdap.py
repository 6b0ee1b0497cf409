"""What a registry says of a domain, by RDAP (RFC 7480, 9082 and 9083): its end, its servers, its registrar.

Our own reader: one question over HTTP, to servers that the settings pin (RFC 9224 would have us fetch the list of all
of them first). No redirection is followed, and time and weight are bounded.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sites.law.dated import PARIS

MAX_BYTES = 256 * 1024
MAX_SECONDS = 10.0  # for the whole answer
SILENCE, CONNECTION = 5.0, 4.0  # seconds
KEPT = 20  # nameservers, statuses
NOT_FOUND = 404


class RdapError(Exception):
    """The registry did not say. The message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A registered domain; ``expires`` is the day in Paris on which it ends, ``None`` where the registry tells none."""

    name: str
    expires: date | None
    sponsor: str = ""
    nameservers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


def server_of(name: str) -> str:
    """The RDAP server of the extension of ``name``, without final slash; empty when no setting names one."""
    return dict(_servers()).get(name.rpartition(".")[2], "")


def _servers() -> Iterator[tuple[str, str]]:
    for pair in settings.BEFFROI_RDAP:
        extension, _equal, address = pair.partition("=")
        yield extension.strip().lower(), address.strip().rstrip("/")


def read(name: str) -> Registration | None:
    """What the registry says of ``name`` (A-labels, lower case); ``None`` when nobody has it. Raises ``RdapError``."""
    server = server_of(name)
    if not server:
        raise RdapError(_("Aucun serveur RDAP n’est réglé pour « .%s » (BEFFROI_RDAP).") % name.rpartition(".")[2])
    try:
        found = _asked(f"{server}/domain/{name}")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise RdapError(_("Le registre de %s ne répond pas.") % name) from error
    if found is None:
        return None
    if str(found.get("ldhName", name)).lower().rstrip(".") != name:
        raise RdapError(_("Le registre répond pour un autre nom que %s.") % name)
    return Registration(
        name,
        _expiry(found),
        _sponsor(found)[:200],
        tuple(sorted(_texts(found.get("nameservers"), "ldhName"))),
        tuple(str(status)[:60] for status in _list(found.get("status"))),
    )


def _asked(address: str) -> Mapping[str, Any] | None:
    deadline = time.monotonic() + MAX_SECONDS
    headers = {"Accept": "application/rdap+json, application/json", "User-Agent": "Beffroi/0.1"}
    with (
        httpx.Client(timeout=httpx.Timeout(SILENCE, connect=CONNECTION), trust_env=False) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        if answer.status_code == NOT_FOUND:
            return None
        if answer.status_code != httpx.codes.OK:
            raise RdapError(_("Le registre refuse de répondre (%d).") % answer.status_code)
        content = bytearray()
        for part in answer.iter_bytes():
            content += part
            if len(content) > MAX_BYTES or time.monotonic() > deadline:
                raise RdapError(_("La réponse du registre est trop longue."))
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RdapError(_("La réponse du registre ne se lit pas.")) from error
    if not isinstance(found, dict) or found.get("objectClassName") != "domain":
        raise RdapError(_("La réponse du registre ne se lit pas."))
    return found


def _expiry(found: Mapping[str, Any]) -> date | None:
    """RFC 9083 §4.5: the event « expiration »."""
    for event in _list(found.get("events")):
        if isinstance(event, dict) and event.get("eventAction") == "expiration":
            return day_of(str(event.get("eventDate", "")))
    return None


def day_of(text: str) -> date | None:
    """The day, in Paris, of a moment (RFC 3339) or of a plain date."""
    try:
        moment: datetime | None = parse_datetime(text)
        if moment is None:
            return date.fromisoformat(text[:10])
    except ValueError:
        return None
    return moment.astimezone(PARIS).date() if moment.tzinfo else moment.date()


def _sponsor(found: Mapping[str, Any]) -> str:
    """The name on the card (RFC 7095) of the entity whose role is registrar, or its handle."""
    for entity in _list(found.get("entities")):
        if isinstance(entity, dict) and "registrar" in _list(entity.get("roles")):
            card = _list(entity.get("vcardArray"))
            for line in _list(card[1] if len(card) > 1 else None):
                if isinstance(line, list) and len(line) > 3 and line[0] == "fn":  # noqa: PLR2004  # RFC 7095 §3.3
                    return str(line[3])
            return str(entity.get("handle", ""))
    return ""


def _texts(rows: Any, key: str) -> Iterator[str]:
    for row in _list(rows):
        if isinstance(row, dict) and row.get(key):
            yield str(row[key]).lower().rstrip(".")[:253]


def _list(value: Any) -> list[Any]:
    return value[:KEPT] if isinstance(value, list) else []

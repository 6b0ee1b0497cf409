"""Fetching the calendars of others: the worker's, never a request's. What was last good stays when one fails."""

import ipaddress
import logging
import socket
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.agenda import openagenda, parse, recurrence
from sites.marking import mark
from sites.modules import active_codes

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
AT_A_TIME = 5  # sources in one turn of the worker, which has other work
MAX_BYTES = 5 * 1024 * 1024
MAX_SECONDS = 20.0  # for the whole answer, however slowly it comes
MAX_REDIRECTS = 3
REFUSED = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})
SILENCE, CONNECTION = 8.0, 4.0  # seconds
VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class SourceError(Exception):
    """The calendar could not be read; the message is a French sentence."""


def refresh(now: datetime | None = None) -> int:
    """Read again the sources whose turn has come; how many were asked."""
    now = now or timezone.now()
    sources = apps.get_model("agenda.Source")._default_manager
    due = sources.filter(Q(asked_at__isnull=True) | Q(asked_at__lte=now - EVERY)).select_related("commune")
    asked = 0
    for source in due.order_by("asked_at", "pk")[:AT_A_TIME]:
        if "agenda" in active_codes(source.commune):
            read(source, now)
            asked += 1
        else:
            sources.filter(pk=source.pk).update(asked_at=now)
    return asked


def read(source: Any, now: datetime) -> None:
    """Ask one source; write what it gave. The commune is baked only when its dates, or their absence, changed."""
    values: dict[str, Any] = {"asked_at": now}
    today = timezone.localtime(now).date()
    try:
        if (fresh := _fresh(source, today)) is not None:
            values["events"], values["validators"] = fresh
        values |= {"read_at": now, "error": ""}
    except SourceError as error:
        values["error"] = str(error)[:300]
    rows = type(source)._default_manager.filter(pk=source.pk, address=source.address)  # it may have changed meanwhile
    if rows.update(**values) and values.get("events", source.events) != source.events:
        mark(communes=[source.commune_id])


def _fresh(source: Any, today: date) -> tuple[list[parse.Row], dict[str, str]] | None:
    """Its dates, and what to ask next time; nothing when it did not change."""
    until = recurrence.horizon(today)
    if openagenda.is_api(source.address):
        events = events_of(source.address)
        return _dates(lambda: parse.dates_of_events(events, today, until)), {}
    content, validators = fetch(source.address, source.validators, Budget())
    return None if content is None else (_dates(lambda: parse.dates(content, today, until)), validators)


def _dates(parsed: Callable[[], list[parse.Row]]) -> list[parse.Row]:
    try:
        return parsed()
    except parse.UnreadableError as error:
        raise SourceError(_sentence(str(error))) from error
    except Exception as error:
        logger.exception("An outside calendar could not be read")
        raise SourceError(_sentence("broken")) from error


def _sentence(code: str) -> str:
    return {
        "page": _(
            "Cette adresse mène à une page et non à un calendrier\u202f: cherchez-y un lien « .ics » ou « Exporter »."
        ),
        "long": _("Ce calendrier contient plus de 3 000 évènements\u202f: demandez-en une partie à qui le tient."),
    }.get(code, _("Ce fichier n’est pas un calendrier lisible."))


class Budget:
    """What one calendar may take of the worker, however many pages and redirections it is made of."""

    def __init__(self) -> None:
        self.deadline = time.monotonic() + MAX_SECONDS
        self.left = MAX_BYTES

    def seconds(self) -> float:
        """How many are left; ``SourceError`` when none is."""
        if (left := self.deadline - time.monotonic()) <= 0:
            raise SourceError(_("Ce calendrier met trop de temps à venir."))
        return left

    def take(self, size: int) -> None:
        """Bytes that came; ``SourceError`` when they are too many, or come too late."""
        self.left -= size
        if self.left < 0:
            raise SourceError(_("Ce calendrier pèse plus de 5 Mo\u202f: demandez-en une partie à qui le tient."))
        self.seconds()


def events_of(address: str) -> list[Any]:
    """The events of an API, its pages followed to the last. Raises ``SourceError``."""
    budget = Budget()
    found: list[Any] = []
    after: list[Any] = []
    for _number in range(openagenda.MAX_PAGES):
        content = fetch(openagenda.page_address(address, after), {}, budget)[0] or b""
        if (page := openagenda.page_of(content)) is None:
            raise SourceError(_sentence(parse.refusal(content)))
        events, after = page
        found += events
        if not after:
            return found
    raise SourceError(_sentence("long"))


def fetch(address: str, validators: Mapping[str, str], budget: Budget) -> tuple[bytes | None, dict[str, str]]:
    """The content with what to ask next time; no content when nothing changed. Raises ``SourceError``."""
    headers = {
        "User-Agent": f"Beffroi/0.1 (sites of French communes; {settings.BEFFROI_CDG_CONTACT})",
        "Accept": "text/calendar, application/json;q=0.9",
    } | {VALIDATORS[name]: value for name, value in validators.items() if name in VALIDATORS}
    try:
        with client() as asking:
            for _hop in range(MAX_REDIRECTS + 1):
                request = _request(asking, address, headers, budget.seconds())
                answer = asking.send(request, stream=True)
                try:
                    if answer.has_redirect_location:
                        address = urljoin(address, answer.headers["location"])
                        continue
                    if answer.status_code == httpx.codes.NOT_MODIFIED:
                        return None, dict(validators)
                    return _content(answer, budget), _validators(answer)
                finally:
                    answer.close()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise SourceError(_("Le site de cet agenda ne répond pas.")) from error
    raise SourceError(_("Cette adresse renvoie sans fin vers d’autres."))


def client() -> httpx.Client:
    """No cookie, no proxy of the environment; redirections are followed by hand, each address being checked."""
    return httpx.Client(timeout=SILENCE, follow_redirects=False, trust_env=False)


def _request(asking: httpx.Client, address: str, headers: Mapping[str, str], seconds: float) -> httpx.Request:
    """A request to the very address that was checked: a name that changes its mind in between leads nowhere else."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SourceError(_("Donnez une adresse qui commence par https://."))
    numeric = public_address(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    url = httpx.URL(address).copy_with(host=numeric, username=None, password=None)
    return asking.build_request(
        "GET",
        url,
        headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
        timeout=httpx.Timeout(min(SILENCE, seconds), connect=min(CONNECTION, seconds)),
        extensions={"sni_hostname": parts.hostname},
    )


def public_address(host: str, port: int, resolve: Callable[..., Any] | None = None) -> str:
    """The address of a host of the internet. ``SourceError`` for one of our own network: it is nobody's calendar."""
    try:
        found = (resolve or socket.getaddrinfo)(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise SourceError(_("Le site de cet agenda ne répond pas.")) from error
    numeric = [str(row[4][0]) for row in found]
    if not numeric or not all(ipaddress.ip_address(one).is_global for one in numeric):
        raise SourceError(_("Cette adresse ne mène pas à un site public."))
    return numeric[0]


def _content(answer: httpx.Response, budget: Budget) -> bytes:
    if answer.status_code != httpx.codes.OK:
        if answer.status_code in REFUSED and answer.request.extensions.get("sni_hostname") == openagenda.HOST:
            raise SourceError(_("OpenAgenda refuse cette clé\u202f: recopiez la clé publique de votre compte."))
        raise SourceError(_("Le site de cet agenda refuse de le donner (%(code)d).") % {"code": answer.status_code})
    content = bytearray()
    for part in answer.iter_bytes():
        budget.take(len(part))
        content += part
    return bytes(content)


def _validators(answer: httpx.Response) -> dict[str, str]:
    return {name: answer.headers[name][:200] for name in VALIDATORS if name in answer.headers}

"""Reading the calendars of others: the worker's, never a request's. What was last good stays when one fails."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import httpx
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.sources import turns
from cms.sources.fetching import Budget, RefusedError, SourceError, fetch
from modules.agenda import openagenda, parse, recurrence

logger = logging.getLogger(__name__)

ACCEPT = "text/calendar, application/json;q=0.9"
REFUSED = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})


def refresh(now: datetime | None = None) -> int:
    """Read again the sources whose turn has come; how many were asked."""
    return turns.refresh(apps.get_model("agenda.Source"), "agenda", read, now)


def read(source: Any, now: datetime) -> None:
    """Ask one source; the commune is baked only when its dates, or their absence, changed."""
    today = timezone.localtime(now).date()
    turns.keep(source, now, "events", lambda: _fresh(source, today))


def _fresh(source: Any, today: date) -> tuple[list[parse.Row], dict[str, str]] | None:
    """Its dates, and what to ask next time; nothing when it did not change."""
    until = recurrence.horizon(today)
    if openagenda.is_api(source.address):
        events = events_of(source.address)
        return _dates(lambda: parse.dates_of_events(events, today, until)), {}
    content, validators = fetch(source.address, source.validators, Budget(), ACCEPT)
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


def events_of(address: str) -> list[Any]:
    """The events of an API, its pages followed to the last. Raises ``SourceError``."""
    budget = Budget()
    found: list[Any] = []
    after: list[Any] = []
    for _number in range(openagenda.MAX_PAGES):
        content = _page(openagenda.page_address(address, after), budget)
        if (page := openagenda.page_of(content)) is None:
            raise SourceError(_sentence(parse.refusal(content)))
        events, after = page
        found += events
        if not after:
            return found
    raise SourceError(_sentence("long"))


def _page(address: str, budget: Budget) -> bytes:
    try:
        return fetch(address, {}, budget, ACCEPT)[0] or b""
    except RefusedError as error:
        if error.code in REFUSED:
            raise SourceError(
                _("OpenAgenda refuse cette clé\u202f: recopiez la clé publique de votre compte.")
            ) from error
        raise

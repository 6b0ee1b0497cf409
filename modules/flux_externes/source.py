"""Reading the feeds of others: the worker's, never a request's nor a bake's."""

import logging
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from cms.sources import turns
from cms.sources.fetching import Budget, SourceError, fetch
from modules.flux_externes import parse

logger = logging.getLogger(__name__)

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8"
MAX_BYTES = 2 * 1024 * 1024


def refresh(now: datetime | None = None) -> int:
    """Read again the feeds whose turn has come; how many were asked."""
    return turns.refresh(apps.get_model("flux_externes.Flux"), "flux_externes", read, now)


def read(source: Any, now: datetime) -> None:
    """Ask one feed; the commune is baked only when what is shown of it changed."""
    turns.keep(source, now, "content", lambda: _fresh(source))


def _fresh(source: Any) -> tuple[parse.Feed, dict[str, str]] | None:
    content, validators = fetch(source.address, source.validators, Budget(MAX_BYTES), ACCEPT)
    if content is None:
        return None
    try:
        return parse.feed_of(content, source.address), validators
    except parse.UnreadableError as error:
        raise SourceError(_sentence(error)) from error
    except Exception as error:
        logger.exception("An outside feed could not be read")
        raise SourceError(_("Ce fichier n’est pas un flux lisible.")) from error


def _sentence(error: parse.UnreadableError) -> str:
    if error.feed:
        return _("Cette adresse mène à une page. Son flux est là\u00a0: %(address)s") % {"address": error.feed}
    if str(error) == "page":
        return _("Cette adresse mène à une page et non à un flux\u202f: cherchez-y un lien « RSS » ou « Atom ».")
    return _("Ce fichier n’est pas un flux lisible.")

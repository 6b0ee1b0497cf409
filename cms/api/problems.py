"""Refusals, as RFC 9457 asks: ``application/problem+json``, one French sentence for who reads them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.api.shapes.hints import Schema, array, record

MEDIA_TYPE = "application/problem+json"
BLANK = "about:blank"  # the problem is what its status says
TITLES = {
    400: gettext_lazy("Demande incorrecte"),
    404: gettext_lazy("Introuvable"),
    405: gettext_lazy("Méthode refusée"),
    410: gettext_lazy("Adresse périmée"),
    414: gettext_lazy("Adresse trop longue"),
    429: gettext_lazy("Trop de demandes"),
    503: gettext_lazy("Pas encore en ligne"),
}
TEXT: Schema = {"type": "string"}
SCHEMA: Schema = record(
    {"type": {"const": BLANK}, "title": TEXT, "status": {"type": "integer", "enum": sorted(TITLES)}, "detail": TEXT}
) | {"additionalProperties": True}
SCHEMA["properties"]["errors"] = array(record({"parameter": TEXT, "detail": TEXT}))


@dataclass(frozen=True, slots=True)
class Fault:
    """A parameter that cannot be understood, and why."""

    parameter: str
    detail: str


class ProblemError(Exception):
    """Stops the view: the answer is a problem."""

    def __init__(self, status: int, detail: str, faults: Sequence[Fault] = (), retry_after: int = 0) -> None:
        """``detail`` is a sentence; ``retry_after`` is in seconds."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = faults
        self.retry_after = retry_after

    def answer(self) -> HttpResponse:
        """As it is sent."""
        told: dict[str, Any] = {
            "type": BLANK,
            "title": str(TITLES[self.status]),
            "status": self.status,
            "detail": self.detail,
        }
        if self.faults:
            told["errors"] = [{"parameter": it.parameter, "detail": it.detail} for it in self.faults]
        response = HttpResponse(json.dumps(told, ensure_ascii=False), status=self.status, content_type=MEDIA_TYPE)
        if self.retry_after:
            response["Retry-After"] = str(self.retry_after)
        return response


def not_found() -> ProblemError:
    """Nothing stands at this address."""
    return ProblemError(404, _("Rien ne répond à cette adresse. La liste des adresses est dans openapi.json."))


def no_such(number: int) -> ProblemError:
    """A line that is not there, or is not online."""
    return ProblemError(404, _("Il n’y a rien en ligne sous le numéro %(number)s.") % {"number": number})


def no_such_page(pages: int) -> ProblemError:
    """A page beyond the last of a list."""
    sentence = _("Cette liste n’a que %(pages)s pages.") if pages > 1 else _("Cette liste n’a qu’une page.")
    return ProblemError(404, sentence % {"pages": pages})


def refused(faults: Sequence[Fault]) -> ProblemError:
    """Parameters that cannot be understood."""
    return ProblemError(400, " ".join(f"{it.parameter}\u00a0: {it.detail}" for it in faults), faults)

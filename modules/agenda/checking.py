"""What cannot be: one French sentence for each."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from modules.agenda import openagenda, recurrence

EARLIEST = date(1996, 1, 1)  # the rule of summer time that calendars are given holds since then
MAX_EXCEPTIONS = 200


def check_dates(fields: Mapping[str, Any]) -> None:
    """Raises ``ValidationError``, on the field to correct. A draft without date is left alone."""
    start = fields.get("start_date")
    if start is None:
        return
    end, first_hour, last_hour = fields.get("end_date"), fields.get("start_time"), fields.get("end_time")
    if start < EARLIEST:
        raise ValidationError({"start_date": _("Cette date est trop ancienne pour un agenda.")})
    if end and end < start:
        raise ValidationError(
            {"end_date": _("L’évènement se terminerait avant d’avoir commencé\u202f: vérifiez les dates.")}
        )
    if last_hour and not first_hour:
        raise ValidationError({"start_time": _("Dites aussi à quelle heure l’évènement commence.")})
    if first_hour and last_hour and (end or start) == start and last_hour < first_hour:
        raise ValidationError(
            {
                "end_time": _(
                    "L’évènement se terminerait avant d’avoir commencé\u202f: s’il finit après minuit, donnez aussi "
                    "son dernier jour."
                )
            }
        )
    _check_recurrence(fields)


def _check_recurrence(fields: Mapping[str, Any]) -> None:
    rule = (fields.get("recurrence") or {}).get("rrule", "")
    if not rule:
        return
    until = recurrence.choice_of(rule).until
    if until and until < fields["start_date"]:
        raise ValidationError(_("La dernière date précède la première\u202f: vérifiez « jusqu’au »."))
    if len(fields["recurrence"].get("exdates", ())) > MAX_EXCEPTIONS:
        raise ValidationError(_("Il y a plus de 200 exceptions\u202f: créez plutôt un évènement par période."))
    if not list(islice(recurrence.spans(fields, recurrence.horizon(fields["start_date"])), 1)):
        raise ValidationError(_("Avec ces exceptions, l’évènement n’aurait plus aucune date."))


def web_address(address: str) -> str:
    """An address of the web; ``webcal:`` is one under another name."""
    address = address.strip()
    if address.lower().startswith("webcal://"):
        address = "https://" + address[len("webcal://") :]
    if not address.lower().startswith(("https://", "http://")):
        raise ValidationError({"address": _("Donnez une adresse qui commence par https://.")})
    if openagenda.is_api(address) and not openagenda.has_key(address):
        raise ValidationError(
            {"address": _("Ajoutez à la fin de cette adresse votre clé publique OpenAgenda\u202f: ?key=…")}
        )
    return address

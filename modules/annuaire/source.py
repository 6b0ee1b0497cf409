"""The public services of a commune, filled in from the national directory; what the commune changed stays its own."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.sources.fetching import Budget, SourceError, fetch
from modules.annuaire import parse
from modules.annuaire.exchange import hours
from modules.annuaire.models import Fiche, Source
from sites.models import Commune
from sites.modules import active_codes
from sites.packs import PACKS, Offer

logger = logging.getLogger(__name__)

CODE = "annuaire"
ACCEPT = "application/json"
MAX_BYTES = 5 * 1024 * 1024  # of one commune; the dump of the country is read from a file
MAX_FILE = 20 * 1024 * 1024
EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)
AT_A_TIME = 10
IN_DETAILS = ("missions", "siret")


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an extract. ``gone``: entries whose service the directory names no more."""

    made: int = 0
    changed: int = 0
    kept: int = 0
    gone: tuple[str, ...] = ()

    def said(self) -> str:
        """In one sentence."""
        told = _("Annuaire national\u00a0: %(made)d ajouts, %(changed)d mises à jour, %(kept)d sans changement.") % {
            "made": self.made, "changed": self.changed, "kept": self.kept,
        }  # fmt: skip
        if self.gone:
            told += " " + _("N’y sont plus\u00a0: %(names)s.") % {"names": ", ".join(self.gone)}
        return told


@transaction.atomic
def bring(commune: Commune, services: list[parse.Service]) -> Brought:
    """Write each service to its entry: a column that differs from what was last brought is the commune's, and stays.

    An entry that the commune deleted is not made again.
    """
    source, _made = Source.objects.select_for_update().get_or_create(commune=commune)
    rows = {row.national_id: row for row in Fiche.objects.filter(commune=commune).exclude(national_id="")}
    made = changed = kept = 0
    for one in services:
        row = rows.get(one.id)
        if row is None:
            if one.id in source.known:
                continue
            row = Fiche(commune=commune, kind="service", national_id=one.id)
        is_new = row.pk is None
        if not _write(row, one.told(), is_new=is_new):
            kept += 1
            continue
        try:
            with transaction.atomic():
                row.full_clean()
                row.save()
        except ValidationError:
            logger.warning("A service of the national directory makes no entry: %s", one.id)
            continue
        made, changed = made + is_new, changed + (not is_new)
    told = {one.id for one in services}
    source.known = sorted({*source.known, *told})
    source.save(update_fields=["known"])
    gone = tuple(sorted(row.name for number, row in rows.items() if number not in told))
    return Brought(made, changed, kept, gone)


def _write(row: Fiche, told: dict[str, Any], *, is_new: bool) -> bool:
    """Whether anything is to be saved."""
    changed = is_new or row.national != told
    for name, value in told.items():
        now = row.details.get(name, "") if name in IN_DETAILS else getattr(row, name)
        before = row.national.get(name)
        mine = is_new or (hours.same(now, before) if name == "hours" else now == before)
        if not mine or now == value:
            continue
        if name in IN_DETAILS:
            row.details = {key: said for key, said in {**row.details, name: value}.items() if said}
        else:
            setattr(row, name, value)
    row.national = told
    return changed


def from_file(commune: Commune, content: bytes) -> Brought:
    """The same from a file. Raises ``ValidationError`` with a French sentence."""
    try:
        services = parse.services_of(content, commune.insee)
    except parse.UnreadableError:
        raise ValidationError(
            _("Ce fichier n’est pas un extrait de l’annuaire de l’administration (JSON, format\u00a04).")
        ) from None
    if not services:
        raise ValidationError(
            _("Ce fichier ne dit rien de cette commune (code INSEE %(insee)s).") % {"insee": commune.insee}
        )
    return bring(commune, services)


def refresh(now: datetime | None = None) -> int:
    """The turn of the worker: ask the address of the settings about some communes; how many were asked."""
    if not settings.BEFFROI_ANNUAIRE_URL:
        return 0
    now = now or timezone.now()
    sold = [code for code, pack in PACKS.items() if pack.modules.get(CODE, Offer.NOT_SOLD) is not Offer.NOT_SOLD]
    never, old = Q(annuaire_source=None) | Q(annuaire_source__asked_at=None), now - EVERY
    late = Q(annuaire_source__asked_at__lte=old) | (
        ~Q(annuaire_source__error="") & Q(annuaire_source__asked_at__lte=now - AGAIN)
    )
    asked = 0
    due = Commune.objects.filter(never | late, pack__in=sold).order_by("annuaire_source__asked_at", "pk")
    for commune in due[:AT_A_TIME]:
        source, _made = Source.objects.get_or_create(commune=commune)
        if CODE in active_codes(commune):
            _read(source, now)
            asked += 1
        else:
            Source.objects.filter(pk=source.pk).update(asked_at=now)
    return asked


def _read(source: Source, now: datetime) -> None:
    """One commune. What was brought before stays when the source fails; why is kept for the desk."""
    commune = source.commune
    values: dict[str, Any] = {"asked_at": now}
    address = settings.BEFFROI_ANNUAIRE_URL.replace("{insee}", commune.insee)
    try:
        content, validators = fetch(address, source.validators, Budget(MAX_BYTES), ACCEPT)
        if content is not None:
            logger.info(from_file(commune, content).said())
        values |= {"validators": validators, "read_at": now, "error": ""}
    except SourceError as error:
        values["error"] = str(error)[:300]
    except ValidationError as error:
        values["error"] = " ".join(error.messages)[:300]
    if values.get("error"):
        logger.warning("%s\u00a0: %s", commune.name, values["error"])
    Source.objects.filter(pk=source.pk).update(**values)

"""Reading the sources: the worker's, never a request's nor a bake's. What was read stays when a source fails."""

import json
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from slugify import slugify

from cms.sources import silence
from cms.sources.fetching import Budget, SourceError, fetch
from modules.marches.avis import buyers
from modules.marches.avis import notice as common
from modules.marches.avis.buyers import Known
from modules.marches.avis.notice import Notice
from modules.marches.parse import boamp, decp, feed
from modules.marches.parse.values import Fault, Read, UnreadableError
from sites.law import dated
from sites.law.dated import PARIS, Delay
from sites.marking import mark
from sites.modules import active_codes
from sites.rendering.french import date_text

logger = logging.getLogger(__name__)

ACCEPT = "application/atom+xml, application/rss+xml, application/json, application/xml;q=0.9, text/csv;q=0.9, */*;q=0.1"
BOAMP = "https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp/records"
EVERY = {"flux": timedelta(hours=1), "boamp": timedelta(hours=6), "decp": timedelta(hours=24)}
MAX_BYTES = {"flux": 5 * 1024**2, "boamp": 10 * 1024**2, "decp": 20 * 1024**2}
AT_A_TIME = 5
PAGE, PAGES = 100, 10  # records of one answer, the most the API gives; answers of one reading
FIRST_DAYS, AGAIN_DAYS = 400, 10  # how far back a first reading of BOAMP goes, then the next ones
FAULTS_KEPT = 20
# How long a source may fail before somebody is told: a platform that is mended on Monday is nobody's alarm.
SILENT_AFTER: Sequence[Delay] = (Delay(date(2026, 1, 1), 3),)
SLUG_LENGTH = 70


def refresh(now: datetime | None = None) -> int:
    """Read again the sources whose turn has come; how many were asked."""
    now = now or timezone.now()
    sources = apps.get_model("marches.Source")._default_manager
    tell_silences(now)
    late = Q(asked_at__isnull=True)
    for kind, every in EVERY.items():
        late |= Q(kind=kind, asked_at__lte=now - every)
    asked = 0
    for source in sources.filter(late).select_related("commune", "departement").order_by("asked_at", "pk")[:AT_A_TIME]:
        if source.commune is None or "marches" in active_codes(source.commune):
            read(source, now)
            asked += 1
        else:
            sources.filter(pk=source.pk).update(asked_at=now)
    return asked


def read(source: Any, now: datetime) -> None:
    """Ask one source, keep what it gives, and say what it did not; communes are baked only where something changed."""
    values: dict[str, Any] = {"asked_at": now}
    places = communes_of(source)
    try:
        found, validators = asked(source, places, now)
        if found is not None:
            faults = keep(source, found, places)
            values |= {"validators": validators, "faults": told(faults)}
            _not_silent(source, found)
            values["count"] = len(found.notices)
        values |= {"read_at": now, "error": "", "told_at": None}
    except SourceError as error:
        values["error"] = str(error)[:300]
    type(source)._default_manager.filter(pk=source.pk, address=source.address).update(**values)


def tell_silences(now: datetime) -> int:
    """One message to the centre de gestion about the sources that fell silent, once for each silence; how many."""
    since = now - timedelta(days=dated.days(SILENT_AFTER, timezone.localdate(now)))
    rows = apps.get_model("marches.Source")._default_manager.filter(told_at=None, read_at__lt=since).exclude(error="")
    found = list(rows.select_related("commune", "departement").order_by("name", "pk"))
    lines = [
        _("%(source)s (%(place)s)\u00a0: rien depuis le %(day)s. %(error)s")
        % {
            "source": row.name,
            "place": row.commune or row.departement,
            "day": date_text(timezone.localdate(row.read_at)),
            "error": row.error,
        }
        for row in found
    ]
    remedy = _(
        "Les avis déjà lus restent en ligne. Voyez «\u00a0Marchés publics\u00a0», puis «\u00a0Sources\u00a0»\u00a0: "
        "une plate-forme qui a changé d’adresse demande la nouvelle."
    )
    if silence.tell(_("Des sources de marchés publics ne répondent plus"), lines, remedy):
        rows.filter(pk__in=[row.pk for row in found]).update(told_at=now)
    return len(found)


def _not_silent(source: Any, found: Read) -> None:
    """A file that held notices and holds none any more is a fault; BOAMP is asked for the new ones alone."""
    if source.kind != "boamp" and source.count and not found.notices:
        raise SourceError(_("Cette source répond, mais ne donne plus aucun avis."))


def asked(source: Any, places: Sequence[Known], now: datetime) -> tuple[Read | None, dict[str, str]]:
    """What the source says; nothing when it did not change. Raises ``SourceError``."""
    today = now.astimezone(PARIS).date()
    if source.kind == "boamp":
        return _boamp(source, today), {}
    place = places[0] if source.commune_id and places else None
    address = filled(source.address, place, source, today)
    content, validators = fetch(address, source.validators, Budget(MAX_BYTES[source.kind]), ACCEPT)
    if content is None:
        return None, validators
    return understood(source.kind, content, source.mapping, address, today, f"s{source.pk}"), validators


def understood(kind: str, content: bytes, mapping: Mapping[str, Any], address: str, today: date, prefix: str) -> Read:
    """A file as notices. Raises ``SourceError`` with a sentence."""
    try:
        if kind == "decp":
            return decp.read(content, today)
        if kind == "boamp":
            return boamp.read(content, today)
        return feed.read(content, mapping, address, today, prefix)
    except UnreadableError as error:
        raise SourceError(sentence(str(error))) from error
    except Exception as error:
        logger.exception("A source of public procurement could not be read")
        raise SourceError(sentence("broken")) from error


def filled(address: str, place: Known | None, source: Any, today: date) -> str:
    """An address whose ``{siren}``, ``{insee}``, ``{departement}`` and ``{annee}`` are written."""
    if "{siren}" in address and not (place and place.siren):
        raise SourceError(_("Le SIREN de la commune manque\u00a0: écrivez-le dans « Mairie »."))
    departement = source.departement.code if source.departement_id else source.commune.departement.code
    written = {
        "{siren}": place.siren if place else "", "{departement}": departement, "{annee}": str(today.year),
        "{insee}": source.commune.insee if source.commune_id else "",
    }  # fmt: skip
    for name, value in written.items():
        address = address.replace(name, quote(value))
    return address


def _boamp(source: Any, today: date) -> Read:
    """All that BOAMP holds of a département since a few days; its codes bear no nought before."""
    departement = source.departement or source.commune.departement
    code = {"2A": "20A", "2B": "20B"}.get(departement.code, departement.code.lstrip("0"))
    days = AGAIN_DAYS if source.read_at else FIRST_DAYS
    where = f"code_departement='{code}' AND dateparution>='{today - timedelta(days=days)}'"
    found = Read()
    for page in range(PAGES):
        asked_for = {"where": where, "order_by": "dateparution desc", "limit": PAGE, "offset": page * PAGE}
        base = source.address if source.address.startswith("http") else BOAMP
        content, _validators = fetch(f"{base}?{urlencode(asked_for)}", {}, Budget(MAX_BYTES["boamp"]), ACCEPT)
        part = understood("boamp", content or b"", {}, base, today, "")
        found.notices += part.notices
        found.faults += part.faults
        if len(part.notices) + len(part.faults) < PAGE:
            break
    return found


def communes_of(source: Any) -> list[Known]:
    """The communes that a source may speak of, with what tells them apart, in two queries."""
    communes = apps.get_model("sites.Commune")._default_manager
    mine = (
        communes.filter(pk=source.commune_id)
        if source.commune_id
        else communes.filter(departement=source.departement_id)
    )
    return known(mine)


def known(communes: Any) -> list[Known]:
    """Those of them that have the module."""
    rows = [row for row in communes.order_by("pk") if "marches" in active_codes(row)]
    halls = apps.get_model("cms.Mairie")._default_manager.filter(site__in=[row.site_id for row in rows])
    facts = {site: (siren, postcode) for site, siren, postcode in halls.values_list("site", "siren", "postcode")}
    return [Known(row.pk, row.name, *facts.get(row.site_id, ("", ""))) for row in rows]


def keep(source: Any, found: Read, places: Sequence[Known]) -> list[Fault]:
    """Write each notice where it belongs; what was not understood, with what is somebody else's."""
    departement = source.departement_id or source.commune.departement_id
    attached = _attached(departement, {place.id for place in places})
    faults = list(found.faults)
    by_commune: dict[int, list[Notice]] = {}
    waiting: dict[str, list[Notice]] = {}
    for one in found.notices:
        place = owner(one, places, alone=source.commune_id is not None)
        key = buyers.queue_key(one.buyer)
        number = place.id if place else attached.get(key)
        if number:
            by_commune.setdefault(number, []).append(one)
        elif buyers.may_be(one.buyer, places):
            waiting.setdefault(key, []).append(one)
        elif source.commune_id:
            faults.append(Fault("other_buyer", one.reference or one.key, one.buyer.name))
    with transaction.atomic():
        for number, notices in by_commune.items():
            write(number, notices, source.kind, source)
        for key, notices in waiting.items():
            _queue(departement, key, notices)
    return faults


def owner(one: Notice, places: Sequence[Known], *, alone: bool) -> Known | None:
    """The commune that buys. A source of one commune alone may say nothing of it, or its name only."""
    found = buyers.match(one.buyer, places)
    if found or not alone or not places:
        return found
    place = places[0]
    if one.buyer.siren:
        return None if place.siren else _named(one, place)
    return _named(one, place)


def _named(one: Notice, place: Known) -> Known | None:
    same = buyers.name_key(one.buyer.name) == buyers.name_key(place.name)
    near = not (one.buyer.postcode and place.postcode) or one.buyer.postcode == place.postcode
    return place if not one.buyer.name or (same and near) else None


def write(commune: int, notices: Iterable[Notice], origin: str, source: Any = None) -> int:
    """Store notices of a commune; how many were new or changed. The same again changes nothing."""
    rows = apps.get_model("marches.Avis")
    fresh = {one.key: one for one in notices}
    here = {row.key: row for row in rows._default_manager.filter(commune=commune, key__in=list(fresh))}
    changed = 0
    for key, one in fresh.items():
        row = here.get(key)
        if row is None:
            row = rows(commune_id=commune, origin=origin, source=source)
        elif row.data == json.loads(json.dumps(common.as_json(one))):
            continue
        row.tell(one)
        save(row)
        changed += 1
    if changed:
        mark(communes=[commune])
    return changed


def save(row: Any) -> None:
    """A row with its address, which its number tells apart for ever."""
    if row.pk is not None:
        row.save()
        return
    row.slug = uuid.uuid4().hex
    row.save()
    words = slugify(row.title, max_length=SLUG_LENGTH, word_boundary=True) or "avis"
    row.slug = f"{words}-{row.pk}"
    row.save(update_fields=["slug"])


def _attached(departement: int, places: set[int]) -> dict[str, int]:
    rows = apps.get_model("marches.Inconnu")._default_manager.filter(departement=departement, commune__in=places)
    return dict(rows.values_list("key", "commune"))


def _queue(departement: int, key: str, notices: Sequence[Notice]) -> None:
    rows = apps.get_model("marches.Inconnu")._default_manager
    buyer = notices[0].buyer
    row, _new = rows.get_or_create(
        departement_id=departement, key=key[:240],
        defaults={"name": buyer.name, "siret": buyer.siret, "postcode": buyer.postcode},
    )  # fmt: skip
    if row.ignored:
        return
    kept = {told["key"]: told for told in [*row.notices, *map(common.as_json, notices)]}
    row.notices = list(kept.values())
    row.save(update_fields=["notices"])


def told(faults: Iterable[Fault]) -> list[list[str]]:
    """What is kept of what was not understood."""
    return [[one.code, one.where, one.said] for one in list(faults)[:FAULTS_KEPT]]


def fault_sentence(code: str, where: str, said: str) -> str:
    """One of them, in French."""
    sentences = {
        "record": _("Avis %(where)s\u00a0: laissé de côté, il y manque l’essentiel."),
        "title": _("Ligne %(where)s\u00a0: laissée de côté, elle n’a pas d’objet."),
        "deadline": _("Avis %(where)s\u00a0: date limite non comprise (« %(said)s »)."),
        "date": _("Avis %(where)s\u00a0: date invraisemblable, non reprise (« %(said)s »)."),
        "amount": _("Avis %(where)s\u00a0: montant invraisemblable, non montré (« %(said)s »)."),
        "other_buyer": _("Avis %(where)s\u00a0: d’un autre acheteur (« %(said)s »), laissé de côté."),
        "more": _("Au-delà de %(where)s marchés, le reste du fichier n’est pas lu."),
    }
    return sentences[code] % {"where": where, "said": said}


def sentence(code: str) -> str:
    """Why a whole file could not be read."""
    return {
        "page": _(
            "Cette adresse mène à une page et non à un flux de données\u202f: demandez celle du flux à la plate-forme."
        ),
        "bomb": _("Ce fichier XML contient des définitions dangereuses\u00a0: il n’est pas lu."),
        "empty": _("Ce fichier est vide."),
        "wide": _("Ce tableau a plus de deux cents colonnes\u00a0: il n’est pas lu."),
    }.get(code, _("Ce fichier n’est ni un flux, ni un tableau, ni un fichier JSON lisible."))  # fmt: skip

"""``horaires.toml``: the places with their hours, and the days that differ."""

import re
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from slugify import slugify

from cms.rows.week import HALVES
from cms.takeover.errors import ContentError
from cms.takeover.toml import checked
from sites.rendering.french import DAY_CODES, DAYS
from sites.tenancy.paths import within

KEYS: Mapping[str, type] = {"lieux": list, "exceptions": list}
PLACE_KEYS: Mapping[str, type] = {
    "nom": str, "sorte": str, "resume": str, "adresse": str, "telephone": str, "remarque": str,
    "ouvert_jours_feries": bool, "horaires": dict,
}  # fmt: skip
CHANGE_KEYS: Mapping[str, type] = {"lieu": str, "du": date, "au": date, "motif": str, "horaires": list}
NOON = time(12)
_RANGE = re.compile(r"(\d{1,2})h(\d{2})?-(\d{1,2})h(\d{2})?")


def write(commune: Any, table: Mapping[str, Any]) -> bool:
    """Write what the file says; whether anything changed."""
    table = checked(table, KEYS)
    places = [checked(one, PLACE_KEYS, ("nom",)) for one in table.get("lieux", [])]
    changes = [checked(one, CHANGE_KEYS, ("du",)) for one in table.get("exceptions", [])]
    changed = [_place(commune, one) for one in places]
    return any([*changed, *[_change(commune, one) for one in changes]])


def _places(commune: Any) -> Any:
    return apps.get_model("horaires.Lieu")._default_manager.filter(within("path", [commune.site.root_page.path]))


def _place(commune: Any, told: Mapping[str, Any]) -> bool:
    values = {
        "kind": told.get("sorte", "other"),
        "intro": told.get("resume", ""),
        "address": told.get("adresse", ""),
        "phone": told.get("telephone", ""),
        "hours_note": told.get("remarque", ""),
        "open_on_holidays": told.get("ouvert_jours_feries", False),
        "hours": [_day(name, ranges) for name, ranges in told.get("horaires", {}).items()],
    }
    page = _places(commune).filter(title=told["nom"]).first()
    if page is not None and all(getattr(page, name) == value for name, value in values.items()):
        return False
    if page is None:
        page = apps.get_model("horaires.Lieu")(title=told["nom"], slug=slugify(told["nom"], max_length=60), live=False)
        index = apps.get_model("horaires.Horaires")
        parent = index._default_manager.filter(within("path", [commune.site.root_page.path])).first()
        if parent is None:
            raise ValidationError(_("La page des horaires manque\u00a0: le module est-il actif\u202f?"))
        parent.add_child(instance=page)
    for name, value in values.items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision().publish()
    return True


def _change(commune: Any, told: Mapping[str, Any]) -> bool:
    model: Any = apps.get_model("horaires.HoraireExceptionnel")
    lieu = None
    if told.get("lieu"):
        lieu = _places(commune).filter(title=told["lieu"]).first()
        if lieu is None:
            raise ContentError(_("le lieu «\u00a0%(name)s\u00a0» n’existe pas.") % {"name": told["lieu"]})
    days = {"commune": commune, "lieu": lieu, "start": told["du"], "end": told.get("au", told["du"])}
    values = {"reason": told.get("motif", ""), **_hours(told.get("horaires", []))}
    found = model._default_manager.filter(**days).first() or model(**days)
    if found.pk and all(getattr(found, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(found, name, value)
    found.full_clean()
    found.save()
    return True


def _day(name: str, ranges: Any) -> dict[str, Any]:
    if name not in DAYS:
        raise ContentError(_("«\u00a0%(name)s\u00a0» n’est pas un jour de la semaine.") % {"name": name})
    hours = {part: hour.isoformat() if hour else None for part, hour in _hours(ranges).items()}
    return {"day": DAY_CODES[DAYS.index(name)], **hours, "note": ""}


def _hours(ranges: Any) -> dict[str, time | None]:
    """``["9h-12h", "14h-17h30"]``: a single range after noon is that of the afternoon."""
    found: dict[str, time | None] = dict.fromkeys(name for pair in HALVES for name in pair)
    texts = ranges if isinstance(ranges, list) else [ranges]
    if len(texts) > len(HALVES):
        raise ContentError(
            _("«\u00a0%(text)s\u00a0»\u00a0: un jour a deux plages d’ouverture au plus, le matin et l’après-midi.")
            % {"text": ", ".join(map(str, texts))}
        )
    read = [_range(str(text)) for text in texts]
    if any(before[1] > after[0] for before, after in pairwise(read)):
        raise ContentError(
            _("«\u00a0%(text)s\u00a0»\u00a0: l’après-midi commence après la fin de la matinée.")
            % {"text": ", ".join(map(str, texts))}
        )
    halves = HALVES[1:] if len(read) == 1 and read[0][0] >= NOON else HALVES
    for half, hours in zip(halves, read, strict=False):
        found.update(zip(half, hours, strict=True))
    return found


def _range(text: str) -> tuple[time, time]:
    """« 9h-12h30 »: hours that exist, in order."""
    read = _RANGE.fullmatch(text)
    try:
        start, end = (time(int(read[at]), int(read[at + 1] or 0)) for at in (1, 3)) if read else (NOON, NOON)
    except ValueError:
        start = end = NOON
    if start >= end:
        raise ContentError(_("«\u00a0%(text)s\u00a0»\u00a0: écrivez les heures ainsi, 9h-12h30.") % {"text": text})
    return start, end

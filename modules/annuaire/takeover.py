"""``annuaire.toml``: ``[reglages]``, then one ``[[fiche]]`` for each entry, known by its type and name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.takeover.errors import ContentError
from cms.takeover.toml import checked
from modules.annuaire import kinds
from modules.annuaire.admin import check_details
from modules.annuaire.exchange import hours
from modules.annuaire.models import Annuaire, Categorie, Fiche
from sites.bake.reader import below

if TYPE_CHECKING:
    from sites.models import Commune
    from sites.modules import Files

SETTINGS: Mapping[str, tuple[str, type]] = {"siret": ("siret", str), "inscription": ("registration", bool)}
KEYS: Mapping[str, str] = {
    "type": "kind", "nom": "name", "presentation": "about", "rue": "street", "complement": "complement",
    "code_postal": "postcode", "commune": "city", "position": "position", "accessibilite": "access",
    "acces": "access_note", "telephone": "phone", "courriel": "email", "site": "website",
    "remarque_horaires": "hours_note", "photo_montre": "image_alt",
}  # fmt: skip
OTHERS: Mapping[str, type] = {"categorie": str, "horaires": str, "photo": str, "accords": list, "details": dict}
CONSENTS = {"telephone": "consent_phone", "courriel": "consent_email"}


def take_over(commune: "Commune", table: Mapping[str, Any], files: "Files") -> bool:
    """Write what the file says; whether anything changed."""
    told = checked(table, {"reglages": dict, "fiche": list})
    changed = _settings(commune, told.get("reglages", {}))
    for one in told.get("fiche", ()):
        row = checked(one, {**dict.fromkeys(KEYS, str), **OTHERS}, required=("type", "nom"))
        changed = _entry(commune, row, files) or changed
    return changed


def _settings(commune: "Commune", said: Mapping[str, Any]) -> bool:
    rows = checked(said, {key: kind for key, (_name, kind) in SETTINGS.items()})
    page = Annuaire.objects.filter(below(commune.site.root_page.path)).first()
    values = {SETTINGS[key][0]: value for key, value in rows.items()}
    if page is None or all(getattr(page, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision().publish()
    return True


def _entry(commune: "Commune", told: Mapping[str, Any], files: "Files") -> bool:
    if told["type"] not in kinds.KINDS:
        raise ContentError(
            _("le type « %(kind)s » n’existe pas\u202f; les types sont\u00a0: %(known)s.")
            % {"kind": told["type"], "known": ", ".join(kinds.KINDS)}
        )
    row = Fiche.objects.filter(commune=commune, kind=told["type"], name=told["nom"]).first() or Fiche(commune=commune)
    values: dict[str, Any] = {KEYS[key]: said for key, said in told.items() if key in KEYS}
    values["details"] = {name: str(said) for name, said in told.get("details", {}).items()}
    values |= {column: name in told.get("accords", ()) for name, column in CONSENTS.items()}
    if "horaires" in told:
        try:
            values["hours"] = hours.read(told["horaires"])
        except hours.HoursError as error:
            raise ContentError(_("l’horaire « %(line)s » ne se lit pas.") % {"line": error}) from error
    if told.get("categorie"):
        values["category_id"] = _category(commune, told["categorie"])
    if told.get("photo"):
        values["image_id"] = files.picture(told["photo"], told.get("photo_montre", told["nom"]))
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    if row.consent_at is None and (row.consent_phone or row.consent_email):
        row.consent_at = timezone.now()
    check_details(row.type, row.details)
    row.full_clean()
    row.save()
    return True


def _category(commune: "Commune", name: str) -> int:
    found = Categorie.objects.filter(commune=commune, name__iexact=name).first()
    if found is None:
        found = Categorie(commune=commune, name=name)
        found.full_clean()
        found.save()
    return int(found.pk)

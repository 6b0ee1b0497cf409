"""``marches.toml``: the buyer's profile and the notices of a site that is taken over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.takeover.errors import ContentError
from cms.takeover.toml import checked
from modules.marches import source
from modules.marches.avis import notice as common
from modules.marches.avis.notice import Lot, Notice
from modules.marches.models import Marches
from modules.marches.parse import values
from sites.tenancy.paths import within

KEYS: Mapping[str, type] = {"profil": dict, "avis": list}
PROFILE: Mapping[str, type] = {"nom": str, "adresse": str}
NOTICE: Mapping[str, type] = {
    "objet": str, "reference": str, "nature": str, "procedure": str, "categorie": str, "cpv": str, "publie_le": date,
    "limite": datetime, "lots": list, "url_avis": str, "url_dce": str, "url_depot": str, "url_questions": str,
    "titulaires": list, "montant": str, "notifie_le": date, "resume": str,
}  # fmt: skip
PLAIN: Mapping[str, str] = {
    "reference": "reference", "nature": "nature", "procedure": "procedure", "categorie": "category", "cpv": "cpv",
    "url_avis": "url", "url_dce": "file_url", "url_depot": "deposit_url", "url_questions": "questions_url",
    "resume": "summary", "publie_le": "published", "notifie_le": "notified",
}  # fmt: skip


def take(commune: Any, table: Mapping[str, Any]) -> bool:
    """Write what differs; whether anything did. Raises ``ContentError``."""
    table = checked(table, KEYS)
    page = Marches.objects.filter(within("path", [commune.site.root_page.path])).first()
    if page is None:
        raise ContentError(_("la page « Marchés publics » manque à ce site."))
    changed = _profile(page, checked(table.get("profil", {}), PROFILE))
    notices = [_notice(checked(one, NOTICE, ("objet",))) for one in table.get("avis", [])]
    return bool(source.write(commune.pk, notices, "saisie")) or changed


def _profile(page: Marches, told: Mapping[str, Any]) -> bool:
    wanted = (told.get("nom", page.profile_name), told.get("adresse", page.profile_url))
    if wanted == (page.profile_name, page.profile_url):
        return False
    page.profile_name, page.profile_url = wanted
    page.full_clean()
    page.save_revision(log_action=False).publish(log_action=False)
    return True


def _notice(told: Mapping[str, Any]) -> Notice:
    said: dict[str, Any] = {PLAIN[key]: value for key, value in told.items() if key in PLAIN}
    limit = told.get("limite")
    said["amount"] = values.amount(told.get("montant"))[0]
    own = told.get("reference") or told["objet"]
    one = Notice(
        key=f"saisie:{values.plain(own)}:{said.get('nature', common.CALL)}"[:240],
        title=values.text(told["objet"]),
        lots=tuple(Lot(str(number), str(title)) for number, title in enumerate(told.get("lots", ()), 1)),
        holders=tuple(map(str, told.get("titulaires", ()))),
    )
    if limit is not None:
        found = values.deadline(limit.isoformat(), timezone.localdate())
        said["deadline"], said["day_only"] = found or (None, False)
    if said.get("nature", common.CALL) not in common.NATURES:
        raise ContentError(_("« nature » vaut l’un de\u00a0: %(known)s.") % {"known": ", ".join(common.NATURES)})
    return replace(one, **said)

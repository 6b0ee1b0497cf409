"""What ``beffroi import`` reads of ``documents.toml``: settings of the page, meetings, acts, downloads.

An act that is there already is left alone: what was published does not change by being imported again.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _

from cms.models import DocumentFile
from cms.takeover import toml
from cms.takeover.errors import ContentError
from modules.documents.actes import kinds
from modules.documents.actes.publishing import publish
from modules.documents.models import Acte, Documents, Publication, Seance
from sites.models import Commune
from sites.modules import Files
from sites.tenancy.paths import within

TABLES = {"reglages": dict, "seance": list, "acte": list, "telechargement": list}
SETTINGS = {"siret": "siret", "registre": "register_url", "titre_du_registre": "register_title"}
SEANCE = {"date": date, "heure": str, "lieu": str, "ordre_du_jour": list, "liste_en_ligne": datetime, "assemblee": str}
ACTE = {
    "type": str, "numero": str, "objet": str, "date": date, "seance": date, "fichier": str, "prenom": str, "nom": str,
    "qualite": str, "matiere": str, "decision": str, "votes": list, "mis_en_ligne": datetime,
}  # fmt: skip
DOWNLOAD = {"fichier": str, "titre": str, "categorie": str, "date": date}
VOTES = ("voters", "voted", "votes_for", "votes_against", "abstentions")


def take_over(commune: Commune, table: Mapping[str, Any], files: Files) -> bool:
    """Write what is not there yet, and tell whether there was something."""
    table = toml.checked(table, TABLES)
    changed = [_settings(commune, toml.checked(table.get("reglages", {}), dict.fromkeys(SETTINGS, str)))]
    changed += [_seance(commune, toml.checked(row, SEANCE, ("date",))) for row in table.get("seance", ())]
    wanted = ("type", "objet", "date", "fichier")
    changed += [_acte(commune, toml.checked(row, ACTE, wanted), files) for row in table.get("acte", ())]
    wanted = ("fichier", "titre", "categorie", "date")
    rows = table.get("telechargement", ())
    changed += [_download(commune, toml.checked(row, DOWNLOAD, wanted), files) for row in rows]
    return any(changed)


def _settings(commune: Commune, row: Mapping[str, Any]) -> bool:
    page = Documents.objects.filter(within("path", [commune.site.root_page.path])).first()
    if page is None or not row:
        return False
    changed = [name for key, name in SETTINGS.items() if row.get(key) and getattr(page, name) != row[key]]
    for key, name in SETTINGS.items():
        setattr(page, name, row.get(key) or getattr(page, name))
    if changed:
        page.full_clean()
        page.save_revision().publish()
    return bool(changed)


def _seance(commune: Commune, row: Mapping[str, Any]) -> bool:
    assembly = row.get("assemblee") or str(Seance._meta.get_field("assembly").get_default())
    if Seance.objects.filter(commune=commune, date=row["date"], assembly=assembly).exists():
        return False
    made = Seance(
        commune=commune,
        assembly=assembly,
        date=row["date"],
        time=parse_time(row["heure"]) if row.get("heure") else None,
        place=row.get("lieu", ""),
        agenda="\n".join(row.get("ordre_du_jour", ())),
        list_published_at=_moment(row.get("liste_en_ligne")),
    )
    made.full_clean()
    made.save()
    return True


def _acte(commune: Commune, row: Mapping[str, Any], files: Files) -> bool:
    number, title = row.get("numero", ""), row["objet"]
    if Acte.objects.filter(commune=commune, kind=row["type"], number=number, title=title, date=row["date"]).exists():
        return False
    if row["type"] not in kinds.KINDS:
        known = ", ".join(kinds.KINDS)
        raise ContentError(
            _("le type d’acte «\u00a0%(kind)s\u00a0» n’existe pas\u202f; ce peut être\u00a0: %(known)s.")
            % {"kind": row["type"], "known": known}
        )
    votes = row.get("votes", [])
    if votes and len(votes) != len(VOTES):
        raise ContentError(_("les votes sont cinq nombres\u00a0: membres, votants, pour, contre, abstentions."))
    made = Acte(
        commune=commune,
        seance=_seance_of(commune, row.get("seance")),
        kind=row["type"],
        number=number,
        title=title,
        date=row["date"],
        author_first_name=row.get("prenom", ""),
        author_name=row.get("nom", ""),
        author_capacity=row.get("qualite", ""),
        matter=row.get("matiere", ""),
        outcome=row.get("decision", ""),
        source=ContentFile(files.content(row["fichier"]), "acte.pdf"),
        **dict(zip(VOTES, votes, strict=False)),
    )
    made.full_clean()
    made.save()
    if online := _moment(row.get("mis_en_ligne")):
        publish(made, None, online)
    return True


def _seance_of(commune: Commune, day: date | None) -> Seance | None:
    found = Seance.objects.filter(commune=commune, date=day).first() if day else None
    if day and found is None:
        raise ContentError(_("aucune séance n’a la date du %(day)s.") % {"day": day.isoformat()})
    return found


def _download(commune: Commune, row: Mapping[str, Any], files: Files) -> bool:
    number = files.document(row["fichier"])
    if Publication.objects.filter(document=number).exists():
        return False
    document = DocumentFile.objects.get(pk=number)
    if document.title != row["titre"]:
        document.title = row["titre"]
        document.save()
    made = Publication(commune=commune, document=document, category=row["categorie"], date=row["date"])
    made.full_clean()
    made.save()
    return True


def _moment(value: date | datetime | None) -> datetime | None:
    """In Paris; a date stands for nine o'clock."""
    if value is None:
        return None
    naive = value if isinstance(value, datetime) else datetime.combine(value, time(9))
    return naive if timezone.is_aware(naive) else timezone.make_aware(naive)

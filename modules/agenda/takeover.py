"""``agenda.toml``: events, and calendars of others, of a site that is taken over."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from slugify import slugify

from cms.models import BasePage
from cms.takeover.errors import ContentError
from cms.takeover.toml import checked
from modules.agenda import recurrence
from modules.agenda.models import Agenda, Categorie, Evenement, Source
from modules.agenda.recurrence import Away, Choice
from sites.modules import Files
from sites.rendering.french import DAYS
from sites.tenancy.paths import within

KEYS: Mapping[str, type] = {"evenement": list, "source": list}
EVENT_KEYS: Mapping[str, type] = {
    "titre": str, "resume": str, "debut": datetime, "fin": datetime, "revient": str, "jours": list, "jusqu_au": date,
    "sauf_le": list, "lieu": str, "adresse": str, "organisateur": str, "telephone": str, "courriel": str, "site": str,
    "gratuit": bool, "tarif": str, "accessibilite": str, "image": str, "alt": str, "document": str, "texte": str,
    "categorie": str, "a_la_une": bool,
}  # fmt: skip
PLAIN: Mapping[str, str] = {
    "titre": "title", "resume": "intro", "lieu": "place", "adresse": "address", "organisateur": "contact_name",
    "telephone": "phone", "courriel": "email", "site": "website", "gratuit": "free", "tarif": "price",
    "accessibilite": "accessibility", "alt": "image_alt", "a_la_une": "promoted_home",
}  # fmt: skip
OFTEN: Mapping[str, str] = {
    "semaine": recurrence.WEEKLY, "quinzaine": recurrence.FORTNIGHTLY, "mois": recurrence.MONTHLY_DAY,
    "mois-date": recurrence.MONTHLY_DATE, "an": recurrence.YEARLY,
}  # fmt: skip


def take(commune: Any, table: Mapping[str, Any], files: Files) -> bool:
    """Write what differs; whether anything did. Raises ``ContentError`` or ``ValidationError``."""
    table = checked(table, KEYS)
    index = Agenda.objects.filter(within("path", [commune.site.root_page.path])).first()
    if index is None:
        raise ContentError(_("la page « Agenda » manque à ce site."))
    changed = [_event(commune, index, checked(one, EVENT_KEYS, ("titre", "resume", "debut")), files)
               for one in table.get("evenement", [])]  # fmt: skip
    for one in table.get("source", []):
        told = checked(one, {"nom": str, "adresse": str}, ("nom", "adresse"))
        source = Source(commune=commune, name=told["nom"], address=told["adresse"])
        if not Source.objects.filter(commune=commune, name=source.name).exists():
            source.full_clean()
            source.save()
            changed.append(True)
    return any(changed)


def _event(commune: Any, index: Agenda, told: Mapping[str, Any], files: Files) -> bool:
    values = {PLAIN[key]: value for key, value in told.items() if key in PLAIN} | _dates(told)
    values["category_id"] = _category(commune, told["categorie"]) if told.get("categorie") else None
    values["image_id"] = files.picture(told["image"], told.get("alt", "")) if told.get("image") else None
    values["document_id"] = files.document(told["document"]) if told.get("document") else None
    slug = slugify(told["titre"], max_length=60)
    page = Evenement.objects.child_of(index).filter(slug=slug).first()
    body = [{"type": "text", "value": f"<p>{escape(told['texte'])}</p>"}] if told.get("texte") else []
    if page is not None:
        same = all(getattr(page, name) == value for name, value in values.items())
        if same and [block["value"] for block in page.body.raw_data] == [block["value"] for block in body]:
            return False
    new = page is None
    page = page or Evenement(slug=slug, live=False)
    for name, value in values.items():
        setattr(page, name, value)
    page.body = body
    if new:
        page.clean()
        BasePage.objects.get(pk=index.pk).add_child(instance=page)
    page.full_clean()
    page.save_revision(log_action=False).publish(log_action=False)
    return True


def _dates(told: Mapping[str, Any]) -> dict[str, Any]:
    """``debut`` and ``fin``: a day, or a moment."""
    start, end = told["debut"], told.get("fin", told["debut"])
    first, last = (moment.date() if isinstance(moment, datetime) else moment for moment in (start, end))
    if told.get("revient") and told["revient"] not in OFTEN:
        raise ContentError(_("« revient » vaut l’un de : %(known)s.") % {"known": ", ".join(OFTEN)})
    weekdays = tuple(DAYS.index(day) for day in told.get("jours", ()) if day in DAYS)
    until = told.get("jusqu_au")
    choice = Choice(OFTEN.get(told.get("revient", ""), ""), weekdays, until)
    while weekdays and first.weekday() not in weekdays:  # the first of the chosen days: what is written is « from »
        first = last = date.fromordinal(first.toordinal() + 1)
    rule = recurrence.rule_of(choice, first)
    try:
        away = [str(Away.read(str(day))) for day in told.get("sauf_le", ())]
    except ValueError:
        raise ContentError(_('« sauf_le » est une liste de jours, ou de périodes : "2026-12-20/2027-01-05".')) from None
    return {
        "start_date": first,
        "start_time": start.time() if isinstance(start, datetime) else None,
        "end_date": last if last != first else None,
        "end_time": end.time() if isinstance(end, datetime) and "fin" in told else None,
        "recurrence": {"rrule": rule, "exdates": away} if rule else {},
    }


def _category(commune: Any, name: str) -> int:
    row, _created = Categorie.objects.get_or_create(
        commune=commune, slug=slugify(name, max_length=60), defaults={"name": name}
    )
    return int(row.pk)

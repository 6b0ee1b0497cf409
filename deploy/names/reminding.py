"""Reminders to the centre de gestion before a domain ends, each once; the registry's date is the one that counts."""

from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.courrier.queue import send
from deploy.models import DomainName, DomainState
from deploy.names.delays import NOTICES, notice_due, refusal_limit
from sites.models import Commune
from sites.rendering.french import date_text

AT_ONCE = 200


def remind() -> int:
    """Write what is due to the address of the centre; how many domains. Three queries when nothing is."""
    today = timezone.localdate()
    furthest = max(delay.after(today) for delay in NOTICES)
    rows = DomainName.objects.filter(state=DomainState.HELD, expires__lte=furthest).select_related("commune")
    late = [(row, day) for row in rows.order_by("expires", "pk")[:AT_ONCE] if (day := _due(row, today)) is not None]
    if not late:
        return 0
    # The site may not stand yet: its first letter waits until it does.
    communes = Commune.objects.in_bulk([row.commune_id for row, _day in late], field_name="insee")
    for row, day in late:
        if row.commune_id in communes:
            _tell(row, day, communes[row.commune_id], today)
    return len(late)


def _due(row: DomainName, today: date) -> date | None:
    """The reminder that has come and was not sent; one of another year does not count."""
    day = notice_due(row.expires, today) if row.expires else None
    return day if day is not None and (row.warned is None or row.warned < day) else None


@transaction.atomic
def _tell(row: DomainName, day: date, commune: Commune, today: date) -> None:
    """The mark and the letter are one transaction."""
    DomainName.objects.filter(pk=row.pk).update(warned=day)
    end = row.expires or today
    context = {
        "domain": row,
        "commune": commune,
        "over": end <= today,
        "limit": refusal_limit(end),
        "refusable": today <= refusal_limit(end),
        "manual": settings.BEFFROI_REGISTRAR == "manual",
        "url": settings.WAGTAILADMIN_BASE_URL,
        "cdg_name": settings.BEFFROI_CDG_NAME,
    }
    subject = _("%(name)s finit le %(end)s (%(commune)s)") % {
        "name": row.name,
        "end": date_text(end),
        "commune": commune.name,
    }
    address = parseaddr(settings.BEFFROI_CDG_CONTACT)[1]
    send(commune=commune, to=[address], subject=subject, body=render_to_string("deploy/domain_notice.txt", context))

"""Before an audit or a plan ends: said on the home of who keeps the record, and by mail, each notice once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accessibilite.models import AREA, Declaration
from cms.courrier.queue import RefusedMessageError, send
from cms.guichet.desk.waiting import to_handle
from sites.law import accessibility as law
from sites.models import Commune, User
from sites.modules import Waiting
from sites.tenancy.policies.people import members
from sites.tenancy.reach import reachable
from sites.tenancy.roles import Role

AT_ONCE = 200
KEPT_BY = frozenset({"change"})
CODE = "accessibilite"


def ending(today: date) -> Q:
    """The versions in force whose own audit or plan, not the common one, ends soon or has ended."""
    furthest = max(delay.after(today) for delay in law.NOTICES)
    last = furthest.year if (furthest.month, furthest.day) == (12, 31) else furthest.year - 1
    ends = Q(own_audit=True, expires_on__lte=furthest) | Q(own_plan=True, plan_last__lte=last)
    return Q(current=True) & ends


def waiting(user: User, communes: Sequence[Commune] | None) -> Iterator[Waiting]:
    """Lines of the home: two queries, whatever the number of communes."""
    today = timezone.localdate()
    overdue = reachable(user, Declaration, KEPT_BY).filter(ending(today))
    yield Waiting(
        gettext_lazy("Accessibilité : audits ou schémas à renouveler"), overdue.count(), reverse("accessibilite:index")
    )
    if communes:
        url = f"{reverse('guichet:index')}?{urlencode({'formulaire': _('Obstacle signalé')})}"
        yield Waiting(gettext_lazy("Obstacles signalés à traiter"), to_handle(CODE, user, communes), url)


def turn() -> int:
    """Write what is due, once: how many versions somebody was told of."""
    today = timezone.localdate()
    rows = Declaration.objects.filter(ending(today)).select_related("commune__site__root_page", "departement__folder")
    told = 0
    for row in rows.order_by("pk")[:AT_ONCE]:
        marks = dict(_due(row, today))
        if marks:
            told += _tell(row, marks, today)
    return told


def _due(row: Declaration, today: date) -> Iterator[tuple[str, date]]:
    """The notice of its audit, and of its plan, that has come and was not sent."""
    ends = {
        "audit_notice": row.expires_on if row.own_audit else None,
        "plan_notice": date(row.plan_last, 12, 31) if row.own_plan and row.plan_last else None,
    }
    for name, end in ends.items():
        day = law.due(end, today) if end else None
        sent = getattr(row, name)
        if day is not None and (sent is None or sent < day):
            yield name, day


@transaction.atomic
def _tell(row: Declaration, marks: dict[str, date], today: date) -> int:
    """The mark and the messages are one transaction. Nobody to write to is marked all the same: the home tells it."""
    Declaration.objects.filter(pk=row.pk).update(**marks)
    commune = row.commune or Commune.objects.filter(departement=row.departement_id).order_by("pk").first()
    if commune is None:
        return 0
    context = {
        "row": row,
        "owner": row.commune or row.departement,
        "audit": row.expires_on if "audit_notice" in marks else None,
        "audit_over": bool(row.expires_on and row.expires_on <= today),
        "plan": row.plan_last if "plan_notice" in marks else None,
        "plan_over": bool(row.plan_last and row.plan_last < today.year),
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{_address(row)}",
        "cdg_name": settings.BEFFROI_CDG_NAME,
    }
    body = render_to_string("accessibilite/notice.txt", context)
    subject = _("%(owner)s\u00a0: l’accessibilité du site est à mettre à jour") % {"owner": context["owner"]}
    for person in _keepers(row):
        try:
            send(commune=commune, to=[person.email], subject=subject, body=body)
        except RefusedMessageError:
            continue
    return 1


def _address(row: Declaration) -> str:
    if row.commune_id:
        return reverse("accessibilite:record", args=(row.commune_id,))
    return reverse("accessibilite:common", args=(row.departement_id,))


def _keepers(row: Declaration) -> Any:
    """The gestionnaires of the commune and its webmestres; for what is common, the webmestres of the département."""
    owner: Any = row.commune
    path = owner.site.root_page.path if owner else row.departement.folder.path  # type: ignore[union-attr]
    people = members(AREA, KEPT_BY, page_path=path, include_superusers=False)
    return people if owner else people.filter(memberships__role=Role.WEBMESTRE)

"""Tacit renewal: paid once the time to refuse it in writing has passed, unless it was refused or is ordered no more."""

import logging
import time
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.drivers.registrar.base import Answer, Approval, Registrar
from deploy.drivers.registrar.chosen import chosen_registrar
from deploy.drivers.registrar.spending import Kind, Purchase, buy
from deploy.models import DomainName, DomainState, Line, Operation
from deploy.names.delays import NOTICES, refusal_limit
from deploy.subscriptions import LineKind
from sites.rendering.french import date_text

logger = logging.getLogger(__name__)

AT_ONCE = 20
TRIED_EVERY = timedelta(hours=6)
YEARS = 1


class LateRefusalError(DriverError):
    """A refusal that came after its delay. The message is a French sentence."""


def refuse(domain: DomainName, on: date, registrar: Registrar | None) -> None:
    """Remember that the town hall refused in writing; the registrar is told to let the domain end.

    Raises:
        LateRefusalError: the letter came after the delay.

    """
    if domain.expires is not None and on > refusal_limit(domain.expires):
        raise LateRefusalError(
            _("« %(name)s » finit le %(end)s : il fallait le refuser le %(limit)s au plus tard.")
            % {
                "name": domain.name,
                "end": date_text(domain.expires),
                "limit": date_text(refusal_limit(domain.expires)),
            }
        )
    domain.refused_on = on
    domain.save(update_fields=["refused_on"])
    if registrar is not None:
        registrar.set_autorenew(domain.name, on=False)


def due(today: date) -> QuerySet[DomainName]:
    """Domains near their end that nobody refused, still ordered on that day, and not asked for a moment ago."""
    furthest = max(delay.after(today) for delay in NOTICES)
    ordered = Line.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("expires")),
        kind=LineKind.DOMAIN.value,
        value=OuterRef("name"),
        subscription=OuterRef("commune"),
    )
    asked = Operation.objects.filter(domain=OuterRef("pk"), asked_at__gt=timezone.now() - TRIED_EVERY)
    rows = DomainName.objects.filter(Exists(ordered), state=DomainState.HELD, expires__lte=furthest, refused_on=None)
    return rows.exclude(Exists(asked)).select_related("commune").order_by("expires", "pk")


def renew_what_is_due(deadline: float) -> int:
    """Renew what nobody refused in time; how many were asked for. A registrar that says no is asked again later."""
    registrar, today, done = chosen_registrar(), timezone.localdate(), 0
    if registrar is None:
        return 0
    for domain in due(today)[:AT_ONCE]:
        if time.monotonic() > deadline:
            break
        if domain.expires is not None and today > refusal_limit(domain.expires):
            renew(domain, domain.expires, registrar)
            done += 1
    return done


def renew(domain: DomainName, end: date, registrar: Registrar) -> None:
    """Ask for a year more, or what became of it."""

    def send(approval: Approval) -> Answer:
        return registrar.renew(domain.name, YEARS, end, approval)

    order = _("renouvellement tacite de la commande de la commune %s") % domain.commune_id
    try:
        operation = buy(Purchase(domain, Kind.RENEW, order, end), registrar, send)
        Operation.objects.filter(pk=operation.pk).update(asked_at=timezone.now())
    except DriverError as error:
        Operation.objects.filter(domain=domain, kind=Kind.RENEW, before=end).update(asked_at=timezone.now())
        logger.warning("%s: %s", domain.name, error)

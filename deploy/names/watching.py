"""What the worker does of domains, day and night: reads the registries, follows operations, renews, reminds.

Each domain is asked about once a day, a few at a time; a registry that does not answer leaves what it last said.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.drivers.registrar.chosen import chosen_registrar
from deploy.drivers.registrar.domains import hold
from deploy.drivers.registrar.spending import Kind, State, followed
from deploy.models import DomainName, DomainState, Operation
from deploy.names import rdap
from deploy.names.reminding import remind
from deploy.names.renewal import renew_what_is_due

logger = logging.getLogger(__name__)

READ_EVERY = timedelta(hours=20)
FOLLOWED_EVERY = timedelta(hours=1)
AT_ONCE = 20
SECONDS = 20.0  # of a turn: the worker has other chores


def turn() -> int:
    """Do what is due; how many registries and registrars were asked."""
    deadline = time.monotonic() + SECONDS
    asked = read_registries(deadline) + follow_operations(deadline) + renew_what_is_due(deadline)
    remind()
    return asked


def read_registries(deadline: float) -> int:
    """Read again the domains that were not since a day, the oldest first."""
    now = timezone.now()
    due = DomainName.objects.filter(state=DomainState.HELD).filter(Q(tried_at=None) | Q(tried_at__lte=now - READ_EVERY))
    return _while_time(list(due.order_by("tried_at", "pk")[:AT_ONCE]), read_registry, deadline)


def read_registry(domain: DomainName) -> None:
    """What the registry says now, or why it does not; what it said before is then kept."""
    now = timezone.now()
    domain.tried_at = now
    try:
        found = rdap.read(domain.name)
    except rdap.RdapError as error:
        domain.error = str(error)[:300]
    else:
        if found is None:
            domain.error = _("Le registre ne connaît plus %s : vérifiez-le aujourd’hui.") % domain.name
        else:
            domain.read_at, domain.error = now, ""
            domain.expires = found.expires or domain.expires
            domain.sponsor = found.sponsor
            domain.nameservers, domain.statuses = list(found.nameservers), list(found.statuses)
    fields = ["tried_at", "error", "read_at", "expires", "sponsor", "nameservers", "statuses"]
    domain.save(update_fields=fields)


def follow_operations(deadline: float) -> int:
    """Ask what became of what is under way, once an hour."""
    now = timezone.now()
    late = Q(asked_at=None) | Q(asked_at__lte=now - FOLLOWED_EVERY)
    rows = Operation.objects.filter(late, state__in=Operation.OPEN, registrar=settings.BEFFROI_REGISTRAR)
    return _while_time(
        list(rows.select_related("domain__commune").order_by("asked_at", "pk")[:AT_ONCE]), _follow, deadline
    )


def _follow(operation: Operation) -> None:
    registrar = chosen_registrar()
    if registrar is None:
        return
    try:
        told = followed(operation, registrar)
        if told.state == State.DONE and told.kind != Kind.RENEW:
            hold(told.domain, registrar)
    except DriverError as error:
        logger.info("%s: %s", operation, error)


def _while_time(rows: list[Any], work: Callable[[Any], None], deadline: float) -> int:
    done = 0
    for row in rows:
        if time.monotonic() > deadline:
            break
        work(row)
        done += 1
    return done

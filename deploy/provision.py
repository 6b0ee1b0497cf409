"""From orders to a plan, and from an approved plan to the world.

Nothing is remembered between the two but what stands in the database: a process killed at any moment is followed by
another that reads the world again, and finds only what is still to be done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from deploy.desired import Platform, desired
from deploy.drivers.base import Driver
from deploy.drivers.cms_people import CmsPeopleDriver
from deploy.drivers.cms_site import CmsSiteDriver
from deploy.drivers.memory import MemoryDriver
from deploy.drivers.web_hosts import WebHostsDriver
from deploy.models import Order
from deploy.orders.check import Amendment, OrdersRefusedError, complete
from deploy.orders.parse import Known, ParsedOrder, parse
from deploy.orders.source import OrderError, Source
from deploy.records import batches, read_subscriptions
from deploy.resources import SILENT, WORDS, key, thing
from deploy.subscriptions import LineKind, Subscription
from deploy.usage import exceeding
from sites.plan import Key, Plan, Thing, Vocabulary, to_text
from sites.tenancy.roles import Role
from sites.themes import installed_themes

DRIVERS: tuple[Driver, ...] = (MemoryDriver(), WebHostsDriver(), CmsSiteDriver(), CmsPeopleDriver())


@dataclass(frozen=True)
class Proposal:
    """A plan, and all that applying it needs: nothing has been written yet."""

    day: date
    plan: Plan
    subscriptions: Mapping[str, Subscription]
    amendments: Mapping[str, Amendment]
    orders: Sequence[ParsedOrder]
    known_orders: Sequence[str]  # names of the files that had been taken into account already
    notes: Mapping[str, Sequence[str]]  # by INSEE code: what exceeds a smaller pack

    @property
    def names(self) -> dict[str, str]:
        """« Cahors (46042) » by INSEE code."""
        return {insee: f"{one.commune.name} ({insee})" for insee, one in self.subscriptions.items()}

    def _upcoming(self, names: Mapping[str, str]) -> Iterator[str]:
        """What an order brings on a later day, which the plan of this day cannot show."""
        for insee, one in sorted(self.amendments.items()):
            days = {day for line in one.after.lines for day in (line.since, line.until) if day and day > self.day}
            if days:
                yield f"{names[insee]} : prochain changement le {min(days)} (beffroi plan --jour {min(days)})."

    def text(self) -> str:
        """The plan in French, what exceeds a smaller pack, and the orders that were known already."""
        names = self.names
        lines = [to_text(self.plan, Vocabulary(WORDS, names, SILENT))]
        for insee, sentences in self.notes.items():
            lines += ["", f"{names[insee]}, pack plus petit ; rien ne sera supprimé :"]
            lines += [f"  · {sentence}" for sentence in sentences]
        lines += self._upcoming(names)
        lines += [f"{name} : commande déjà prise en compte." for name in self.known_orders]
        return "\n".join(lines)


def platform() -> Platform:
    """The CDG's own machines, from the settings."""
    return Platform(
        domain=settings.BEFFROI_CDG_DOMAIN,
        web_ipv4=tuple(settings.BEFFROI_WEB_IPV4),
        web_ipv6=tuple(settings.BEFFROI_WEB_IPV6),
        mail_host=settings.BEFFROI_MAIL_HOST,
        dkim_selector=settings.BEFFROI_DKIM_SELECTOR,
    )


def propose(sources: Iterable[Source], day: date) -> Proposal:
    """The plan of these orders on ``day``; ``OrdersRefusedError`` with one sentence per fault."""
    orders = _parse(sources)
    recorded = dict(
        Order.objects.filter(digest__in=[order.source.digest for order in orders]).values_list("digest", "name")
    )
    new = [order for order in orders if order.source.digest not in recorded]
    amendments = complete(new, day)
    known = [order for order in orders if order.source.digest in recorded]
    asked = {commune.insee for order in known for commune in order.communes} - amendments.keys()
    subscriptions = read_subscriptions(asked) | {insee: one.after for insee, one in amendments.items()}
    return _proposal(day, subscriptions, amendments, new, [order.source.name for order in known])


def propose_current(day: date) -> Proposal:
    """The plan of every subscription as it stands: what an interrupted run left, what a date brought, what drifted."""
    return _proposal(day, read_subscriptions(), {}, [], [])


def _proposal(
    day: date,
    subscriptions: Mapping[str, Subscription],
    amendments: Mapping[str, Amendment],
    orders: Sequence[ParsedOrder],
    known: Sequence[str],
) -> Proposal:
    plan = Plan.between(_existing(subscriptions), _wanted(subscriptions, day))
    notes = exceeding(plan, subscriptions, day)
    return Proposal(day, plan, subscriptions, amendments, orders, known, notes)


def _parse(sources: Iterable[Source]) -> list[ParsedOrder]:
    known = Known(frozenset(installed_themes()), frozenset(Role.values))
    orders, sentences = [], []
    for source in sources:
        try:
            orders.append(parse(source, known))
        except OrderError as error:
            sentences.append(str(error))
    if sentences:
        raise OrdersRefusedError(sentences)
    return orders


def _wanted(subscriptions: Mapping[str, Subscription], day: date) -> list[Thing]:
    on = platform()
    return [thing(resource) for one in subscriptions.values() for resource in desired(one, day, on)]


def _existing(subscriptions: Mapping[str, Subscription]) -> list[Thing]:
    return [
        thing(resource)
        for batch in batches(subscriptions.values())
        for driver in DRIVERS
        for resource in driver.read(batch)
    ]


def explained(proposal: Proposal) -> frozenset[Key]:
    """What subscriptions have wanted at some time: if it goes, an order or a date says why."""
    on = platform()
    keys: set[Key] = set()
    for subscription in proposal.subscriptions.values():
        # A line that another order of the same day replaced was in force for no day at all.
        revived = tuple(replace(line, until=None) if line.since == line.until else line for line in subscription.lines)
        for day in {line.since for line in revived}:
            for told in (subscription, replace(subscription, lines=revived)):
                keys |= {key(resource) for resource in desired(told, day, on)}
    return frozenset(keys)


def driver_of(kind: str) -> Driver:
    """The driver of one kind of resources."""
    return next(driver for driver in DRIVERS if kind in driver.kinds)


def people_of(subscriptions: Iterable[Subscription], day: date) -> set[str]:
    """The addresses of all who work on these sites on ``day``."""
    return {line.value for one in subscriptions for line in one.on(day, LineKind.PERSON)}

"""From orders to a plan, and from an approved plan to the world.

Nothing is remembered between the two but what stands in the database: a process killed at any moment is followed by
another that reads the world again, and finds only what is still to be done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.db.models import QuerySet

from deploy.desired import Platform, desired
from deploy.drivers.base import Driver, GatheringDriver
from deploy.drivers.chosen import by_kind, drivers
from deploy.mail.dkim import public_records
from deploy.models import CommuneReference, Order
from deploy.orders.check import Amendment, complete
from deploy.orders.faults import Fault, Gathering, OrdersRefusedError
from deploy.orders.hosts import readable
from deploy.orders.parse import ParsedOrder, read
from deploy.orders.source import Known, Source
from deploy.records import batches, read_subscriptions
from deploy.reference import namesakes
from deploy.resources import SILENT, WORDS, key, thing
from deploy.subscriptions import LineKind, Subscription
from deploy.usage import exceeding
from sites.plan import Key, Plan, Thing, Vocabulary, to_text
from sites.tenancy.roles import Role
from sites.themes import installed_themes

NAMED_AT_MOST = 5
Reach: TypeAlias = QuerySet[CommuneReference]


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
    notices: Sequence[tuple[str, str]] = ()  # INSEE code and sentence: what hosts have to say of the plan

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

    def _advice(self, names: Mapping[str, str]) -> Iterator[str]:
        """A domain of its own, for a commune that begins without one."""
        bare = sorted(
            names[insee]
            for insee, one in self.amendments.items()
            if one.before is None and not one.after.named(LineKind.DOMAIN)
        )
        if bare:
            others = f" et {len(bare) - NAMED_AT_MOST} autres" if len(bare) > NAMED_AT_MOST else ""
            yield (
                f"Conseil : un domaine à elle (.fr) suit la commune si elle change d’hébergeur. Sans domaine : "
                f"{', '.join(bare[:NAMED_AT_MOST])}{others}."
            )

    def text(self) -> str:
        """The plan in French, what exceeds a smaller pack, and the orders that were known already."""
        names = self.names
        lines = [to_text(self.plan, Vocabulary(WORDS, names, SILENT))]
        for insee, sentences in self.notes.items():
            lines += ["", f"{names[insee]}, pack plus petit ; rien ne sera supprimé :"]
            lines += [f"  · {sentence}" for sentence in sentences]
        lines += [f"{names[insee]} : {sentence}" for insee, sentence in self.notices]
        lines += self._upcoming(names)
        lines += self._advice(names)
        lines += [f"{name} : commande déjà prise en compte." for name in self.known_orders]
        return readable("\n".join(lines))


def platform(subscriptions: Iterable[Subscription] = ()) -> Platform:
    """The CDG's own machines, from the settings; and the keys that mail of these communes is signed with."""
    return Platform(
        domain=settings.BEFFROI_CDG_DOMAIN,
        web_ipv4=tuple(settings.BEFFROI_WEB_IPV4),
        web_ipv6=tuple(settings.BEFFROI_WEB_IPV6),
        mail_host=settings.BEFFROI_MAIL_HOST,
        senders=" ".join(settings.BEFFROI_SPF.split()),
        dkim_selector=settings.BEFFROI_DKIM_SELECTOR,
        autoconfig_host=settings.BEFFROI_AUTOCONFIG_HOST,
        authorities=tuple(settings.BEFFROI_CAA),
        dmarc_reports=settings.BEFFROI_DMARC_REPORTS,
        dkim=_keys(subscriptions) if settings.BEFFROI_MAIL == "tables" else {},
    )


def _keys(subscriptions: Iterable[Subscription]) -> dict[str, tuple[str, str]]:
    kinds = (LineKind.MAILBOX, LineKind.ALIAS)
    return public_records(
        line.value.rpartition("@")[2] for one in subscriptions for line in one.lines if line.kind in kinds
    )


def propose(sources: Iterable[Source], day: date) -> Proposal:
    """The plan of these orders on ``day``; ``OrdersRefusedError`` with one sentence per fault."""
    new, old, amendments = _amended(sources, day)
    asked = {commune.insee for order in old for commune in order.communes} - amendments.keys()
    subscriptions = read_subscriptions(asked) | {insee: one.after for insee, one in amendments.items()}
    return _proposal(day, subscriptions, amendments, new, [order.source.name for order in old])


def check(sources: Iterable[Source], day: date, within: Reach | None = None) -> list[ParsedOrder]:
    """``OrdersRefusedError`` where ``propose`` would raise it; no driver is asked anything.

    ``within`` are the communes that may be ordered for: all of the reference without it.
    """
    new, old, _amendments = _amended(sources, day, within)
    return [*new, *old]


def propose_current(day: date) -> Proposal:
    """The plan of every subscription as it stands: what an interrupted run left, what a date brought, what drifted."""
    return _proposal(day, read_subscriptions(), {}, [], [])


def _amended(
    sources: Iterable[Source], day: date, within: Reach | None = None
) -> tuple[list[ParsedOrder], list[ParsedOrder], Mapping[str, Amendment]]:
    """The new orders, those that had been taken into account already, and what the new ones do to subscriptions."""
    orders, faults = _parsed(sources, within)
    recorded = set(
        Order.objects.filter(digest__in=[order.source.digest for order in orders]).values_list("digest", flat=True)
    )
    new = [order for order in orders if order.source.digest not in recorded]
    old = [order for order in orders if order.source.digest in recorded]
    gathering = Gathering()
    amendments = gathering.of(complete, new, day) or {}
    if faults or gathering.faults:
        told = sorted((*faults, *gathering.faults), key=lambda fault: (fault.name, fault.line or 0))
        raise OrdersRefusedError(*told)
    return new, old, amendments


def _proposal(
    day: date,
    subscriptions: Mapping[str, Subscription],
    amendments: Mapping[str, Amendment],
    orders: Sequence[ParsedOrder],
    old: Sequence[str],
) -> Proposal:
    hosts = drivers()
    plan = Plan.between(_existing(subscriptions, hosts), _wanted(subscriptions, day))
    notes = exceeding(plan, subscriptions, day)
    return Proposal(day, plan, subscriptions, amendments, orders, old, notes, _notices(plan, hosts))


def known(within: Reach | None = None) -> Known:
    """What an order is read with. The names of communes are asked for at the first one."""
    return Known(frozenset(installed_themes()), frozenset(Role.values), namesakes(within))


def _parsed(sources: Iterable[Source], within: Reach | None) -> tuple[list[ParsedOrder], list[Fault]]:
    knowing = known(within)
    orders: list[ParsedOrder] = []
    faults: list[Fault] = []
    for source in sources:
        order, wrong = read(source, knowing)
        faults += wrong
        if within is not None:
            reached = {
                insee
                for batch in batches(commune.insee for commune in order.communes)
                for insee in within.filter(insee__in=batch).values_list("insee", flat=True)
            }
            foreign = [commune for commune in order.communes if commune.insee not in reached]
            problem = "aucune commune parmi celles que vous suivez n’a ce code INSEE."
            faults += [fault for commune in foreign for fault in commune.error("insee", problem).faults]
            order = replace(order, communes=tuple(one for one in order.communes if one not in foreign))
        orders.append(order)
    return orders, faults


def _wanted(subscriptions: Mapping[str, Subscription], day: date) -> list[Thing]:
    on = platform(subscriptions.values())
    return [thing(resource) for one in subscriptions.values() for resource in desired(one, day, on)]


def _notices(plan: Plan, hosts: Sequence[Driver]) -> list[tuple[str, str]]:
    return [
        notice
        for host in hosts
        if isinstance(host, GatheringDriver)
        for notice in host.notices([change for change in plan.to_apply if change.key[0] in host.kinds])
    ]


def _existing(subscriptions: Mapping[str, Subscription], hosts: Sequence[Driver]) -> list[Thing]:
    return [
        thing(resource)
        for batch in batches(subscriptions.values())
        for driver in hosts
        for resource in driver.read(batch)
    ]


def explained(proposal: Proposal) -> frozenset[Key]:
    """What subscriptions have wanted at some time: if it goes, an order or a date says why."""
    on = platform(proposal.subscriptions.values())
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
    return by_kind()[kind]


def people_of(subscriptions: Iterable[Subscription], day: date) -> set[str]:
    """The addresses of all who work on these sites on ``day``."""
    return {line.value for one in subscriptions for line in one.on(day, LineKind.PERSON)}

"""From a subscription to the resources that must exist on a day. Pure and deterministic: no clock, no database."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from deploy.resources import Alias, CmsSite, Domain, Mailbox, Person, Resource, Vhost, key
from deploy.subscriptions import CommuneFacts, LineKind, Subscription
from deploy.zoning import Platform, domain_records, mail_records, policy_of, web_records

__all__ = ["Hosts", "Platform", "desired", "hosts_of"]


@dataclass(frozen=True, slots=True)
class Hosts:
    """The name that serves the site, and the names that redirect to it."""

    serving: str
    redirects: tuple[str, ...]


def desired(subscription: Subscription, day: date, platform: Platform | None = None) -> tuple[Resource, ...]:
    """Every resource of a commune on ``day``, sorted by rank and name; nothing before it begins or after it ends."""
    pack = subscription.value_on(day, LineKind.PACK)
    if not pack:
        return ()
    on = platform or Platform()
    hosts = hosts_of(subscription, day)
    resources: list[Resource] = [
        *_domains(subscription, day, on),
        *_mail(subscription, day, on),
        *_vhosts(subscription, hosts),
        _site(subscription, day, pack, hosts),
        *_people(subscription, day),
    ]
    return tuple(sorted(resources, key=lambda resource: (resource.rank, key(resource))))


def hosts_of(subscription: Subscription, day: date) -> Hosts:
    """``www.`` of the chosen own domain serves; without one, the sub-domain of the CDG. The others redirect there."""
    given = subscription.value_on(day, LineKind.HOST)
    lines = sorted(subscription.on(day, LineKind.DOMAIN), key=lambda line: (not line.data["serving"], line.value))
    own = [line.value for line in lines]
    names = [name for domain in own for name in (f"www.{domain}", domain)]
    serving, *others = [*names, given]
    return Hosts(serving, tuple(sorted(others)))


def _domains(subscription: Subscription, day: date, platform: Platform) -> Iterator[Resource]:
    insee = subscription.commune.insee
    yield from web_records(insee, platform, platform.domain, subscription.value_on(day, LineKind.HOST))
    for line in subscription.on(day, LineKind.DOMAIN):
        yield Domain(insee, line.value)
        yield from domain_records(insee, platform, line.value)


def _mail(subscription: Subscription, day: date, platform: Platform) -> Iterator[Resource]:
    insee = subscription.commune.insee
    addresses = []
    for line in subscription.on(day, LineKind.MAILBOX):
        addresses.append(line.value)
        members = tuple(sorted(line.data.get("members", ())))
        recovery = line.data.get("recovery", "")
        yield Mailbox(insee, line.value, line.data["gigabytes"], line.data["style"], recovery, members)
    for line in subscription.on(day, LineKind.ALIAS):
        addresses.append(line.value)
        yield Alias(insee, line.value, tuple(line.data["targets"]))
    own = {line.value for line in subscription.on(day, LineKind.DOMAIN)}
    for name in sorted({address.rpartition("@")[2] for address in addresses}):
        if name != platform.domain:  # the records of the shared domain are the CDG's own
            zone = name if name in own else platform.domain
            yield from mail_records(insee, platform, zone, name, policy_of(subscription, day, name))


def _vhosts(subscription: Subscription, hosts: Hosts) -> Iterator[Resource]:
    insee = subscription.commune.insee
    yield Vhost(insee, hosts.serving)
    for host in hosts.redirects:
        yield Vhost(insee, host, hosts.serving)


def _site(subscription: Subscription, day: date, pack: str, hosts: Hosts) -> CmsSite:
    def values(kind: LineKind) -> tuple[str, ...]:
        return tuple(sorted(line.value for line in subscription.on(day, kind)))

    return CmsSite(
        insee=subscription.commune.insee,
        commune=_facts(subscription.commune),
        pack=pack,
        theme=subscription.value_on(day, LineKind.THEME),
        host=hosts.serving,
        redirects=hosts.redirects,
        modules_on=values(LineKind.MODULE_ON),
        modules_off=values(LineKind.MODULE_OFF),
        rights_on=values(LineKind.RIGHT),
        demo=subscription.demo,
        training=subscription.training,
        facts=dict(subscription.facts),
    )


def _facts(commune: CommuneFacts) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(commune).items()}


def _people(subscription: Subscription, day: date) -> Iterator[Resource]:
    insee = subscription.commune.insee
    for line in subscription.on(day, LineKind.PERSON):
        yield Person(insee, line.value, line.data["role"], line.data["name"])

"""From a subscription to the resources that must exist on a day. Pure and deterministic: no clock, no database."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from deploy.resources import Alias, CmsSite, DnsRecord, Domain, Mailbox, Person, Resource, Vhost, key
from deploy.subscriptions import CommuneFacts, LineKind, Subscription


@dataclass(frozen=True, slots=True)
class Platform:
    """What the CDG's own machines are called, the same for every commune."""

    domain: str = "localhost"
    web_ipv4: tuple[str, ...] = ("127.0.0.1",)
    web_ipv6: tuple[str, ...] = ("::1",)
    mail_host: str = "mail.localhost"
    dkim_selector: str = "beffroi"


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
    yield from _addresses(insee, platform, platform.domain, subscription.value_on(day, LineKind.HOST))
    for line in subscription.on(day, LineKind.DOMAIN):
        yield Domain(insee, line.value)
        yield from _addresses(insee, platform, line.value, line.value)
        yield from _addresses(insee, platform, line.value, f"www.{line.value}")


def _addresses(insee: str, platform: Platform, zone: str, name: str) -> Iterator[Resource]:
    if platform.web_ipv4:
        yield DnsRecord(insee, zone, name, "A", platform.web_ipv4)
    if platform.web_ipv6:
        yield DnsRecord(insee, zone, name, "AAAA", platform.web_ipv6)


def _mail(subscription: Subscription, day: date, platform: Platform) -> Iterator[Resource]:
    insee = subscription.commune.insee
    addresses = []
    for line in subscription.on(day, LineKind.MAILBOX):
        addresses.append(line.value)
        yield Mailbox(insee, line.value, line.data["gigabytes"], line.data["style"])
    for line in subscription.on(day, LineKind.ALIAS):
        addresses.append(line.value)
        yield Alias(insee, line.value, tuple(line.data["targets"]))
    own = {line.value for line in subscription.on(day, LineKind.DOMAIN)}
    for name in sorted({address.rpartition("@")[2] for address in addresses}):
        if name != platform.domain:  # the records of the shared domain are the CDG's own
            yield from _mail_records(insee, platform, name if name in own else platform.domain, name)


def _mail_records(insee: str, platform: Platform, zone: str, name: str) -> Iterator[Resource]:
    """RFC 5321 (MX), 7208 (SPF), 6376 (DKIM, delegated to the CDG's own key by CNAME) and 7489 (DMARC)."""
    selector = f"{platform.dkim_selector}._domainkey"
    yield DnsRecord(insee, zone, name, "MX", (f"10 {platform.mail_host}",))
    yield DnsRecord(insee, zone, name, "TXT", ("v=spf1 mx -all",))
    yield DnsRecord(insee, zone, f"{selector}.{name}", "CNAME", (f"{selector}.{platform.domain}",))
    yield DnsRecord(insee, zone, f"_dmarc.{name}", "TXT", ("v=DMARC1; p=quarantine",))


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
        facts=dict(subscription.facts),
    )


def _facts(commune: CommuneFacts) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(commune).items()}


def _people(subscription: Subscription, day: date) -> Iterator[Resource]:
    insee = subscription.commune.insee
    for line in subscription.on(day, LineKind.PERSON):
        yield Person(insee, line.value, line.data["role"], line.data["name"])

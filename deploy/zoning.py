"""What the names of a commune need in the DNS. Pure: no clock, no database, no network.

Values are the text of a zone file without its final dots and quotes, sorted: « 10 mail.cdg.example », « 0 issue
letsencrypt.org ». Every name is in the form DNS carries (A-labels).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import IPv6Address

from deploy.resources import DnsRecord
from deploy.subscriptions import LineKind, Subscription

MAX_NAME = 253
# RFC 7489 §6.3 and its appendix: a domain watches first, then asks for quarantine once its reports are clean.
FIRST_POLICY = "none"
POLICIES = (FIRST_POLICY, "quarantine", "reject")
# What clients look for: RFC 6186 §3.1 (submission), §3.2 (imaps), RFC 8314 §5.1 (submissions); weight 1, first choice.
SERVICES = (("_imaps._tcp", 993), ("_submissions._tcp", 465), ("_submission._tcp", 587))
# RFC 6186 §3.4: a target of « . » says that the service is not offered.
ABSENT_SERVICES = ("_imap._tcp", "_pop3._tcp", "_pop3s._tcp")
AUTOCONFIG = ("autoconfig", "autodiscover")
# The longest name that a domain gets in front of it, « _autodiscover._tcp. », or a selector of the same length.
LONGEST_PREFIX = 20


@dataclass(frozen=True, slots=True)
class Platform:
    """What the CDG's own machines are called, the same for every commune."""

    domain: str = "localhost"
    web_ipv4: tuple[str, ...] = ("127.0.0.1",)
    web_ipv6: tuple[str, ...] = ("::1",)
    mail_host: str = "mail.localhost"
    dkim_selector: str = "beffroi"
    senders: str = "mx"  # who may send in the name of a domain, in the words of SPF
    autoconfig_host: str = "autoconfig.localhost"  # empty: mail programs are told nothing by name
    authorities: tuple[str, ...] = ("letsencrypt.org",)  # who may give certificates; empty: anybody
    dmarc_reports: str = ""  # the address that receives them; empty: none is asked for
    dkim: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    """By domain that has a key of its own: the selector, and the text of its public record."""


def web_records(insee: str, platform: Platform, zone: str, name: str) -> Iterator[DnsRecord]:
    """The addresses of the web server."""
    if platform.web_ipv4:
        yield _record(insee, zone, name, "A", platform.web_ipv4)
    if platform.web_ipv6:
        yield _record(insee, zone, name, "AAAA", [str(IPv6Address(address)) for address in platform.web_ipv6])


def domain_records(insee: str, platform: Platform, domain: str) -> Iterator[DnsRecord]:
    """A domain of the commune's own: itself, ``www.``, and who may give it certificates (RFC 8659)."""
    yield from web_records(insee, platform, domain, domain)
    yield from web_records(insee, platform, domain, f"www.{domain}")
    if platform.authorities:
        issuers = [f"0 issue {authority}" for authority in platform.authorities]
        yield _record(insee, domain, domain, "CAA", issuers)


def mail_records(insee: str, platform: Platform, zone: str, name: str, policy: str) -> Iterator[DnsRecord]:
    """RFC 5321 (MX), 7208 (SPF), 6376 (DKIM), 7489 (DMARC), 6186 (services)."""
    yield _record(insee, zone, name, "MX", [f"10 {platform.mail_host}"])
    yield _record(insee, zone, name, "TXT", [f"v=spf1 {platform.senders} -all"])
    yield _dkim(insee, platform, zone, name)
    yield from _dmarc(insee, platform, zone, name, policy)
    for service, port in SERVICES:
        yield _record(insee, zone, f"{service}.{name}", "SRV", [f"0 1 {port} {platform.mail_host}"])
    for service in ABSENT_SERVICES:
        yield _record(insee, zone, f"{service}.{name}", "SRV", ["0 0 0 ."])
    if platform.autoconfig_host:
        for label in AUTOCONFIG:
            yield _record(insee, zone, f"{label}.{name}", "CNAME", [platform.autoconfig_host])
        yield _record(insee, zone, f"_autodiscover._tcp.{name}", "SRV", [f"0 1 443 {platform.autoconfig_host}"])


def policy_of(subscription: Subscription, day: date, domain: str) -> str:
    """What the domain asks receivers to do with forged mail on ``day``: recorded line by line, ``none`` at first."""
    found = [line for line in subscription.on(day, LineKind.DMARC) if line.value == domain]
    return str(found[-1].data["policy"]) if found else FIRST_POLICY


def _dkim(insee: str, platform: Platform, zone: str, name: str) -> DnsRecord:
    """The domain's own key where our servers sign with it; else a delegation to the key of the CDG."""
    if name in platform.dkim:
        own, record = platform.dkim[name]
        return _record(insee, zone, f"{own}._domainkey.{name}", "TXT", [record])
    selector = f"{platform.dkim_selector}._domainkey"
    return _record(insee, zone, f"{selector}.{name}", "CNAME", [f"{selector}.{platform.domain}"])


def _dmarc(insee: str, platform: Platform, zone: str, name: str, policy: str) -> Iterator[DnsRecord]:
    """Where reports leave the domain, their receiver says in its own zone that it takes them (RFC 7489 §7.1)."""
    reports = f"; rua=mailto:{platform.dmarc_reports}" if platform.dmarc_reports else ""
    yield _record(insee, zone, f"_dmarc.{name}", "TXT", [f"v=DMARC1; p={policy}{reports}"])
    receiver = platform.dmarc_reports.rpartition("@")[2]
    accepts = f"{name}._report._dmarc.{receiver}"
    if receiver == platform.domain and not name.endswith(f".{receiver}") and len(accepts) <= MAX_NAME:
        yield _record(insee, receiver, accepts, "TXT", ["v=DMARC1"])


def _record(insee: str, zone: str, name: str, kind: str, values: Iterable[str]) -> DnsRecord:
    return DnsRecord(insee, zone, name, kind, tuple(sorted(values)))

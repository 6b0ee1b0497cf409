"""What the names of a commune say in the DNS, record by record."""

from dataclasses import replace
from datetime import date

import pytest

from deploy.orders.values import domain
from deploy.subscriptions import CommuneFacts, Line, LineKind, Subscription
from deploy.zoning import LONGEST_PREFIX, MAX_NAME, Platform, domain_records, mail_records, policy_of

CDG = Platform(
    "cdg46.example",
    ("192.0.2.2", "192.0.2.1"),
    ("2001:0DB8:0::1",),
    "mx.cdg46.example",
    autoconfig_host="autoconfig.cdg46.example",
)
DAY = date(2026, 12, 1)


def said(platform: Platform = CDG, policy: str = "none", name: str = "cahors.fr") -> dict[str, tuple[str, ...]]:
    records = [*domain_records("46042", platform, name), *mail_records("46042", platform, name, name, policy)]
    assert len(records) == len({record.identity for record in records})
    return {record.identity: record.values for record in records}


def test_a_domain_with_mail_says_all_that_browsers_servers_and_mail_programs_ask() -> None:
    assert said() == {
        "cahors.fr A": ("192.0.2.1", "192.0.2.2"),
        "cahors.fr AAAA": ("2001:db8::1",),
        "www.cahors.fr A": ("192.0.2.1", "192.0.2.2"),
        "www.cahors.fr AAAA": ("2001:db8::1",),
        "cahors.fr CAA": ("0 issue letsencrypt.org",),
        "cahors.fr MX": ("10 mx.cdg46.example",),
        "cahors.fr TXT": ("v=spf1 mx -all",),
        "beffroi._domainkey.cahors.fr CNAME": ("beffroi._domainkey.cdg46.example",),
        "_dmarc.cahors.fr TXT": ("v=DMARC1; p=none",),
        "_imaps._tcp.cahors.fr SRV": ("0 1 993 mx.cdg46.example",),
        "_submissions._tcp.cahors.fr SRV": ("0 1 465 mx.cdg46.example",),
        "_submission._tcp.cahors.fr SRV": ("0 1 587 mx.cdg46.example",),
        "_imap._tcp.cahors.fr SRV": ("0 0 0 .",),
        "_pop3._tcp.cahors.fr SRV": ("0 0 0 .",),
        "_pop3s._tcp.cahors.fr SRV": ("0 0 0 .",),
        "autoconfig.cahors.fr CNAME": ("autoconfig.cdg46.example",),
        "autodiscover.cahors.fr CNAME": ("autoconfig.cdg46.example",),
        "_autodiscover._tcp.cahors.fr SRV": ("0 1 443 autoconfig.cdg46.example",),
    }


def test_what_the_platform_does_not_have_is_not_said() -> None:
    bare = replace(CDG, web_ipv6=(), authorities=(), autoconfig_host="")
    assert not [key for key in said(bare) if "AAAA" in key or "CAA" in key or "auto" in key]


def test_mail_that_a_vendor_sends_is_in_the_name_of_the_commune() -> None:
    assert said(replace(CDG, senders="include:mx.ovh.com"))["cahors.fr TXT"] == ("v=spf1 include:mx.ovh.com -all",)


def test_reports_of_dmarc_are_accepted_in_the_zone_of_who_receives_them() -> None:
    platform = replace(CDG, dmarc_reports="dmarc@cdg46.example")
    records = said(platform)
    assert records["_dmarc.cahors.fr TXT"] == ("v=DMARC1; p=none; rua=mailto:dmarc@cdg46.example",)
    assert records["cahors.fr._report._dmarc.cdg46.example TXT"] == ("v=DMARC1",)
    assert not [key for key in said(platform, name="cahors.cdg46.example") if "_report" in key]
    assert not [key for key in said(replace(CDG, dmarc_reports="dmarc@ailleurs.example")) if "_report" in key]


def test_the_policy_is_none_until_the_day_it_was_recorded_and_for_its_domain_alone() -> None:
    line = Line(LineKind.DMARC, "cahors.fr", date(2027, 2, 1), data={"policy": "quarantine"})
    subscription = Subscription(CommuneFacts("46042", "Cahors", "46", "Lot"), (line,))
    assert policy_of(subscription, date(2027, 1, 31), "cahors.fr") == "none"
    assert policy_of(subscription, date(2027, 2, 1), "cahors.fr") == "quarantine"
    assert policy_of(subscription, date(2027, 2, 1), "albas.fr") == "none"


def long_name(length: int) -> str:
    name = ".".join(["a" * 63] * 4)
    return f"{name[: length - 3].rstrip('.')}.fr"


def test_no_name_in_front_of_the_longest_domain_is_too_long() -> None:
    name = domain(long_name(MAX_NAME - LONGEST_PREFIX))
    assert len(name) == 233
    assert max(len(key.split(" ", maxsplit=1)[0]) for key in said(name=name)) <= MAX_NAME


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            long_name(234),
            "compte 234 caractères ; 233 au plus, car « www. » et les noms du courrier se placent devant.",
        ),
        (long_name(254), "compte 254 caractères ; un nom en compte 253 au plus."),
        (f"{'a' * 64}.fr", "compte 64 caractères entre deux points ; 63 au plus."),
    ],
)
def test_a_name_too_long_gets_one_sentence(name: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="compte") as refused:
        domain(name)
    assert sentence in str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")


def test_capitals_and_accents_are_taken_as_dns_carries_them() -> None:
    assert domain("Cahors-Été.FR") == "xn--cahors-t-h1ab.fr"

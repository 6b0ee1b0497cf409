"""The hosts of zones, as the settings would name them: real servers, stand-ins where only an account would do."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.servers import gandi_dns, knot, mail_vendors, ovh_dns, powerdns

ZONES = ("localhost", "cahors.example", "figeac.example")


@pytest.fixture(scope="session")
def powerdns_server() -> Generator[powerdns.Running, None, None]:
    if powerdns.installed() is None:
        pytest.skip(powerdns.MISSING)
    with powerdns.powerdns() as running:
        yield running


@pytest.fixture(scope="session")
def knot_server() -> Generator[int, None, None]:
    if knot.installed() is None:
        pytest.skip(knot.MISSING)
    with knot.knot(ZONES) as port:
        yield port


@pytest.fixture
def on_powerdns(powerdns_server: powerdns.Running, settings: Any) -> Iterator[powerdns.Running]:
    settings.BEFFROI_DNS = "powerdns"
    settings.BEFFROI_POWERDNS_URL, settings.BEFFROI_POWERDNS_KEY = powerdns_server.url, powerdns.KEY
    yield powerdns_server
    powerdns_server.forget()


@pytest.fixture
def on_rfc2136(knot_server: int, settings: Any) -> Iterator[int]:
    settings.BEFFROI_DNS = "rfc2136"
    settings.BEFFROI_RFC2136_SERVER = f"127.0.0.1:{knot_server}"
    settings.BEFFROI_TSIG_NAME, settings.BEFFROI_TSIG_SECRET = knot.KEY_NAME, knot.SECRET
    yield knot_server
    knot.empty(knot_server, ZONES)


@pytest.fixture
def on_ovh(settings: Any) -> Iterator[ovh_dns.Ovh]:
    with ovh_dns.ovh() as vendor:
        settings.BEFFROI_DNS, settings.BEFFROI_OVH_ADDRESS = "ovh", vendor.url
        settings.BEFFROI_OVH_APPLICATION_KEY = ovh_dns.APPLICATION
        settings.BEFFROI_OVH_APPLICATION_SECRET = ovh_dns.SECRET
        settings.BEFFROI_OVH_CONSUMER_KEY = ovh_dns.CONSUMER
        for zone in ZONES:
            vendor.open(zone)
        yield vendor


@pytest.fixture
def on_gandi(settings: Any) -> Iterator[gandi_dns.Gandi]:
    with gandi_dns.gandi() as vendor:
        settings.BEFFROI_DNS, settings.BEFFROI_GANDI_ADDRESS = "gandi", vendor.url
        settings.BEFFROI_GANDI_TOKEN = gandi_dns.TOKEN
        vendor.domains.update(ZONES)
        yield vendor


def _deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection cut on purpose is no news."""
    monkeypatch.setattr("tests.servers.stand_in.ThreadingHTTPServer.handle_error", lambda *_: None)


@pytest.fixture
def on_zimbra(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[mail_vendors.Zimbra]:
    _deaf(monkeypatch)
    with mail_vendors.running(vendor := mail_vendors.Zimbra()):
        settings.BEFFROI_MAIL, settings.BEFFROI_ZIMBRA_ADDRESS = "zimbra", vendor.url
        settings.BEFFROI_ZIMBRA_LOGIN, settings.BEFFROI_ZIMBRA_PASSWORD = mail_vendors.LOGIN, mail_vendors.PASSWORD
        yield vendor


@pytest.fixture
def on_dimail(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[mail_vendors.Dimail]:
    _deaf(monkeypatch)
    with mail_vendors.running(vendor := mail_vendors.Dimail()):
        settings.BEFFROI_MAIL, settings.BEFFROI_DIMAIL_ADDRESS = "dimail", vendor.url
        settings.BEFFROI_DIMAIL_LOGIN, settings.BEFFROI_DIMAIL_PASSWORD = mail_vendors.LOGIN, mail_vendors.PASSWORD
        yield vendor


@pytest.fixture
def on_mxplan(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[mail_vendors.MxPlan]:
    _deaf(monkeypatch)
    with mail_vendors.running(vendor := mail_vendors.MxPlan()):
        settings.BEFFROI_MAIL, settings.BEFFROI_OVH_ADDRESS = "ovh", vendor.url
        settings.BEFFROI_OVH_APPLICATION_KEY = ovh_dns.APPLICATION
        settings.BEFFROI_OVH_APPLICATION_SECRET = ovh_dns.SECRET
        settings.BEFFROI_OVH_CONSUMER_KEY = ovh_dns.CONSUMER
        vendor.accounts = {zone: {} for zone in ZONES}
        yield vendor

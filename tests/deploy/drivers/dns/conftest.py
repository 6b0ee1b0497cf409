"""A real PowerDNS, and what the centre de gestion is called there."""

from typing import Any

import pytest

from tests.servers.powerdns import Running


@pytest.fixture
def server(db: None, on_powerdns: Running, settings: Any) -> Running:
    settings.BEFFROI_CDG_DOMAIN = "cdg.test"
    settings.BEFFROI_MAIL_HOST, settings.BEFFROI_AUTOCONFIG_HOST = "mail.cdg.test", "autoconfig.cdg.test"
    settings.BEFFROI_WEB_IPV4, settings.BEFFROI_WEB_IPV6 = ["192.0.2.10"], ["2001:db8::10"]
    settings.BEFFROI_NAMESERVERS = ["ns1.cdg.test", "ns2.cdg.test"]
    return on_powerdns

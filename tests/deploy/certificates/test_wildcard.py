"""One certificate for every name of the CDG: a real authority reads a real DNS server, and the real Caddy serves it."""

import ssl
import stat
import threading
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dns.message
import dns.query
import pytest
import waitress
from cryptography import x509
from django.core.management import CommandError, call_command

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.wsgi import Composition
from deploy.certificates import keeping
from tests.cms.serving.baked import FILES, lay
from tests.cms.serving.conftest import django
from tests.deploy.host.test_certificates import Web
from tests.servers import caddy, pebble, powerdns
from tests.servers.pebble import Authority
from tests.servers.ports import free_port
from tests.servers.powerdns import Running

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(powerdns.installed() is None, reason=powerdns.MISSING),
    pytest.mark.skipif(not pebble.installed(), reason=pebble.MISSING),
    pytest.mark.skipif(caddy.installed() is None, reason=caddy.MISSING),
]
DOMAIN = "cdg.example"
PORTS = free_port(), free_port()


@pytest.fixture(scope="module")
def zone() -> Generator[Running, None, None]:
    """The zone of the CDG, and that of a commune, whose names lead to this machine."""
    with powerdns.powerdns() as running:
        with running.zones() as client:
            for name in (DOMAIN, "cahors.example"):
                here = {"type": "A", "ttl": 5, "records": [{"content": "127.0.0.1", "disabled": False}]}
                records = [{"name": f"{host}{name}.", **here} for host in ("", "www.")]
                body = {"name": f"{name}.", "kind": "Native", "nameservers": [f"ns1.{name}."], "rrsets": records}
                client.post("/zones", json=body).raise_for_status()
        yield running


@pytest.fixture(scope="module")
def authority(zone: Running) -> Generator[Authority, None, None]:
    with pebble.pebble(*PORTS, dns=zone.dns) as running:
        yield running


@pytest.fixture
def chosen(zone: Running, authority: Authority, settings: Any, tmp_path: Path) -> Any:
    settings.BEFFROI_VAR = tmp_path
    settings.BEFFROI_DNS = "powerdns"
    settings.BEFFROI_POWERDNS_URL, settings.BEFFROI_POWERDNS_KEY = zone.url, powerdns.KEY
    settings.BEFFROI_CDG_DOMAIN = DOMAIN
    settings.BEFFROI_ACME, settings.BEFFROI_ACME_ROOT = authority.directory, str(authority.trusted)
    settings.BEFFROI_ACME_WAIT, settings.BEFFROI_EMAIL = 0.0, "webmestre@cdg.example"
    settings.BEFFROI_CERTIFICATES = str(tmp_path / "certificates")
    return settings


def names_of(pem: bytes) -> list[str]:
    found = x509.load_pem_x509_certificates(pem)[0].extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return sorted(found.value.get_values_for_type(x509.DNSName))


def texts(zone: Running) -> int:
    asked = dns.message.make_query(f"_acme-challenge.{DOMAIN}", "TXT")
    return len(dns.query.udp(asked, "127.0.0.1", port=zone.dns, timeout=5).answer)


def test_it_is_asked_once_kept_for_its_owner_alone_and_leaves_no_trace_in_the_zone(
    chosen: Any, zone: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("certificat")
    assert "est bon jusqu’au" in capsys.readouterr().out
    file = keeping.file_of(DOMAIN)
    first = file.read_bytes()
    assert names_of(first) == [f"*.{DOMAIN}", DOMAIN]
    for kept in (file, file.with_suffix(".tls"), file.parent / "account.json"):
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) & 0o007 == 0
    assert texts(zone) == 0
    call_command("certificat")
    assert file.read_bytes() == first
    call_command("certificat", "--nouveau")  # the same account, another key
    assert file.read_bytes() != first


def test_the_worker_renews_it_a_month_before_its_end_and_keeps_the_old_one_when_it_cannot(
    chosen: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert keeping.turn() is False  # nobody ever asked for one
    end = keeping.renew(DOMAIN)
    assert keeping.turn() is False
    first = keeping.file_of(DOMAIN).read_bytes()
    monkeypatch.setattr(keeping, "RENEWED_BEFORE", end - datetime.now(UTC) + timedelta(minutes=1))
    chosen.BEFFROI_POWERDNS_KEY = "fausse-cle"
    assert keeping.turn() is False
    assert "n’est pas renouvelé : PowerDNS refuse" in caplog.text
    assert "fausse-cle" not in caplog.text
    assert keeping.file_of(DOMAIN).read_bytes() == first
    chosen.BEFFROI_POWERDNS_KEY = powerdns.KEY
    assert keeping.turn() is True
    assert keeping.file_of(DOMAIN).read_bytes() != first


def test_an_authority_that_remembers_is_shown_nothing_twice(chosen: Any, zone: Running) -> None:
    with pebble.pebble(*PORTS, dns=zone.dns, remembers=True) as mindful:
        chosen.BEFFROI_ACME, chosen.BEFFROI_ACME_ROOT = mindful.directory, str(mindful.trusted)
        keeping.renew(DOMAIN)
        chosen.BEFFROI_POWERDNS_URL = "http://127.0.0.1:1"  # nobody need write anything any more
        keeping.renew(DOMAIN)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BEFFROI_ACME", "https://127.0.0.1:1/dir", "ne répond pas"),
        ("BEFFROI_POWERDNS_URL", "http://127.0.0.1:1", "PowerDNS ne répond pas"),
        ("BEFFROI_CDG_DOMAIN", "autre.example", "refuse d’écrire dans la zone « autre.example »"),
        ("BEFFROI_DNS", "memory", "BEFFROI_DNS=powerdns"),
    ],
)
def test_what_is_missing_is_one_sentence_and_nothing_is_written(
    chosen: Any, name: str, value: str, sentence: str
) -> None:
    setattr(chosen, name, value)
    with pytest.raises(CommandError, match=sentence):
        call_command("certificat")
    assert not list(keeping.folder().glob("*.pem"))


def test_caddy_serves_every_name_of_the_cdg_with_it_and_asks_for_those_of_communes(
    chosen: Any, authority: Authority, tmp_path: Path
) -> None:
    keeping.renew(DOMAIN)
    var = tmp_path / "var"
    for host in ("figeac.cdg.example", "www.cahors.example"):
        lay(var, host=host)
    (var / "visits").mkdir()
    application = Composition(Disk(var), "admin.cdg.example", django, Assets("/_/admin/"), ())
    embedded = waitress.create_server(application, host="127.0.0.1", port=0, ident=None)
    thread = threading.Thread(target=embedded.run, daemon=True)
    thread.start()
    try:
        with caddy.caddy_over_tls(var, tmp_path, embedded.effective_port, authority, PORTS):
            trust = ssl.create_default_context(cadata=authority.root().decode())
            web = Web(*PORTS, trust, tmp_path / "caddy.log")
            for host in ("figeac.cdg.example", "www.cahors.example"):
                answer = web.visit(host)
                assert (answer.status, answer.body) == (200, FILES["index.html"])
        asked = [line for line in (tmp_path / "caddy.log").read_text().splitlines() if "obtaining cert" in line]
    finally:
        embedded.close()
        thread.join(5)
    assert any("www.cahors.example" in line for line in asked)
    assert not any("figeac.cdg.example" in line for line in asked)

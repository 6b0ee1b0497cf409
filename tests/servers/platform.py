"""The whole platform over real servers, on loopback: registry, DNS, authority, web, mail, its filters and its webmail.

The authority believes our own DNS alone: a certificate shows that a zone answers.
"""

import http.client
import socket
import ssl
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.mail.config import Database
from tests import schema
from tests.servers import caddy, clamav, mail, pebble, powerdns, rspamd, webmails
from tests.servers.install import Install, end
from tests.servers.ports import free_port
from tests.servers.registry import LOGIN, PASSWORD, Registry, registry

DOMAIN = "cdg46.example"
ADMIN = f"admin.{DOMAIN}"


def missing() -> str:
    """Why it cannot be started here; empty when it can."""
    needs = {
        powerdns.MISSING: powerdns.installed(),
        pebble.MISSING: pebble.installed(),
        caddy.MISSING: caddy.installed(),
        clamav.MISSING: clamav.installed(),
        rspamd.MISSING: rspamd.installed(),
        webmails.ROUNDCUBE_MISSING: webmails.roundcube_installed(),
    }
    return mail.missing() or next((sentence for sentence, found in needs.items() if not found), "")


@dataclass(frozen=True)
class Reply:
    """What a visitor was answered, and who signed the certificate."""

    status: int
    body: str
    issuer: str
    headers: Mapping[str, str]


@dataclass
class Platform:
    """Everything that runs. ``settings`` are the variables of the install."""

    install: Install
    settings: Mapping[str, str]
    dns: powerdns.Running
    registry: Registry
    mail: mail.MailServers
    secure: int
    trust: ssl.SSLContext

    def beffroi(self, *words: str) -> str:
        """A command of a webmaster, to its end; what it printed."""
        answer = self.mail.editor.do(
            "import io; from django.core.management import call_command; out = io.StringIO()\n"
            f"call_command(*{words!r}, stdout=out); answer = out.getvalue()"
        )
        return str(answer)

    def turn_of_the_worker(self) -> None:
        """Links to new boxes leave now, rather than in the next minute."""
        self.mail.editor.do("from deploy.mail.links import turn; turn()")

    def visit(self, host: str, path: str = "/", form: str | None = None, cookies: str = "") -> Reply:
        """One request over HTTPS, by the name, to a certificate that is checked; ``form`` is posted."""
        with (
            socket.create_connection(("127.0.0.1", self.secure), 30) as plain,
            self.trust.wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            signed: Any = wrapped.getpeercert() or {}
            issuer = {name: value for ((name, value),) in signed.get("issuer", ())}
            connection = http.client.HTTPConnection(host, self.secure, timeout=30)
            connection.sock = wrapped
            headers = {"Host": f"{host}:{self.secure}", "Cookie": cookies, "Referer": f"https://{host}:{self.secure}/"}
            if form is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("GET" if form is None else "POST", path, body=form, headers=headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            return Reply(answer.status, body, issuer.get("commonName", ""), dict(answer.getheaders()))


@contextmanager
def platform() -> Generator[Platform, None, None]:
    """Start it with an empty database and the reference of communes; all of it ends with the context."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bp-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        var, scratch, junk = folder / "var", folder / "caddy", folder / "rspamd"
        for one in (var, scratch, junk, folder / "registry"):
            one.mkdir()
        schema.restore(var / "db.sqlite3")
        ports, upstream = (free_port(), free_port()), free_port()
        names = stack.enter_context(powerdns.powerdns())
        registrar = stack.enter_context(registry(folder / "registry"))
        authority = stack.enter_context(pebble.pebble(*ports, dns=names.dns))
        settings = settings_of(names, registrar, ports[1], upstream)
        install = Install(var, [])
        stack.callback(lambda: [end(process) for process in install.processes])
        install.beffroi("migrate", **settings)
        install.beffroi("communes", **settings)
        _own_zone(names)
        install.beffroi("zone", "import", DOMAIN, **settings)
        scanner = stack.enter_context(clamav.clamd())
        scanner.parent.chmod(0o755)
        more = {"milter": f"127.0.0.1:{free_port()}", "controller": f"127.0.0.1:{free_port()}", "clamd": str(scanner)}
        database = Database("sqlite", str(var / "db.sqlite3"))
        letters = stack.enter_context(mail.mail_servers(install.editor(**settings), database, **more))
        stack.enter_context(rspamd.rspamd(letters.host, junk))
        (var / "visits").mkdir(exist_ok=True)
        install.start("serve", "--port", str(upstream), **settings)
        stack.enter_context(caddy.caddy_over_tls(var, scratch, upstream, authority, ports, BEFFROI_ADMIN_HOST=ADMIN))
        trust = ssl.create_default_context(cadata=authority.root().decode())
        yield Platform(install, settings, names, registrar, letters, ports[1], trust)


def _own_zone(names: powerdns.Running) -> None:
    """The CDG's own, which stood before: its admin answers there."""
    address = {"name": f"{ADMIN}.", "type": "A", "ttl": 300, "records": [{"content": "127.0.0.1", "disabled": False}]}
    zone = {"name": f"{DOMAIN}.", "kind": "Native", "nameservers": [f"ns1.{DOMAIN}."], "rrsets": [address]}
    with names.zones() as client:
        client.post("/zones", json=zone).raise_for_status()


def settings_of(names: powerdns.Running, registrar: Registry, secure: int, upstream: int) -> dict[str, Any]:
    """The variables of an install over these servers."""
    return {
        "BEFFROI_CDG_DOMAIN": DOMAIN,
        "BEFFROI_CDG_NAME": "Centre de gestion du Lot",
        "BEFFROI_ADMIN_HOST": ADMIN,
        "BEFFROI_SCHEME": "https",
        "BEFFROI_PORT": str(upstream),
        "BEFFROI_PUBLIC_PORT": str(secure),
        "BEFFROI_WEB_IPV4": "127.0.0.1",
        "BEFFROI_WEB_IPV6": "",
        "BEFFROI_DNS": "powerdns",
        "BEFFROI_POWERDNS_URL": names.url,
        "BEFFROI_POWERDNS_KEY": powerdns.KEY,
        "BEFFROI_NAMESERVERS": f"ns1.{DOMAIN},ns2.{DOMAIN}",
        "BEFFROI_REGISTRAR": "epp",
        "BEFFROI_EPP_ADDRESS": f"127.0.0.1:{registrar.epp_port}",
        "BEFFROI_EPP_LOGIN": LOGIN,
        "BEFFROI_EPP_PASSWORD": PASSWORD,
        "BEFFROI_EPP_AUTHORITY": registrar.authority,
        "BEFFROI_RDAP": f"example={registrar.rdap}",
        "BEFFROI_MAIL": "tables",
        "BEFFROI_MAIL_HOST": f"mail.{DOMAIN}",
        "BEFFROI_AUTOCONFIG_HOST": f"autoconfig.{DOMAIN}",
    }

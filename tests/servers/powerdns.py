"""The real PowerDNS with its HTTP interface, on loopback: a folder of its own, stopped by process id."""

import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.servers.ports import free_port

MISSING = "PowerDNS n’est pas installé : paquets Debian « pdns-server » et « pdns-backend-sqlite3 »."
KEY = "cle-des-essais-powerdns"
SCHEMA = Path("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql")
# No cache: a test reads what it has just written.
CONFIGURATION = """\
launch=gsqlite3
gsqlite3-database={folder}/pdns.sqlite3
gsqlite3-pragma-synchronous=0
local-address=127.0.0.1
local-port={dns}
daemon=no
guardian=no
write-pid=no
socket-dir={folder}
api=yes
api-key={key}
webserver=yes
webserver-address=127.0.0.1
webserver-port={api}
webserver-allow-from=127.0.0.1
default-soa-content=ns1.cdg.test. hostmaster.cdg.test. 0 10800 3600 604800 3600
receiver-threads=1
distributor-threads=1
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
zone-cache-refresh-interval=0
"""


@dataclass(frozen=True)
class Running:
    """Where it answers, and the process that does."""

    url: str
    dns: int
    process: "subprocess.Popen[bytes]"

    def zones(self) -> httpx.Client:
        """Its interface, as another program would use it."""
        return httpx.Client(
            base_url=f"{self.url}/api/v1/servers/localhost", headers={"X-API-Key": KEY}, trust_env=False
        )

    def forget(self) -> None:
        """Every zone goes."""
        with self.zones() as client:
            for zone in client.get("/zones").json():
                client.delete(f"/zones/{zone['id']}").raise_for_status()


def installed() -> str | None:
    """Where the server is, with its SQLite backend: Debian keeps it out of a user's ``PATH``."""
    program = shutil.which("pdns_server") or shutil.which("pdns_server", path="/usr/sbin")
    return program if program and SCHEMA.exists() else None


@contextmanager
def powerdns() -> Generator[Running, None, None]:
    """Give a running server without a zone. Raises ``FileNotFoundError`` when it is not installed."""
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    with tempfile.TemporaryDirectory(prefix="pdns-") as name:
        folder = Path(name)
        with sqlite3.connect(folder / "pdns.sqlite3") as database:
            database.executescript(SCHEMA.read_text())
        database.close()
        api, port = free_port(), free_port()
        (folder / "pdns.conf").write_text(CONFIGURATION.format(folder=folder, dns=port, api=api, key=KEY))
        log = folder / "log"
        with log.open("wb") as said:
            process = subprocess.Popen([program, f"--config-dir={folder}"], stdout=said, stderr=said)
        running = Running(f"http://127.0.0.1:{api}", port, process)
        try:
            _wait(running, log)
            yield running
        finally:
            process.kill()
            process.wait(10)


def _wait(running: Running, log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if running.process.poll() is not None:
            break
        try:
            with running.zones() as client:
                client.get("/zones").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(log.read_text())

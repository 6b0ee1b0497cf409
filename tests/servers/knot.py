"""The real Knot DNS, which takes updates signed by TSIG (RFC 2136), on loopback; stopped by process id."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.tsigkeyring
import dns.update
import dns.zone

from tests.servers.ports import free_port

MISSING = "Knot n’est pas installé : paquet Debian « knot »."
KEY_NAME = "essais"
SECRET = "c2VjcmV0LWRlcy1lc3NhaXMta25vdC0zMi1vY3RldHM="
CONFIGURATION = """\
server:
  listen: 127.0.0.1@{port}
  rundir: {folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: {folder}
  journal-db-max-size: 20M
  kasp-db-max-size: 20M
  timer-db-max-size: 20M
log:
  - target: stderr
    any: info
key:
  - id: {key}
    algorithm: hmac-sha256
    secret: {secret}
acl:
  - id: updates
    key: {key}
    action: [update, transfer]
zone:
"""
ZONE = """\
  - domain: {name}
    storage: {folder}
    file: {name}.zone
    zonefile-sync: -1
    acl: updates
"""
EMPTY = """\
$TTL 300
@ IN SOA ns1.cdg.test. hostmaster.cdg.test. 1 3600 600 604800 300
@ IN NS ns1.cdg.test.
"""


def installed() -> str | None:
    """Where the server is: Debian keeps it out of a user's ``PATH``."""
    return shutil.which("knotd") or shutil.which("knotd", path="/usr/sbin")


@contextmanager
def knot(zones: Iterable[str]) -> Generator[int, None, None]:
    """Give the port of a running server that holds these zones, empty. ``FileNotFoundError``: not installed."""
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    with tempfile.TemporaryDirectory(prefix="knot-") as name:
        folder, port, names = Path(name), free_port(), list(zones)
        text = CONFIGURATION.format(folder=folder, port=port, key=KEY_NAME, secret=SECRET)
        for zone in names:
            text += ZONE.format(name=zone, folder=folder)
            (folder / f"{zone}.zone").write_text(EMPTY)
        (folder / "knot.conf").write_text(text)
        log = folder / "log"
        with log.open("wb") as said:
            process = subprocess.Popen([program, "-c", str(folder / "knot.conf")], stdout=said, stderr=said)
        try:
            _wait(process, port, names, log)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int, zones: list[str], log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            answers = [
                dns.query.udp(dns.message.make_query(zone, "SOA"), "127.0.0.1", port=port, timeout=1) for zone in zones
            ]
        except (dns.exception.DNSException, OSError):
            time.sleep(0.05)
            continue
        if all(answer.rcode() == dns.rcode.NOERROR and answer.answer for answer in answers):
            return
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def empty(port: int, zones: Iterable[str]) -> None:
    """Take every record but the apex's SOA and NS out of these zones."""
    keyring = dns.tsigkeyring.from_text({KEY_NAME: SECRET})
    for name in zones:
        zone = dns.zone.from_xfr(
            dns.query.xfr("127.0.0.1", name, port=port, keyring=keyring, keyalgorithm="hmac-sha256", relativize=False),
            relativize=False,
        )
        update = dns.update.UpdateMessage(f"{name}.", keyring=keyring, keyalgorithm="hmac-sha256")
        for owner, rdataset in zone.iterate_rdatasets():
            kind = dns.rdatatype.to_text(rdataset.rdtype)
            if kind not in {"SOA", "NS"}:
                update.delete(owner, kind)
        dns.query.tcp(update, "127.0.0.1", port=port, timeout=5)

"""The real Pebble, a small certificate authority that speaks ACME (RFC 8555), with the DNS server of its tests.

Every name leads to this machine; challenges over HTTP and TLS are looked for at the ports that are given, and those of
DNS may be answered by a DNS server of ours. Loopback only, stopped by process id.
"""

import json
import os
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.servers.certificates import self_signed
from tests.servers.ports import free_port

MISSING = "Pebble n’est pas installé : paquet Debian « pebble »."
READY_IN = 20.0  # seconds


@dataclass(frozen=True)
class Authority:
    """``directory`` is its address; ``trusted`` the file of what signs its own certificate."""

    directory: str
    trusted: Path
    management: str

    def root(self) -> bytes:
        """The certificate (PEM) that signs those that it gives."""
        context = ssl.create_default_context(cafile=str(self.trusted))
        with httpx.Client(verify=context, trust_env=False) as client:
            return client.get(f"{self.management}/roots/0").content


def installed() -> bool:
    """Whether both programs are there."""
    return bool(shutil.which("pebble") and shutil.which("pebble-challtestsrv"))


@contextmanager
def pebble(http: int, tls: int, dns: int | None = None, *, remembers: bool = False) -> Generator[Authority, None, None]:
    """An authority that looks for challenges at these loopback ports; ``dns`` is a DNS server of ours.

    It asks again each time, or ``remembers`` what was shown once.

    Raises:
        FileNotFoundError: it is not installed.

    """
    if not installed():
        raise FileNotFoundError(MISSING)
    with tempfile.TemporaryDirectory(prefix="pebble-") as name:
        folder = Path(name)
        certificate, key = self_signed(folder, "127.0.0.1", "localhost")
        port, management, names = free_port(), free_port(), free_port()
        settings = {
            "listenAddress": f"127.0.0.1:{port}",
            "managementListenAddress": f"127.0.0.1:{management}",
            "certificate": str(certificate),
            "privateKey": str(key),
            "httpPort": http,
            "tlsPort": tls,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": False,
        }
        (folder / "pebble.json").write_text(json.dumps({"pebble": settings}))
        running = []
        log = folder / "log"
        quick = os.environ | {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"}
        quick["PEBBLE_AUTHZREUSE"] = "100" if remembers else "0"
        with log.open("wb") as said:
            if dns is None:
                loopback = ["-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", ""]
                challenges = [
                    "-tlsalpn01",
                    "",
                    "-dns01",
                    f"127.0.0.1:{names}",
                    "-management",
                    f"127.0.0.1:{free_port()}",
                ]
                command = ["pebble-challtestsrv", *loopback, *challenges]
                running.append(subprocess.Popen(command, stdout=said, stderr=said))
            command = ["pebble", "-config", str(folder / "pebble.json"), "-dnsserver", f"127.0.0.1:{dns or names}"]
            running.append(subprocess.Popen(command, stdout=said, stderr=said, env=quick))
        try:
            _ready(running, port, log)
            yield Authority(f"https://127.0.0.1:{port}/dir", certificate, f"https://127.0.0.1:{management}")
        finally:
            for process in running:
                process.terminate()
                process.wait(10)


def _ready(running: "list[subprocess.Popen[bytes]]", port: int, log: Path) -> None:
    end = time.monotonic() + READY_IN
    while time.monotonic() < end:
        if "Listening on" in log.read_text(errors="replace"):
            return
        if any(process.poll() is not None for process in running):
            break
        time.sleep(0.05)
    raise RuntimeError(f"Pebble did not start on {port}: {log.read_text(errors='replace')}")

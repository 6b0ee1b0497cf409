"""The real Caddy over the Caddyfile of the project, on loopback."""

import os
import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.pebble import Authority
from tests.servers.ports import free_port

MISSING = "Caddy n’est pas installé : paquet Debian « caddy »."
CADDYFILE = Path(__file__).resolve().parent.parent.parent / "deploy" / "host" / "Caddyfile"


def installed() -> str | None:
    """Where Caddy is, if it is."""
    return shutil.which("caddy")


def environment(scratch: Path, **more: str) -> dict[str, str]:
    """Caddy keeps its own files under the scratch folder."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(scratch),
        "XDG_DATA_HOME": str(scratch / "data"),
        "XDG_CONFIG_HOME": str(scratch / "config"),
        **more,
    }


@contextmanager
def caddy(var: Path, scratch: Path, upstream: int) -> Generator[int, None, None]:
    """Serve ``var`` in clear on a loopback port, which is given; ``upstream`` is the port of the embedded server.

    Raises:
        FileNotFoundError: Caddy is not installed.

    """
    port = free_port()
    settings = environment(
        scratch,
        BEFFROI_VAR=str(var),
        BEFFROI_UPSTREAM=f"127.0.0.1:{upstream}",
        BEFFROI_ADDRESS="http://",
        BEFFROI_BIND="127.0.0.1",
        BEFFROI_HTTP_PORT=str(port),
        BEFFROI_HTTPS_PORT=str(free_port()),
    )
    with _running(scratch, settings):
        yield port


@contextmanager
def caddy_over_tls(
    var: Path, scratch: Path, upstream: int, authority: Authority, ports: tuple[int, int], **more: str
) -> Generator[None, None, None]:
    """The same over HTTP and HTTPS, as in production: certificates are asked of ``authority`` at the first visit.

    Those of ``scratch/certificates`` are taken as they are. ``more`` are other variables of the Caddyfile.

    Raises:
        FileNotFoundError: Caddy is not installed.

    """
    settings = environment(
        scratch,
        BEFFROI_VAR=str(var),
        BEFFROI_UPSTREAM=f"127.0.0.1:{upstream}",
        BEFFROI_BIND="127.0.0.1",
        BEFFROI_HTTP_PORT=str(ports[0]),
        BEFFROI_HTTPS_PORT=str(ports[1]),
        BEFFROI_EMAIL="webmestre@cdg.example",
        BEFFROI_ACME=authority.directory,
        BEFFROI_ACME_ROOT=str(authority.trusted),
        BEFFROI_CERTIFICATES=str(scratch / "certificates"),
        BEFFROI_WEBMAILS=str(scratch / "webmails"),
        **more,
    )
    with _running(scratch, settings):
        yield


@contextmanager
def _running(scratch: Path, settings: dict[str, str]) -> Generator[None, None, None]:
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    log = scratch / "caddy.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [program, "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)],
            env=settings,
            stdout=errors,
            stderr=errors,
            cwd=scratch,
        )
    try:
        for _ in range(200):
            if "serving initial configuration" in log.read_text():
                break
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)

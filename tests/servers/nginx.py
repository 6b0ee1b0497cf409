"""The real nginx over the configuration that the project writes, on loopback, stopped by process id."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import free_port

MISSING = "nginx n’est pas installé : paquets Debian « nginx » et « libnginx-mod-http-brotli-static »."
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
MAIN = """\
load_module {brotli};
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 128; }}
http {{
    access_log off;
    {temporary}
    include {folder}/beffroi.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def installed() -> str | None:
    """Where nginx is, with its brotli module: Debian keeps it out of a user's ``PATH``."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return program if program and BROTLI.exists() else None


@contextmanager
def nginx(configuration: str, port: int, scratch: Path) -> Generator[None, None, None]:
    """Serve what ``configuration`` says, which listens on the loopback ``port``.

    Raises:
        FileNotFoundError: it is not installed.

    """
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    (scratch / "beffroi.conf").write_text(configuration)
    temporary = "\n".join(f"{name}_temp_path {scratch}/{name};" for name in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""
    main = scratch / "nginx.conf"
    main.write_text(MAIN.format(brotli=BROTLI, folder=scratch, temporary=temporary, user=user))
    with (scratch / "log").open("wb") as said:
        process = subprocess.Popen([program, "-p", str(scratch), "-c", str(main)], stdout=said, stderr=said)
    try:
        _ready(process, port, scratch)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _ready(process: "subprocess.Popen[bytes]", port: int, scratch: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((scratch / "log").read_text() + (scratch / "error.log").read_text())


__all__ = ["MISSING", "free_port", "installed", "nginx"]

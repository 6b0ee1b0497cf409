"""The real Roundcube and SOGo over the files of the project, on loopback, stopped by process id."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from deploy.mail.config import MailHost

ROUNDCUBE = Path("/var/lib/roundcube/public_html")
ROUNDCUBE_MISSING = "Roundcube n’est pas installé : paquets Debian « roundcube-core roundcube-sqlite3 php-cli »."
SOGO_MISSING = "SOGo n’est pas installé : paquets Debian « sogo memcached »."
READY_IN = 30.0  # seconds, on a busy machine


def roundcube_installed() -> bool:
    """Whether Roundcube and a PHP to run it are there."""
    return ROUNDCUBE.exists() and shutil.which("php") is not None


@contextmanager
def roundcube(host: MailHost, port: int) -> Generator[str, None, None]:
    """The address of a Roundcube. Raises ``FileNotFoundError`` when it is not installed."""
    if not roundcube_installed():
        raise FileNotFoundError(ROUNDCUBE_MISSING)
    for name in ("temp", "logs"):
        (host.webmail / name).mkdir(parents=True, exist_ok=True)
    # Roundcube wants its folder to end with a slash.
    environment = {"PATH": os.environ["PATH"], "ROUNDCUBE_CONFIG_DIR": f"{host.etc / 'roundcube'}/"}
    command = ["php", "-d", "variables_order=EGPCS", "-S", f"127.0.0.1:{port}", "-t", str(ROUNDCUBE)]
    with (host.log / "roundcube.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _ready(process, port, host.log / "roundcube.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    limit = time.monotonic() + READY_IN
    while time.monotonic() < limit and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(log.read_text(errors="replace"))


def sogo_installed() -> bool:
    """Whether SOGo, its memory and what gives it a file of its own are there."""
    return all(shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("sogod", "memcached", "unshare", "setpriv"))


@contextmanager
def sogo(host: MailHost) -> Generator[str, None, None]:
    """The address of a SOGo. It reads ``/etc/sogo/sogo.conf`` and no other: ours stands there, for it alone."""
    if not sogo_installed():
        raise FileNotFoundError(SOGO_MISSING)
    ours, port = host.etc / "sogo/sogo.conf", host.ports.sogo
    shutil.chown(ours, "root", "sogo")
    home = host.sogo_run
    home.mkdir()
    shutil.chown(home, "sogo", "sogo")
    memory = host.memcached.rpartition(":")[2]
    as_sogo = f"cd {home} && HOME={home} exec setpriv --reuid sogo --regid sogo --init-groups /usr/sbin/sogod"
    sogod = f"mount --bind {ours} /etc/sogo/sogo.conf && {as_sogo} -WONoDetach YES -WOLogFile -"
    log = host.log / "sogo.log"
    with log.open("w") as said:
        streams = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said, "start_new_session": True}
        cache = subprocess.Popen(["memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", memory, "-m", "16"], **streams)  # type: ignore[call-overload]
        process = subprocess.Popen(["unshare", "-m", "sh", "-c", sogod], **streams)  # type: ignore[call-overload]
    try:
        _ready(process, port, log)
        _answering(f"http://127.0.0.1:{port}/SOGo/")
        yield f"http://127.0.0.1:{port}"
    except BaseException:
        sys.stderr.write(log.read_text(errors="replace")[-4000:])
        raise
    finally:
        for one in (process, cache):
            _end(one)


def _answering(address: str) -> None:
    """Its workers come one after the other: a first one may let go of whoever asks too early."""
    limit = time.monotonic() + READY_IN
    while True:
        try:
            httpx.get(address, timeout=10, follow_redirects=True).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)
        else:
            return


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With its children: the watchdog of SOGo would wait for each of them."""
    os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(2)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)

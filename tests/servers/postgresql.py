"""A private PostgreSQL cluster: Debian's package, a folder of its own, a loopback port, stopped by process id."""

import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import free_port

MISSING = "PostgreSQL n’est pas installé : paquet Debian « postgresql »."


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, which Debian keeps out of ``PATH``."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _owner() -> int | None:
    """PostgreSQL refuses to run as root: the account to become, or None when we are somebody already."""
    return pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None


@contextmanager
def postgresql() -> Generator[str, None, None]:
    """Yield the URL of an empty database ``beffroi``; the cluster goes with the context.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.

    """
    folder_of = binaries()
    if folder_of is None:
        raise FileNotFoundError(MISSING)
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix="beffroi-pg-", ignore_cleanup_errors=True) as scratch:
        data = Path(scratch) / "data"
        data.mkdir(mode=0o700)
        if owner is not None:
            os.chown(scratch, owner, -1)
            os.chown(data, owner, -1)
        subprocess.run(
            [folder_of / "initdb", "-D", data, "-U", "beffroi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True,
            capture_output=True,
            user=owner,
            cwd=scratch,
        )
        port = free_port()
        # No fsync: the cluster lives as long as the tests.
        options = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": scratch,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "256MB",
            "max_connections": "60",
        }
        command = [str(folder_of / "postgres"), "-D", str(data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (Path(scratch) / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, user=owner, cwd=scratch)
        try:
            _wait(folder_of, port)
            subprocess.run(
                [folder_of / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "beffroi", "beffroi"],
                check=True,
                capture_output=True,
            )
            yield f"postgresql://beffroi@127.0.0.1:{port}/beffroi"
        finally:
            server.send_signal(signal.SIGINT)  # « fast » shutdown
            server.wait(timeout=30)


def _wait(folder_of: Path, port: int, seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    ready = [str(folder_of / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "beffroi"]
    while subprocess.run(ready, check=False).returncode:
        if time.monotonic() > limit:
            raise TimeoutError("PostgreSQL did not start")
        time.sleep(0.1)

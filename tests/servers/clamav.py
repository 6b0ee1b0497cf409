"""The real clamd, with two signatures of our own: nothing is downloaded. A socket of its own, stopped by process id."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

MISSING = "ClamAV n’est pas installé : paquet Debian « clamav-daemon »."
#: What it finds, wherever it stands in a file (clamav: extended signatures, ``name:type:offset:hex``).
MARK = b"beffroi:signature-of-the-tests"
#: The file that every antivirus takes for a virus (EICAR, 2003), in two halves: this one is no virus.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURES = f"Beffroi.Test:0:*:{MARK.hex()}\nEicar.Test:0:*:{EICAR.hex()}\n"
CONFIGURATION = """\
Foreground yes
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LogFile {folder}/clamd.log
FixStaleSocket yes
OfficialDatabaseOnly no
"""
READY_IN = 60.0  # seconds, on a busy machine


def installed() -> str | None:
    """Where clamd is, if it is: Debian keeps it out of a user's ``PATH``."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


@contextmanager
def clamd() -> Generator[Path, None, None]:
    """Give the socket of a running clamd. Raises ``FileNotFoundError`` when it is not installed."""
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:  # a socket's path is short
        folder = Path(name)
        (folder / "signatures").mkdir()
        (folder / "signatures/beffroi.ndb").write_text(SIGNATURES)
        settings = folder / "clamd.conf"
        settings.write_text(CONFIGURATION.format(folder=folder))
        process = subprocess.Popen(
            [program, f"--config-file={settings}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield _ready(process, folder)
        finally:
            process.terminate()
            process.wait(30)


def _ready(process: "subprocess.Popen[bytes]", folder: Path) -> Path:
    socket, end = folder / "clamd.sock", time.monotonic() + READY_IN
    while time.monotonic() < end:
        if socket.exists():
            return socket
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError((folder / "clamd.log").read_text())

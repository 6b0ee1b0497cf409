"""The real rspamd over the files of the project, on loopback, without a network to ask. Stopped by process id.

Cold, it compiles its rules for half a minute: what it compiled is kept beside what pytest remembers.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from deploy.mail.config import MailHost

MISSING = "rspamd n’est pas installé : paquet Debian « rspamd »."
KEPT = Path(__file__).resolve().parent.parent.parent / ".pytest_cache" / "rspamd"
# What would ask the world: lists of the DNS, prints of messages, names of domains.
ASKING = ("rbl", "surbl", "phishing", "asn", "dmarc", "spf", "url_redirector", "neural", "mx_check", "hfilter")
READY_IN = 120.0  # seconds, cold on a busy machine


def installed() -> str | None:
    """Where rspamd is, if it is."""
    return shutil.which("rspamd", path="/usr/bin:/usr/sbin")


@contextmanager
def rspamd(host: MailHost, scratch: Path) -> Generator[None, None, None]:
    """Judge what Postfix asks. Raises ``FileNotFoundError`` when it is not installed."""
    program = installed()
    if program is None:
        raise FileNotFoundError(MISSING)
    scratch.chmod(0o755)
    settings, memory = host.etc / "rspamd", scratch / "db"
    if KEPT.exists():
        shutil.copytree(KEPT, memory)
    memory.mkdir(exist_ok=True)
    (settings / "override.d").mkdir()
    for name in ASKING:
        (settings / "override.d" / f"{name}.conf").write_text("enabled = false;\n")
    (settings / "override.d" / "logging.inc").write_text(f'type = "file";\nfilename = "{scratch}/rspamd.log";\n')
    for path in (scratch, memory, *memory.rglob("*")):
        shutil.chown(path, "_rspamd", "_rspamd")
    folders = {"LOCAL_CONFDIR": settings, "DBDIR": memory, "RUNDIR": memory, "LOGDIR": scratch}
    command = [program, "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", "/etc/rspamd/rspamd.conf"]
    command += [f"--var={name}={folder}" for name, folder in folders.items()]
    with (scratch / "start.log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=scratch)
    try:
        _ready(process, host, scratch)
        yield
        _keep(memory)
    finally:
        process.terminate()
        process.wait(30)


def _ready(process: "subprocess.Popen[bytes]", host: MailHost, scratch: Path) -> None:
    address, _, port = host.milter.partition(":")
    limit = time.monotonic() + READY_IN
    while time.monotonic() < limit:
        try:
            socket.create_connection((address, int(port)), 1).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    said = "".join(path.read_text(errors="replace")[-3000:] for path in sorted(scratch.glob("*.log")))
    raise RuntimeError(said)


def _keep(memory: Path) -> None:
    """The compiled rules alone; another process of the tests may be doing the same."""
    mine = KEPT.with_name(f"rspamd-{os.getpid()}")
    shutil.rmtree(mine, ignore_errors=True)
    mine.mkdir(parents=True)
    for path in (*memory.glob("*.hs*"), *memory.glob("*.map")):
        # rspamd may still be compiling: what it writes under another name first is renamed at any moment.
        if path.suffix != ".new":
            shutil.copy2(path, mine)
    shutil.rmtree(KEPT, ignore_errors=True)
    mine.rename(KEPT)

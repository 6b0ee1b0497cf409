"""The real Postfix and Dovecot over the files of the project, on loopback, stopped by their own process ids."""

import os
import re
import shutil
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from imaplib import IMAP4_SSL
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.mail.config import Database, MailHost, Ports, render, write
from tests.servers.install import Editor
from tests.servers.ports import free_port

MISSING = (
    "Postfix et Dovecot ne sont pas installés : paquets Debian « postfix postfix-sqlite postfix-pgsql dovecot-core "
    "dovecot-imapd dovecot-lmtpd dovecot-sieve dovecot-sqlite dovecot-pgsql »."
)
NOT_ROOT = "Postfix et Dovecot ne démarrent que par root."
VMAIL = 5000
READY_IN = 30.0  # seconds, on a busy machine


def missing() -> str:
    """Why the servers cannot be started here; empty when they can."""
    found = all(shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("postfix", "dovecot", "doveadm"))
    modules = Path("/usr/lib/postfix/postfix-sqlite.so"), Path("/usr/lib/postfix/postfix-pgsql.so")
    sql = Path("/usr/lib/dovecot/modules/auth")
    dovecot = all((sql / f"libdriver_{name}.so").exists() for name in ("sqlite", "pgsql"))
    if not (found and dovecot and all(module.exists() for module in modules)):
        return MISSING
    return "" if os.geteuid() == 0 else NOT_ROOT


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@dataclass
class MailServers:
    """Servers that run, and someone who changes their tables from a process of their own."""

    host: MailHost
    editor: Editor
    secure: ssl.SSLContext = field(default_factory=_trusting)

    def deliver(
        self, to: str, subject: str = "essai", sender: str = "ext@example.org", port: int = 0, **more: Any
    ) -> str:
        """Hand a message over as a stranger would; what the server answered to it."""
        with smtplib.SMTP("127.0.0.1", port or self.host.ports.smtp, timeout=60) as session:
            return _sent(session, _letter(to, subject, sender, **more))

    def submit(self, login: str, password: str, to: str, sender: str, subject: str = "essai") -> str:
        """The same, as somebody who has a mailbox."""
        with smtplib.SMTP("127.0.0.1", self.host.ports.submission, timeout=60) as session:
            session.starttls(context=self.secure)
            session.login(login, password)
            return _sent(session, _letter(to, subject, sender))

    @contextmanager
    def reading(self, login: str, password: str) -> Generator[IMAP4_SSL, None, None]:
        """A reader of mail that is logged in; ``imaplib.IMAP4.error`` when the door stays closed."""
        reader = IMAP4_SSL("127.0.0.1", self.host.ports.imaps, ssl_context=self.secure, timeout=30)
        try:
            reader.login(login, password)
            yield reader
        finally:
            with suppress(OSError, IMAP4_SSL.error):
                reader.logout()
            with suppress(OSError):
                reader.shutdown()  # a reader that was thrown out keeps its socket

    def subjects(self, login: str, password: str, folder: str = "INBOX", wanted: str = "") -> list[str]:
        """What lies in a folder; waits for ``wanted`` some seconds."""
        limit = time.monotonic() + 15
        while True:
            with self.reading(login, password) as reader:
                messages = messages_in(reader, folder)
            found = [subject_of(message) for message in messages]
            if not wanted or wanted in found or time.monotonic() > limit:
                return found
            time.sleep(0.05)

    def chores(self, code: str) -> None:
        """Change the tables, then do what was queued, as the machine of Dovecot does each minute."""
        machine = f"Machine(Path({str(self.host.mail)!r}), {self.doveadm()!r})"
        done = self.editor.do(
            "from datetime import date; from pathlib import Path\n"
            "from deploy.mail.lifecycle import *; from deploy.mail.chores import *; from deploy.models import *\n"
            f"from django.db import transaction\nwith transaction.atomic(): {code}\n"
            f"run_chores({machine})\n"
            "answer = list(MailChore.objects.filter(done_at=None).values_list('kind', 'address', 'error'))"
        )
        assert done == [], done

    def own_keys(self) -> None:
        """Give rspamd the keys of every domain, as the machine of mail does."""
        shutil.chown(self.host.dkim, "_rspamd", "_rspamd")
        self.editor.do(
            f"from pathlib import Path; from deploy.mail.dkim import install; install(Path({str(self.host.dkim)!r}))"
        )

    def postmap(self, table: str, key: str) -> str:
        """What Postfix finds in one of its tables."""
        place = f"{self.host.database.kind}:{self.host.etc / 'postfix' / table}"
        command = ["postmap", "-c", str(self.host.etc / "postfix"), "-q", key, place]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()

    def doveadm(self) -> tuple[str, ...]:
        """The way to speak to this Dovecot."""
        return "doveadm", "-c", str(self.host.etc / "dovecot/dovecot.conf")


def role_of(database: Database) -> bytes:
    """The SQL that makes the account of the mail servers."""
    nowhere = Path("/nowhere")
    host = MailHost("mail.example", "a@example.org", database, nowhere, nowhere, nowhere)
    return render(host)["role.sql"].encode()


def messages_in(reader: IMAP4_SSL, folder: str) -> list[bytes]:
    """Every message of a folder, whole."""
    status, _count = reader.select(f'"{folder}"', readonly=True)
    assert status == "OK", folder
    numbers = reader.search(None, "ALL")[1][0].split()
    return [
        part[1] for number in numbers for part in reader.fetch(number, "(BODY.PEEK[])")[1] if isinstance(part, tuple)
    ]


def subject_of(message: bytes) -> str:
    """The subject, which the tests keep plain."""
    found = re.search(rb"^Subject: (.*?)\r?$", message, re.MULTILINE)
    return found[1].decode() if found else ""


@contextmanager
def mail_servers(editor: Editor, database: Database, **more: Any) -> Generator[MailServers, None, None]:
    """Start both over the rendered files, and end both. ``more`` goes to the description of the machine."""
    with tempfile.TemporaryDirectory(prefix="bm-", ignore_cleanup_errors=True) as name:  # a socket's path is short
        host = _machine(Path(name), database, **more)
        write(host, render(host))
        _own(host)
        try:
            _start(host)
            yield MailServers(host, editor)
        except BaseException:
            for log in sorted(host.log.glob("*.log")):
                sys.stderr.write(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}\n")
            raise
        finally:
            _stop(host)


def _machine(folder: Path, database: Database, **more: Any) -> MailHost:
    folder.chmod(0o755)
    for part in ("etc", "log", "mail", "run", "spool", "data", "dkim"):
        (folder / part).mkdir()
    _certificate(folder)
    values: dict[str, object] = {
        "host": "mail.cdg46.example",
        "contact": "assistance@cdg46.example",
        "database": database,
        "etc": folder / "etc",
        "certificate": folder / "tls.pem",
        "key": folder / "tls.key",
        "listen": "127.0.0.1",
        "networks": "127.0.0.2/32",  # the tests come from 127.0.0.1: they are strangers
        "mail": folder / "mail",
        "run": folder / "run",
        "spool": folder / "spool",
        "data": folder / "data",
        "log": folder / "log",
        "dkim": folder / "dkim",
        "milter": "",
        "webmail": folder / "webmail",
        "sogo_run": folder / "sogo",
        "memcached": f"127.0.0.1:{free_port()}",
        "webmail_key": "une-cle-de-24-signes-ici",
        "redis": "",
        "uid": VMAIL,
        "gid": VMAIL,
        "ports": Ports(*(free_port() for _ in range(6))),
        "lab": True,
    }
    return MailHost(**(values | more))  # type: ignore[arg-type]


def _own(host: MailHost) -> None:
    os.chown(host.mail, VMAIL, VMAIL)
    shutil.chown(host.data, "postfix")
    for path in (host.etc / "postfix").glob("*.cf"):  # as the installation does: the service reads its own files
        shutil.chown(path, "root", "postfix")


def _start(host: MailHost) -> None:
    subprocess.run(["sievec", host.etc / "dovecot/spam.sieve"], check=True, capture_output=True)
    # Postfix makes the folders of its queue, in which Dovecot then lays its sockets.
    for command in (
        ["postfix", "-c", str(host.etc / "postfix"), "check"],
        ["dovecot", "-c", str(host.etc / "dovecot/dovecot.conf")],
        ["postfix", "-c", str(host.etc / "postfix"), "start"],
    ):
        # What they leave running keeps the streams it inherits: a pipe would never close.
        with (host.log / "start.log").open("a") as log:
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=host.etc)
    _wait(host.ports.smtp)
    _wait(host.ports.imaps)


def _stop(host: MailHost) -> None:
    for command in (
        ["postfix", "-c", str(host.etc / "postfix"), "stop"],
        ["doveadm", "-c", str(host.etc / "dovecot/dovecot.conf"), "stop"],
    ):
        subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def _wait(port: int) -> None:
    limit = time.monotonic() + READY_IN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.05)
        else:
            return


def _certificate(folder: Path) -> None:
    """Signed by itself, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.cdg46.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "tls.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )


def _letter(
    to: str,
    subject: str,
    sender: str,
    body: str = "Bonjour.\n",
    attachment: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Message-ID"] = f"<{time.time_ns()}@example.org>"
    letter["Date"] = format_datetime(datetime.now(UTC))
    for name, value in (headers or {}).items():
        letter[name] = value
    letter.set_content(body)
    if attachment:
        letter.add_attachment(attachment, maintype="application", subtype="octet-stream", filename="f.bin")
    return letter


def _sent(session: smtplib.SMTP, letter: EmailMessage) -> str:
    try:
        session.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        ((code, words),) = refused.recipients.values()
        return f"{code} {words.decode()}"
    except smtplib.SMTPResponseException as refused:
        said = refused.smtp_error
        return f"{refused.smtp_code} {said.decode() if isinstance(said, bytes) else said}"
    return "250"

"""The files of the mail servers, made from ``deploy/host/mail``: the same templates in production and in the tests.

``render`` gives the text of each file by its name under the folder where they will stand.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parent.parent / "host" / "mail"
SUFFIX = ".j2"
PATIENCE = 10.0  # seconds
#: What every file but these may be read by all: they hold the password of the database, or a key.
SECRET = frozenset({"dovecot/sql.conf.ext", "roundcube/config.inc.php", "sogo/sogo.conf"})
#: Dovecot 2.4 reads another language than 2.3: a folder of templates for each.
DOVECOTS = ("2.3", "2.4")
POSTFIX_QUERIES = ("aliases", "domains", "mailboxes", "roles", "senders")


@dataclass(frozen=True)
class Database:
    """Where the views are read. ``kind`` is Postfix's word: ``sqlite`` or ``pgsql``; ``name`` is a path for SQLite."""

    kind: str
    name: str
    host: str = ""
    port: int = 5432
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Ports:
    """Where each service listens."""

    smtp: int = 25
    submission: int = 587
    submissions: int = 465
    imap: int = 143
    imaps: int = 993
    sogo: int = 20000


@dataclass(frozen=True)
class MailHost:
    """One machine that keeps mail: folders, names and ports, as Debian lays them out unless told otherwise."""

    host: str
    contact: str
    database: Database
    etc: Path
    certificate: Path
    key: Path
    listen: str = ""
    networks: str = "127.0.0.0/8 [::1]/128"
    mail: Path = Path("/var/mail/communes")
    run: Path = Path("/run/dovecot")
    spool: Path = Path("/var/spool/postfix")
    data: Path = Path("/var/lib/postfix")
    log: Path = Path("/var/log/courriel")
    dkim: Path = Path("/var/lib/rspamd/dkim")
    clamd: str = "/run/clamav/clamd.ctl"
    milter: str = "127.0.0.1:11332"
    controller: str = "127.0.0.1:11334"
    redis: str = "127.0.0.1:6379"
    webmail_host: str = "webmail.localhost"
    webmail: Path = Path("/var/lib/beffroi-webmail")
    webmail_socket: Path = Path("/run/beffroi-webmail/php.sock")
    webmail_database: str = field(default="", repr=False)
    """Where Roundcube keeps sessions and address books; a file of its own without it."""
    webmail_key: str = field(default="", repr=False)
    sogo_database: str = field(default="postgresql://sogo@127.0.0.1:5432/sogo", repr=False)
    sogo_run: Path = Path("/run/sogo")
    memcached: str = "127.0.0.1"
    uid: int = 5000
    gid: int = 5000
    ports: Ports = field(default_factory=Ports)
    dovecot: str = DOVECOTS[0]
    """One of ``DOVECOTS``: whose language its files are written in."""
    lab: bool = False
    """Tests only: nobody waits, nothing is looked up, certificates are not verified."""


def from_settings(etc: Path) -> MailHost:
    """This install's own machine."""
    certificate, key = settings.BEFFROI_MAIL_CERTIFICATE, settings.BEFFROI_MAIL_KEY
    return MailHost(
        host=settings.BEFFROI_MAIL_HOST,
        contact=settings.BEFFROI_CDG_CONTACT,
        database=database_of(settings.DATABASES["default"], settings.BEFFROI_MAIL_DB_PASSWORD),
        etc=etc,
        certificate=Path(certificate),
        key=Path(key),
        sogo_database=settings.BEFFROI_SOGO_DATABASE_URL,
        webmail_host=settings.BEFFROI_WEBMAIL_HOST,
        webmail_database=settings.BEFFROI_ROUNDCUBE_DATABASE_URL,
        webmail_key=settings.BEFFROI_WEBMAIL_KEY,
        dovecot=installed_dovecot(),
    )


def installed_dovecot() -> str:
    """The language of the Dovecot of this machine, that of Debian 12 where there is none."""
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        return DOVECOTS[0]
    said = subprocess.run([found, "--version"], check=False, capture_output=True, text=True, timeout=PATIENCE).stdout
    return language_of(said)


def language_of(version: str) -> str:
    """``2.4`` for « 2.4.1-4 (7d8c0e5759) » and what follows, ``2.3`` for what came before."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    later = numbers is not None and (int(numbers[1]), int(numbers[2])) >= (2, 4)
    return DOVECOTS[later]


def database_of(ours: Mapping[str, Any], password: str, role: str = "beffroi_mail") -> Database:
    """The database of the CMS, as the mail servers enter it: a file, or a role of PostgreSQL that only reads."""
    if ours["ENGINE"].endswith("sqlite3"):
        return Database("sqlite", str(ours["NAME"]))
    host, port = ours["HOST"] or "127.0.0.1", int(ours["PORT"] or 5432)
    return Database("pgsql", ours["NAME"], host, port, role, password)


def render(host: MailHost) -> dict[str, str]:
    """Every file by its name: « postfix/main.cf » and so on."""
    environment = _environment()
    values = {name: getattr(host, name) for name in asdict(host)}
    return {
        placed.removesuffix(SUFFIX): environment.get_template(name).render(values)
        for name in environment.list_templates()
        if not Path(name).name.startswith("_") and (placed := _placed(name, host.dovecot))
    }


def _placed(template: str, dovecot: str) -> str:
    """Where a template goes; empty for those of another Dovecot."""
    room, _slash, rest = template.partition("/")
    if room != "dovecot" or not rest.startswith(DOVECOTS):
        return template
    version, _slash, name = rest.partition("/")
    return f"{room}/{name}" if version == dovecot else ""


def write(host: MailHost, files: Mapping[str, str]) -> list[Path]:
    """Lay the files down under ``host.etc``; those that hold a secret are read by their owner and group alone."""
    written = []
    for name, text in sorted(files.items()):
        path = host.etc / name
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o640 if is_secret(name) else 0o644
        new = path.with_name(f".{path.name}.new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
        new.replace(path)
        written.append(path)
    return written


def is_secret(name: str) -> bool:
    """Whether a file holds a password or a key."""
    return name in SECRET or name in {f"postfix/{query}.cf" for query in POSTFIX_QUERIES}


def _environment() -> Environment:
    # The files are no web pages: nothing is to be escaped.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701
    )

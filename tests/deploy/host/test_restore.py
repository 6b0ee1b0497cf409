"""The proof of the backups: real PostgreSQL and Dovecot, everything destroyed, and all of it back, byte for byte."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from deploy.mail.config import Database
from tests.servers import postgresql
from tests.servers.install import BUILD, EDITOR, ROOT, Editor, end
from tests.servers.mail import VMAIL, MailServers, mail_servers, missing, role_of

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("restore")]
HOST = ROOT / "deploy" / "host"
TOOLS = ("rsync", "age", "pg_dump")
BOX, WORD = "mairie@cahors.example", "ouvre-moi"
MAILBOX = f"""
from deploy.mail.lifecycle import set_password
from deploy.models import Mailbox, MailDomain
from deploy.mail.dkim import public_record
domain = MailDomain.objects.create(name="cahors.example", insee="46042", selector="beffroi")
Mailbox.objects.create(address="{BOX}", local="mairie", domain=domain, insee="46042", quota=2**30, style="classique")
set_password("{BOX}", "{WORD}")
answer = public_record("cahors.example", "beffroi")
"""


@dataclass
class Machine:
    """A whole install under one folder, as ``deploy/host/install`` lays it out."""

    root: Path
    url: str

    @property
    def var(self) -> Path:
        return self.root / "var/lib/beffroi"

    @property
    def backups(self) -> Path:
        return self.root / "var/backups/beffroi"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DATABASE_URL"))}
        place = {"BEFFROI_ROOT": self.root, "BEFFROI_PLACE": self.root / "opt", "BEFFROI_VAR": self.var}
        mine = {"BEFFROI_OWNER": "root", "DJANGO_SETTINGS_MODULE": "cms.settings", "DATABASE_URL": self.url}
        return kept | {name: str(path) for name, path in place.items()} | mine | more

    def settings(self) -> None:
        etc = self.root / "etc/beffroi"
        (etc / "secrets").mkdir(parents=True)
        (etc / "secrets/secret_key").write_text("clé-des-signatures")
        (etc / "beffroi.env").write_text(
            f"DATABASE_URL={self.url}\nBEFFROI_SECRET_KEY_FILE={etc}/secrets/secret_key\nBEFFROI_MAIL=tables\n"
        )
        program = self.root / "opt/.venv/bin/beffroi"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m cms "$@"\n')
        program.chmod(0o755)

    def script(self, name: str, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment(**more)
        return subprocess.run([HOST / name, *words], check=False, capture_output=True, text=True, env=environment)

    def beffroi(self, *words: str) -> None:
        environment = self.environment(BEFFROI_SECRET_KEY="clé-des-signatures")
        command = [sys.executable, "-m", "cms", *words]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)

    def sites(self) -> dict[str, str]:
        """The sum of every file that visitors can read."""
        return {
            str(path.relative_to(self.var / "sites")): hashlib.sha256(path.read_bytes()).hexdigest()
            for site in sorted((self.var / "sites").iterdir())
            for path in sorted((site / "current/www").rglob("*"))
            if path.is_file()
        }

    def originals(self) -> dict[str, bytes]:
        media = self.var / "media"
        return {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def machine() -> Generator[tuple[Machine, MailServers], None, None]:
    """Two communes with pages, pictures and documents, a mailbox with a letter, all baked."""
    if why := missing():
        pytest.skip(why)
    if absent := [name for name in TOOLS if shutil.which(name) is None]:
        pytest.skip(f"Paquets Debian manquants : {', '.join(absent)} (postgresql-client pour pg_dump).")
    if postgresql.binaries() is None:
        pytest.skip(postgresql.MISSING)
    with ExitStack() as stack:
        url = stack.enter_context(postgresql.postgresql())
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bm-host-")))
        root.chmod(0o755)
        made = Machine(root, url)
        made.settings()
        made.var.mkdir(parents=True)
        mail = root / "var/mail/communes"
        mail.mkdir(parents=True)
        os.chown(mail, VMAIL, VMAIL)
        environment = made.environment(BEFFROI_SECRET_KEY="clé-des-signatures")
        subprocess.run([sys.executable, "-c", BUILD], check=True, cwd=ROOT, env=environment)
        process = subprocess.Popen(
            [sys.executable, "-c", EDITOR],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(end, process)
        editor = Editor(process)
        editor.do(MAILBOX)
        database = Database("pgsql", "beffroi", "127.0.0.1", urlsplit(url).port or 0, "beffroi_mail", "lecture-seule")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(role_of(database))
        servers = stack.enter_context(mail_servers(editor, database, mail=mail))
        assert servers.deliver(BOX, "avant la panne") == "250"
        assert servers.subjects(BOX, WORD, wanted="avant la panne") == ["avant la panne"]
        made.beffroi("bake", "--all")
        yield made, servers


def test_all_that_was_destroyed_comes_back_byte_for_byte(machine: tuple[Machine, MailServers], tmp_path: Path) -> None:
    here, servers = machine
    sites, originals = here.sites(), here.originals()
    key = next((here.var / "dkim").glob("*.key")).read_bytes()
    assert {name.partition("/")[0] for name in sites} == {"30020", "69264"}
    assert {name.partition("/")[0] for name in originals} >= {"documents", "original_images"}

    private = subprocess.run(["age-keygen"], check=True, capture_output=True, text=True).stdout
    public = next(line.split()[-1] for line in private.splitlines() if "public key" in line)
    made = here.script("backup", BEFFROI_BACKUP_RECIPIENT=public)
    assert made.returncode == 0, made.stderr
    (copy,) = here.backups.glob("2*Z")
    assert (here.var / "backups/last").read_text().strip() == copy.name
    assert not (copy / "var/sites").exists(), "what is made again takes no room"

    refused = here.script("restore", copy)
    assert (refused.returncode, "n’est pas vide. Rien n’a été touché." in refused.stderr) == (1, True)

    # Everything goes, but the copy that was carried elsewhere, encrypted.
    (tmp_path / "key").write_text(private)
    (elsewhere,) = (here.backups / "chiffrees").glob("*.tar.age")
    opened = f"age --decrypt -i {tmp_path}/key {elsewhere} | tar --extract --directory={tmp_path}"
    subprocess.run(["bash", "-c", f"set -o pipefail; {opened}"], check=True)
    with psycopg.connect(here.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for part in (here.var, here.backups, here.root / "etc/beffroi"):
        shutil.rmtree(part)
    for part in (here.root / "var/mail/communes").iterdir():
        shutil.rmtree(part) if part.is_dir() else part.unlink()
    carried = tmp_path / copy.name

    back = here.script("restore", "--settings", carried)
    assert back.returncode == 0, back.stderr
    here.var.mkdir()
    back = here.script("restore", carried)
    assert back.returncode == 0, back.stderr + back.stdout
    assert here.sites() == sites
    assert here.originals() == originals
    assert next((here.var / "dkim").glob("*.key")).read_bytes() == key
    # As the installation does after it: what reads the tables is told again.
    with psycopg.connect(here.url, autocommit=True) as connection:
        connection.execute(role_of(servers.host.database))
    assert servers.subjects(BOX, WORD) == ["avant la panne"]
    assert servers.deliver(BOX, "depuis la panne") == "250"
    assert "depuis la panne" in servers.subjects(BOX, WORD, wanted="depuis la panne")


def test_a_copy_that_lost_a_bit_is_told_and_never_put_back(machine: tuple[Machine, MailServers]) -> None:
    here, _servers = machine
    assert here.script("backup").returncode == 0
    copy = max(here.backups.glob("2*Z"))
    assert here.script("backup", "--verify", copy).stdout == f"{copy} est entière et lisible.\n"
    dump = copy / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    for words in (("backup", "--verify", copy), ("restore", "--replace", copy)):
        ran = here.script(*map(str, words))
        assert (ran.returncode, f"{copy} est abîmée." in ran.stderr) == (1, True)
    (copy / "SHA256SUMS").unlink()
    assert "n’est pas une sauvegarde entière" in here.script("restore", "--replace", copy).stderr


def test_a_backup_that_fails_leaves_no_note_and_the_copies_that_were_there(
    machine: tuple[Machine, MailServers],
) -> None:
    here, _servers = machine
    assert here.script("backup").returncode == 0
    before, note = sorted(here.backups.glob("2*Z")), (here.var / "backups/last").read_text()
    settings = here.root / "etc/beffroi/beffroi.env"
    kept = settings.read_text()
    settings.write_text(kept.replace("/beffroi\n", "/nulle-part\n", 1))
    failed = here.script("backup")
    settings.write_text(kept)
    assert (failed.returncode, "nulle-part" in failed.stderr) == (1, True)
    assert sorted(here.backups.glob("2*Z")) == before
    assert (here.var / "backups/last").read_text() == note

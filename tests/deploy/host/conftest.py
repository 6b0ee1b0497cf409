"""Tables of mail in both databases, and the servers over them: started once for all the tests that ask."""

import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from deploy.mail.config import Database
from tests.servers import postgresql
from tests.servers.install import EDITOR, ROOT, Editor, end, environment
from tests.servers.mail import MailServers, mail_servers, missing, role_of

# Our tables alone: those of the sites take half a minute more, and no mail server reads them.
TABLES = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] == "deploy"])
from deploy.mail.lifecycle import set_password
from deploy.models import *
import builtins
def box(address, insee="46042", quota=5 * 2**30, style="classique", password="ouvre-moi", **more):
    local, _, name = address.partition("@")
    domain, _ = MailDomain.objects.get_or_create(name=name, defaults={"insee": insee, "selector": "beffroi"})
    whole = {"address": address, "local": local, "domain": domain, "insee": insee, "quota": quota, "style": style}
    made = Mailbox.objects.create(**whole, **more)
    if password:
        set_password(address, password)
    return made
def alias(address, *targets):
    made = MailAlias.objects.create(address=address, domain_id=address.partition("@")[2], insee="46042")
    for target in targets:
        MailTarget.objects.create(alias=made, address=target)
box("mairie@cahors.example", style="collaborative")
box("anne@cahors.example")
box("petite@cahors.example", quota=100_000)
box("fermee@cahors.example", state="suspended", password="")
alias("contact@cahors.example", "mairie@cahors.example")
alias("elus@cahors.example", "mairie@cahors.example", "anne@cahors.example")
alias("ancien@cahors.example", "fermee@cahors.example")
builtins.box = box  # for the code of the tests
answer = str(connection.settings_dict["NAME"])
"""


@contextmanager
def tables(folder: Path, url: str = "") -> Generator[Editor, None, None]:
    """The tables of mail, filled; ``url`` names a database of PostgreSQL."""
    more = {"DATABASE_URL": url, "BEFFROI_CDG_DOMAIN": "cdg46.example", "BEFFROI_MAIL": "tables"}
    with (folder / "editor.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", EDITOR],
            cwd=ROOT,
            env=environment(folder, **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    editor = Editor(process)
    try:
        editor.do(TABLES)
        yield editor
    finally:
        end(process)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def servers(request: pytest.FixtureRequest) -> Generator[MailServers, None, None]:
    """Postfix and Dovecot over the tables, in each database."""
    if why := missing():
        pytest.skip(why)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bm-db-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        url = ""
        if request.param == "postgresql":
            if postgresql.binaries() is None:
                pytest.skip(postgresql.MISSING)
            url = stack.enter_context(postgresql.postgresql())
        editor = stack.enter_context(tables(folder, url))
        yield stack.enter_context(mail_servers(editor, _database(folder, url), **_sogo(url)))


def _sogo(url: str) -> dict[str, str]:
    """Where SOGo writes: a database of its own, in the same cluster."""
    if not url:
        return {}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE sogo LOGIN")
        connection.execute("CREATE DATABASE sogo OWNER sogo")
    return {"sogo_database": f"postgresql://sogo:sogo@127.0.0.1:{urlsplit(url).port}/sogo"}


def _database(folder: Path, url: str) -> Database:
    """What the mail servers are told: the file, or the role that only reads, made as an installation makes it."""
    if not url:
        return Database("sqlite", str(folder / "db.sqlite3"))
    database = Database("pgsql", "beffroi", "127.0.0.1", urlsplit(url).port or 0, "beffroi_mail", "lecture-seule")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(role_of(database))
    return database

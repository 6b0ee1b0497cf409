"""rspamd and ClamAV between Postfix and the mailboxes, over the files of the project; the signature of what leaves."""

import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import dkim
import pytest

from deploy.mail.config import Database
from tests.deploy.host.conftest import tables
from tests.servers import clamav, rspamd
from tests.servers.mail import MailServers, mail_servers, messages_in, missing, subject_of
from tests.servers.ports import free_port

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("mail")]
MAIRIE, ANNE, WORD = "mairie@cahors.example", "anne@cahors.example", "ouvre-moi"
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
JUNK = "YJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


@pytest.fixture(scope="module")
def filtered() -> Generator[MailServers, None, None]:
    for why in (missing(), "" if clamav.installed() else clamav.MISSING, "" if rspamd.installed() else rspamd.MISSING):
        if why:
            pytest.skip(why)
    with ExitStack() as stack:
        folder, scratch = (
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bm-", ignore_cleanup_errors=True)))
            for _ in range(2)
        )
        folder.chmod(0o755)
        editor = stack.enter_context(tables(folder))
        scanner = stack.enter_context(clamav.clamd())
        scanner.parent.chmod(0o755)
        more = {"milter": f"127.0.0.1:{free_port()}", "controller": f"127.0.0.1:{free_port()}", "clamd": str(scanner)}
        database = Database("sqlite", str(folder / "db.sqlite3"))
        servers = stack.enter_context(mail_servers(editor, database, **more))
        servers.own_keys()
        stack.enter_context(rspamd.rspamd(servers.host, scratch))
        yield servers


def test_what_is_surely_unwanted_is_refused_while_the_sender_listens(filtered: MailServers) -> None:
    assert filtered.deliver(ANNE, "gtube", body=f"{GTUBE}\n").startswith("554 5.7.1")
    refused = filtered.deliver(ANNE, "eicar", attachment=clamav.EICAR)
    assert refused == "554 5.7.1 A virus was found in this message: Eicar.Test.UNOFFICIAL"


def test_what_may_be_unwanted_is_filed_apart_and_the_rest_arrives(filtered: MailServers) -> None:
    assert filtered.deliver(ANNE, "douteux", body=f"{JUNK}\n") == "250"
    assert filtered.subjects(ANNE, WORD, folder="Junk", wanted="douteux") == ["douteux"]
    assert filtered.deliver(ANNE, "réunion", body="La réunion est à 18 h, salle des fêtes.\n") == "250"
    assert len(filtered.subjects(ANNE, WORD, wanted="=?utf-8?q?r=C3=A9union?=")) == 1


def test_what_an_agent_sends_is_signed_with_the_key_of_the_commune(filtered: MailServers) -> None:
    assert filtered.submit(MAIRIE, WORD, ANNE, sender=MAIRIE, subject="signé par la mairie") == "250"
    assert filtered.submit(MAIRIE, WORD, ANNE, sender="contact@cahors.example", subject="contact") == "250"
    filtered.subjects(ANNE, WORD, wanted="contact")
    with filtered.reading(ANNE, WORD) as reader:
        (message,) = (one for one in messages_in(reader, "INBOX") if subject_of(one) == "contact")
    record = filtered.editor.do(
        "from deploy.mail.dkim import public_records; answer = public_records(['cahors.example'])['cahors.example']"
    )
    assert record[0] == "beffroi"

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"beffroi._domainkey.cahors.example."
        return bytes(record[1], "ascii")

    assert dkim.verify(message, dnsfunc=dns)
    assert not dkim.verify(message.replace(b"Bonjour.", b"Bonsoir."), dnsfunc=dns)
    assert b"d=cahors.example" in message


def test_keys_are_read_by_their_owner_alone(filtered: MailServers) -> None:
    (key,) = filtered.host.dkim.glob("*.key")
    assert key.name == "cahors.example.beffroi.key"
    assert (key.stat().st_mode & 0o777, key.owner()) == (0o600, "_rspamd")
    (ours,) = Path(
        filtered.editor.do("from django.conf import settings; answer = str(settings.BEFFROI_VAR / 'dkim')")
    ).glob("*")
    assert ours.stat().st_mode & 0o777 == 0o600
    assert ours.parent.stat().st_mode & 0o777 == 0o700

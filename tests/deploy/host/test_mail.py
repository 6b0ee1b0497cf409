"""The files of Postfix and Dovecot in front of the real servers, over our tables in SQLite and in PostgreSQL."""

import socket
from imaplib import IMAP4
from smtplib import SMTPAuthenticationError

import psycopg
import pytest

from tests.servers.mail import MailServers, messages_in, subject_of

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("mail")]
MAIRIE, ANNE, PETITE = "mairie@cahors.example", "anne@cahors.example", "petite@cahors.example"
WORD = "ouvre-moi"


@pytest.mark.parametrize(
    ("to", "found_in"),
    [
        pytest.param("mairie@cahors.example", [MAIRIE], id="direct"),
        pytest.param("MAIRIE@Cahors.EXAMPLE", [MAIRIE], id="capitals"),
        pytest.param("mairie+urbanisme@cahors.example", [MAIRIE], id="detail"),
        pytest.param("contact@cahors.example", [MAIRIE], id="alias"),
        pytest.param("elus@cahors.example", [MAIRIE, ANNE], id="group"),
    ],
)
def test_mail_arrives_where_it_should(servers: MailServers, to: str, found_in: list[str]) -> None:
    subject = f"vers {to}"
    assert servers.deliver(to, subject) == "250"
    for box in found_in:
        assert subject in servers.subjects(box, WORD, wanted=subject)


@pytest.mark.parametrize(
    ("to", "answer"),
    [
        ("personne@cahors.example", "550 5.1.1"),
        ("fermee@cahors.example", "550 5.1.1"),
        ("ancien@cahors.example", "550 5.1.1"),
        ("quelqu.un@example.org", "554 5.7.1"),
        ("o'neil@cahors.example", "550 5.1.1"),
    ],
    ids=["unknown", "suspended", "alias of a suspended box", "relay", "quote"],
)
def test_what_is_not_ours_to_take_is_refused_while_the_sender_listens(
    servers: MailServers, to: str, answer: str
) -> None:
    assert servers.deliver(to).startswith(answer)


def test_who_keeps_the_mail_answers_as_postmaster_of_every_domain(servers: MailServers) -> None:
    looked_up = servers.postmap("roles.cf", "postmaster@cahors.example")
    assert looked_up == "assistance@cdg46.example"
    assert servers.postmap("roles.cf", "postmaster@example.org") == ""


def _stay(reader: IMAP4) -> None:
    for _ in range(3):  # the farewell may still be on its way
        reader.noop()


def test_a_full_box_is_refused_at_the_recipient_and_the_others_are_not(servers: MailServers) -> None:
    large = ("y" * 70 + "\n") * 1000
    assert servers.deliver(PETITE, "gros", body=large) == "250"
    assert "gros" in servers.subjects(PETITE, WORD, wanted="gros")
    assert servers.deliver(PETITE, "encore", body=large).startswith("552 5.2.2")
    assert servers.deliver(MAIRIE, "les autres reçoivent") == "250"
    with servers.reading(PETITE, WORD) as reader:
        usage = reader.getquotaroot("INBOX")[1][1][0]
    assert b"STORAGE" in usage


def test_one_writes_in_ones_own_name_and_that_of_ones_alias_and_in_no_other(servers: MailServers) -> None:
    assert servers.submit(MAIRIE, WORD, ANNE, sender=MAIRIE) == "250"
    assert servers.submit(MAIRIE, WORD, ANNE, sender="contact@cahors.example") == "250"
    for spoofed in (ANNE, "elus@cahors.example", "ministre@example.org", "postmaster@cahors.example"):
        assert servers.submit(MAIRIE, WORD, ANNE, sender=spoofed).startswith("553 5.7.1"), spoofed
    with pytest.raises(SMTPAuthenticationError):
        servers.submit(MAIRIE, "faux", ANNE, sender=MAIRIE)


def test_what_an_agent_submits_goes_out_only_with_a_password(servers: MailServers) -> None:
    assert servers.deliver(ANNE, sender=MAIRIE, port=servers.host.ports.submission).startswith("530")


def test_nobody_logs_in_without_encryption(servers: MailServers) -> None:
    from_elsewhere = ("127.0.0.5", 0)  # Dovecot takes whoever has its own address for itself
    with socket.create_connection(("127.0.0.1", servers.host.ports.imap), 30, from_elsewhere) as session:
        assert b"LOGINDISABLED" in session.recv(4096)
        session.sendall(f"a LOGIN {MAIRIE} {WORD}\r\n".encode())
        assert b"a NO [PRIVACYREQUIRED]" in session.recv(4096)


def test_a_password_changes_and_a_box_closes_at_once(servers: MailServers) -> None:
    servers.editor.do('box("vive@cahors.example")')
    assert servers.subjects("vive@cahors.example", WORD) == []
    servers.editor.do('from deploy.mail.lifecycle import *; set_password("vive@cahors.example", "autre-mot")')
    with pytest.raises(IMAP4.error, match="AUTHENTICATIONFAILED"):
        servers.subjects("vive@cahors.example", WORD)
    assert servers.subjects("vive@cahors.example", "autre-mot") == []
    servers.editor.do('from deploy.mail.lifecycle import *; suspend("vive@cahors.example")')
    with pytest.raises(IMAP4.error, match="AUTHENTICATIONFAILED"):
        servers.subjects("vive@cahors.example", "autre-mot")
    with pytest.raises(SMTPAuthenticationError):
        servers.submit("vive@cahors.example", "autre-mot", ANNE, sender="vive@cahors.example")
    assert servers.deliver("vive@cahors.example").startswith("550")


def test_a_box_is_shared_by_two_until_it_is_no_more(servers: MailServers) -> None:
    servers.editor.do('box("accueil@cahors.example", password="")')
    assert servers.deliver("accueil@cahors.example", "pour tous") == "250"
    servers.chores('share(Mailbox.objects.get(local="accueil"), ["anne@cahors.example", "mairie@cahors.example"])')
    shared = "Partage/accueil@cahors.example"
    for member in (ANNE, MAIRIE):
        assert servers.subjects(member, WORD, folder=shared, wanted="pour tous") == ["pour tous"]
        assert servers.submit(member, WORD, PETITE, sender="accueil@cahors.example").startswith(("250", "552"))
    with servers.reading(ANNE, WORD) as reader:
        reader.select(f'"{shared}"')
        assert reader.store("1", "+FLAGS", "\\Answered")[0] == "OK"
        assert any(b"accueil@cahors.example" in line for line in reader.list()[1] if isinstance(line, bytes))
    servers.chores('share(Mailbox.objects.get(local="accueil"), ["mairie@cahors.example"])')
    with servers.reading(ANNE, WORD) as reader:
        assert reader.select(f'"{shared}"')[0] == "NO"
    assert servers.subjects(MAIRIE, WORD, folder=shared) == ["pour tous"]


def test_an_open_session_ends_with_the_box_and_its_mail_is_erased_on_its_day(servers: MailServers) -> None:
    servers.editor.do('box("partante@cahors.example")')
    assert servers.deliver("partante@cahors.example", "dernier") == "250"
    assert servers.subjects("partante@cahors.example", WORD, wanted="dernier") == ["dernier"]
    folder = servers.host.mail / "cahors.example" / "partante"
    with servers.reading("partante@cahors.example", WORD) as reader:
        servers.chores('archive("partante@cahors.example", date(2026, 1, 1))')
        with pytest.raises((IMAP4.abort, OSError)):
            _stay(reader)
    servers.chores("purge(date(2026, 3, 1))")
    assert folder.exists(), "its retention is not over"
    servers.chores("purge(date(2026, 4, 1))")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT * FROM deploy_mailbox", "42501"),
        ("SELECT * FROM deploy_subscription", "42501"),
        ("DELETE FROM mail_mailboxes", "42501"),
        ("SET default_transaction_read_only = off; DELETE FROM mail_mailboxes", "42501"),
        ("CREATE TABLE t (a int)", "25006"),
    ],
)
def test_the_account_of_the_mail_servers_reads_the_views_and_nothing_else(
    servers: MailServers, query: str, code: str
) -> None:
    database = servers.host.database
    if database.kind == "sqlite":
        assert database.user == "", "a file has no accounts: its rights are those of the file"
        return
    place = f"host=127.0.0.1 port={database.port} dbname=beffroi user={database.user}"
    with psycopg.connect(place, autocommit=True) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(query)
    assert refused.value.sqlstate == code


def test_spam_is_filed_apart(servers: MailServers) -> None:
    assert servers.deliver(ANNE, "gagnez un million", headers={"X-Spam": "Yes"}) == "250"
    assert "gagnez un million" in servers.subjects(ANNE, WORD, folder="Junk", wanted="gagnez un million")
    assert "gagnez un million" not in servers.subjects(ANNE, WORD)


def test_messages_are_read_whole(servers: MailServers) -> None:
    assert servers.deliver(ANNE, "entier", body="Réunion à 18 h.\n") == "250"
    servers.subjects(ANNE, WORD, wanted="entier")
    with servers.reading(ANNE, WORD) as reader:
        (message,) = (one for one in messages_in(reader, "INBOX") if subject_of(one) == "entier")
    assert b"Received: from" in message

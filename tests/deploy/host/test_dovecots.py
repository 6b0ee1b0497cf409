"""Two Dovecots, two languages: the files follow the version that is installed, and both say the same of a box."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.mail import config
from deploy.mail.config import DOVECOTS, Database, MailHost, language_of, render

OURS = Database("pgsql", "beffroi", "127.0.0.1", 5432, "beffroi_mail", "lecture-seule")
HOST = MailHost("mail.cdg46.example", "aide@cdg46.example", OURS, Path("/etc/b"), Path("/tls.pem"), Path("/tls.key"))
NAMES = {"dovecot/dovecot.conf", "dovecot/sql.conf.ext", "dovecot/spam.sieve"}


def files(version: str) -> dict[str, str]:
    return {name: text for name, text in render(replace(HOST, dovecot=version)).items() if "dovecot" in name}


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("2.3.19.1 (9b53102964)\n", "2.3"),
        ("2.4.1-4 (7d8c0e5759)\n", "2.4"),
        ("2.4.2\n", "2.4"),
        ("2.10.0\n", "2.4"),
        ("3.0.0\n", "2.4"),
        ("", "2.3"),
    ],
)
def test_a_version_speaks_one_of_the_two_languages(said: str, language: str) -> None:
    assert language_of(said) == language


def test_the_installed_version_is_asked_of_dovecot_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dovecot = tmp_path / "dovecot"
    dovecot.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo '2.4.1-4 (7d8c0e5759)'\n")
    dovecot.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert config.from_settings(tmp_path).dovecot == "2.4"


@pytest.mark.parametrize("version", DOVECOTS)
def test_each_version_has_the_same_files_at_the_same_places(version: str) -> None:
    assert set(files(version)) == NAMES


@pytest.mark.parametrize("version", DOVECOTS)
def test_the_password_of_the_database_stands_where_its_group_alone_reads(version: str) -> None:
    assert {name for name, text in files(version).items() if "lecture-seule" in text} == {"dovecot/sql.conf.ext"}
    assert config.is_secret("dovecot/sql.conf.ext")


# Words that one version knows and the other refuses at its start.
@pytest.mark.parametrize(
    ("version", "foreign"),
    [
        ("2.3", r"dovecot_config_version|mail_driver|ssl_server_|%\{user|auth_allow_cleartext|^passdb sql"),
        ("2.4", r"^plugin \{|mail_location|ssl_cert\b|%%|%L|disable_plaintext_auth|quota_rule|\$mail_plugins|args ="),
    ],
)
def test_no_version_is_spoken_to_in_the_language_of_the_other(version: str, foreign: str) -> None:
    assert re.findall(foreign, "\n".join(files(version).values()), re.MULTILINE) == []


def test_both_say_the_same_of_boxes_folders_and_sockets() -> None:
    told = []
    for version in DOVECOTS:
        text = files(version)["dovecot/dovecot.conf"]
        services = text[text.index("service imap-login") :]
        folders = re.findall(r"mailbox (\w+) \{\s+auto = (\w+)\s+special_use = \"?\\+(\w+)", text)
        views = sorted(set(re.findall(r"FROM (\w+)", files(version)["dovecot/sql.conf.ext"])))
        told.append((services, folders, views, re.findall(r"Partage/|552 5\.2\.2 Mailbox is full|Maildir", text)))
    assert told[0] == told[1]
    assert [name for name, _auto, _use in told[0][1]] == ["Drafts", "Junk", "Sent", "Trash"]

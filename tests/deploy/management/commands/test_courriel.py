"""``beffroi courriel``: each action in one sentence, and nothing half-made."""

import os
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from deploy.mail import chores, config
from deploy.models import Mailbox, MailChore, MailDomain

pytestmark = pytest.mark.django_db
NAME = "mairie@cahors.example"


@pytest.fixture(autouse=True)
def box(db: None, var: Path) -> Mailbox:
    domain = MailDomain.objects.create(name="cahors.example", insee="46042", selector="beffroi")
    return Mailbox.objects.create(
        address=NAME, local="mairie", domain=domain, insee="46042", quota=5 * 2**30, style="classique"
    )


def courriel(*arguments: str) -> str:
    said = StringIO()
    call_command("courriel", *arguments, stdout=said)
    return said.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def doveadm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that writes down what it is asked, and fails for « fermee »."""
    program = tmp_path / "bin" / "doveadm"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ncase "$*" in *fermee*) echo non >&2; exit 75;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return tmp_path / "asked"


def test_a_box_is_suspended_opened_again_then_archived_with_its_day(box: Mailbox) -> None:
    assert courriel("suspendre", NAME) == f"« {NAME} » est suspendue : plus personne n’y entre, plus rien n’y arrive.\n"
    assert courriel("reactiver", NAME) == f"« {NAME} » est rouverte.\n"
    assert "sera effacé le 31/12/2099" in courriel("archiver", NAME, "--jusqu-au", "2099-12-31")


def test_the_machine_closes_what_is_closed_and_erases_what_is_over(box: Mailbox, doveadm: Path, var: Path) -> None:
    folder = var / "courrier" / "cahors.example" / "mairie"
    folder.mkdir(parents=True)
    (folder / "lettre").write_text("Bonjour")
    neighbour = folder.with_name("mairie2")
    neighbour.mkdir()
    courriel("archiver", NAME)
    Mailbox.objects.update(delete_on="2026-01-01")
    keys = var / "cles"
    keys.mkdir()
    said = courriel("entretenir", "--courrier", str(var / "courrier"), "--cles", str(keys))
    assert said.splitlines() == [
        "1 boîte effacée, à la fin de son délai.",
        "2 tâches faites, 0 en attente.",
        "1 clé DKIM en place.",
    ]
    assert doveadm.read_text() == f"kick {NAME}\n"
    assert not folder.exists()
    assert neighbour.exists()
    assert {path.name: path.stat().st_mode & 0o777 for path in keys.iterdir()} == {
        "cahors.example.beffroi.key": 0o600,
        "selectors.map": 0o600,
    }


def test_what_fails_stays_in_the_queue_and_holds_nobody_else_back(doveadm: Path, var: Path) -> None:
    for address in ("fermee@cahors.example", NAME, "fermee@cahors.example"):
        MailChore.objects.create(kind="kick", address=address)
    assert "1 tâche faite, 2 en attente" in courriel("entretenir", "--courrier", str(var))
    assert MailChore.objects.filter(done_at=None).first().error == "doveadm kick\u00a0: non"  # type: ignore[union-attr]
    assert doveadm.read_text().count("fermee") == 1, "what follows for the same box waits"


@pytest.mark.parametrize("address", ["../../etc@cahors.example", "x@../..", "..@cahors.example"])
def test_no_name_leads_out_of_the_folder_of_mail(address: str, var: Path) -> None:
    mail = var / "courrier"
    (mail / "cahors.example").mkdir(parents=True)
    (var / "etc").mkdir()
    MailChore.objects.create(kind="remove", address=address)
    assert chores.run_chores(chores.Machine(mail)) == (0, 1)
    assert (var / "etc").exists()
    assert (mail / "cahors.example").exists()


def test_the_mail_of_a_box_that_exists_is_never_erased(var: Path) -> None:
    folder = var / "courrier" / "cahors.example" / "mairie"
    folder.mkdir(parents=True)
    MailChore.objects.create(kind="remove", address=NAME)
    assert chores.run_chores(chores.Machine(var / "courrier")) == (0, 1)
    assert folder.exists()


def test_the_files_of_the_servers_are_laid_down_and_those_with_a_secret_are_closed(
    var: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BEFFROI_MAIL_DB_PASSWORD, settings.BEFFROI_WEBMAIL_KEY = "secret-de-base", "secret-de-webmail-24-sig"
    postgresql = {"ENGINE": "django.db.backends.postgresql", "NAME": "b", "HOST": "", "PORT": ""}
    monkeypatch.setitem(settings.DATABASES, "default", postgresql)
    host = config.from_settings(tmp_path / "etc")
    written = config.write(host, config.render(host))
    telling = {path for path in written if "secret-de" in path.read_text()}
    assert {path.relative_to(host.etc).as_posix() for path in telling} == {
        *config.SECRET,
        *(f"postfix/{query}.cf" for query in config.POSTFIX_QUERIES),
    }
    for path in written:
        assert path.stat().st_mode & 0o777 == (0o640 if path in telling else 0o644), path
    assert "secret-de" not in repr(host)
    shutil.rmtree(host.etc)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("suspendre",), "dites de quelles boîtes"),
        (("suspendre", "inconnue@cahors.example"), "aucune boîte n’a l’adresse"),
        (("configurer",), "--vers DOSSIER"),
        (("configurer", "--vers", "/proc/rien"), "ne peut pas être écrit"),
        (("lien", NAME), "n’a pas d’adresse de secours"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        courriel(*arguments)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_account_of_the_mail_servers_is_for_postgresql() -> None:
    if connection.vendor == "postgresql":
        assert "CREATE ROLE" in courriel("role")
    else:
        with pytest.raises(CommandError, match="la base est SQLite"):
            courriel("role")


def test_nobody_waits_for_a_link_and_it_is_said() -> None:
    assert courriel("lien") == "Aucune boîte n’attend de lien.\n"

"""The scripts of a machine: what bash says of them, the words they refuse with, what they read, keep and forget."""

import os
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.docs.test_docs import settings_read
from tests.servers.certificates import self_signed

ROOT = Path(__file__).resolve().parents[3]
HOST = ROOT / "deploy" / "host"
SCRIPTS = [HOST / name for name in ("install", "backup", "restore", "beffroi", "certificate")]
LIBRARIES = sorted((HOST / "lib").glob("*.sh"))
TRIALS = [ROOT / "tests/deploy/host/fresh" / name for name in ("run", "inside")]
# What the installation and the backups read, and the program does not.
OF_THE_MACHINE = {"BEFFROI_WEBMESTRE", "BEFFROI_BACKUPS", "BEFFROI_BACKUP_KEEP", "BEFFROI_BACKUP_RECIPIENT"}
NO_SHELLCHECK = "shellcheck n’est pas installé : paquet Debian « shellcheck »."


def bash(code: str, *, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash with our libraries at hand."""
    lines: list[str] = ["set -euo pipefail", f"HERE={HOST}", "NO_START=1", *(f". {path}" for path in LIBRARIES), code]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "BEFFROI_OWNER": "root", **more}
    command = ["bash", "-c", "\n".join(lines)]
    return subprocess.run(command, check=False, capture_output=True, text=True, input=given, env=environment)


def test_bash_has_nothing_to_say_of_them() -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip(NO_SHELLCHECK)
    # Informations are left out: a library is read where it is sourced.
    read = map(str, [*SCRIPTS, *LIBRARIES, *TRIALS])
    command = ["shellcheck", "--severity=warning", "--external-sources", *read]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=HOST)
    assert (ran.returncode, ran.stdout) == (0, "")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_what_it_does_and_refuses_what_it_does_not_know(path: Path) -> None:
    if path.name in {"beffroi", "certificate"}:  # they take no words of their own
        return
    told = subprocess.run([path, "--help"], check=False, capture_output=True, text=True)
    assert told.returncode == 0
    assert f"deploy/host/{path.name}" in told.stdout
    assert subprocess.run([path, "--vite", "x"], check=False, capture_output=True).returncode == 2


def example() -> dict[str, str]:
    """The settings that the example names, commented out or not."""
    lines = (HOST / "beffroi.env.example").read_text().splitlines()
    return {found[1]: found[2] for line in lines if (found := re.match(r"#?([A-Z][A-Z0-9_]+)=(.*)$", line))}


def test_the_example_names_settings_that_exist_and_that_the_pages_describe() -> None:
    named = {name.removesuffix("_FILE") for name in example()}
    assert named - settings_read() == OF_THE_MACHINE
    page = (ROOT / "docs/webmestre/installation.md").read_text()
    assert {name for name in OF_THE_MACHINE if f"| `{name}` |" not in page} == set()


def test_what_the_installation_asks_for_is_in_the_example_to_be_filled() -> None:
    asked = set(re.findall(r"^    wanted ([A-Z_]+)", (HOST / "lib/machine.sh").read_text(), re.MULTILINE))
    assert asked == {"BEFFROI_CDG_DOMAIN", "BEFFROI_ADMIN_HOST", "BEFFROI_CDG_CONTACT", "BEFFROI_WEBMESTRE"}
    assert {example()[name] for name in asked} == {""}


FILLED = {
    "BEFFROI_CDG_DOMAIN": "cdg46.fr",
    "BEFFROI_ADMIN_HOST": "admin.cdg46.fr",
    "BEFFROI_CDG_CONTACT": "aide@cdg46.fr",
    "BEFFROI_WEBMESTRE": "anne@cdg46.fr",
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, ""),
        ({"BEFFROI_CDG_DOMAIN": ""}, "ne donne pas BEFFROI_CDG_DOMAIN : le domaine du centre de gestion (cdg46.fr)."),
        ({"BEFFROI_CDG_DOMAIN": "localhost"}, "BEFFROI_CDG_DOMAIN : « localhost » n’est pas un nom de domaine."),
        ({"BEFFROI_ADMIN_HOST": "https://a.fr"}, "BEFFROI_ADMIN_HOST : « https://a.fr » n’est pas un nom de domaine."),
        ({"BEFFROI_WEBMESTRE": "anne"}, "BEFFROI_WEBMESTRE : « anne » n’est pas une adresse électronique."),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL n’est pas une adresse PostgreSQL"),
    ],
)
def test_settings_are_refused_before_anything_is_done(changed: dict[str, str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "etc/beffroi").mkdir(parents=True)
    (tmp_path / "etc/beffroi/beffroi.env").write_text("")
    ran = bash("check_settings", BEFFROI_ROOT=str(tmp_path), **(FILLED | changed))
    assert (ran.returncode, sentence in ran.stderr) == (int(bool(sentence)), True)


def test_a_door_that_another_holds_is_named() -> None:
    listening = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"
    )
    other = subprocess.Popen(["python3", "-c", listening], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    port = other.stdout.readline().strip()
    taken = bash(f"free_port {port}")
    other.communicate("\n")
    assert (taken.returncode, f"le port {port} est déjà pris" in taken.stderr) == (1, True)
    assert bash(f"free_port {port}").returncode == 0


def test_settings_are_read_as_systemd_reads_them_and_never_run(tmp_path: Path) -> None:
    file = tmp_path / "beffroi.env"
    file.write_text("# un mot\n\n  A=1 2  \nB=\"a b\"\nC=$(touch evil) `x`\n; autre\nD=\nE=x=y\nF='z'")
    ran = bash(f'read_settings {file}; printf \'%s|\' "$A" "$B" "$C" "$D" "$E" "$F"')
    assert ran.stdout == "1 2|a b|$(touch evil) `x`||x=y|z|"
    file.write_text("A=1\nexport B=2\n")
    assert "ligne 2 : « NOM=valeur » était attendu." in bash(f"read_settings {file}").stderr


def test_a_database_is_told_to_libpq_without_a_word_among_the_commands() -> None:
    code = 'database_place; printf "%s " "$PGUSER" "$PGPASSWORD" "$PGHOST" "$PGPORT" "$PGDATABASE"'
    assert bash(code, DATABASE_URL="postgresql://b:p%40s%2Fs@h.fr:5433/base").stdout == "b p@s/s h.fr 5433 base "
    assert bash(code, DATABASE_URL="postgresql://b@h/base").stdout == "b  h 5432 base "
    assert "n’est pas l’adresse d’une base" in bash(code, DATABASE_URL="mysql://b@h/base").stderr


def test_what_is_as_it_should_be_is_not_a_change(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("Changer de propriétaire demande root.")
    file = tmp_path / "f"
    code = f'lay {file} root:root 640 <<<"x"; folder {tmp_path}/d root:root 2750; echo $CHANGES'
    assert [bash(code).stdout.splitlines()[-1] for _twice in range(2)] == ["2", "0"]
    file.chmod(0o644)
    assert bash(code).stdout.splitlines()[-1] == "1"
    assert (file.read_text(), oct(file.stat().st_mode)[-4:]) == ("x\n", "0640")
    told = bash(f'DRY=1; lay {file} root:root 600 <<<"y"')
    assert (told.stdout, file.read_text()) == (f"  à faire : écrit {file}\n", "x\n")


def test_a_step_that_fails_midway_stops_there(tmp_path: Path) -> None:
    ran = bash(f'steps() {{ echo début; false; touch {tmp_path}/after; }}; change "trois pas" steps; echo suite')
    assert (ran.returncode, "suite" in ran.stdout, (tmp_path / "after").exists()) == (1, False, False)
    assert ran.stderr == "Erreur : « trois pas » n’a pas abouti.\ndébut\n"


def test_the_certificate_of_the_centre_reaches_the_servers_it_names_and_only_when_it_changed(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("caddy") is None:
        pytest.skip("Il faut root, et le compte du paquet Debian « caddy ».")
    kept, etc, tools = tmp_path / "var/lib/beffroi/certificates", tmp_path / "etc/beffroi", tmp_path / "bin"
    for folder in (kept, etc, tools, tmp_path / "var/lib/caddy"):
        folder.mkdir(parents=True)
    (tools / "systemctl").write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/restarted\n')
    (tools / "systemctl").chmod(0o755)
    (etc / "beffroi.env").write_text("BEFFROI_CDG_DOMAIN=cdg46.example\nBEFFROI_MAIL=tables\n")
    chain, key = self_signed(tmp_path, "cdg46.example", "*.cdg46.example")
    (kept / "cdg46.example.pem").write_bytes(key.read_bytes() + chain.read_bytes())
    (kept / "cdg46.example.tls").write_text("*.cdg46.example {\n}\n")
    environment = os.environ | {"BEFFROI_ROOT": str(tmp_path), "PATH": f"{tools}:{os.environ['PATH']}"}
    for _twice in range(2):
        subprocess.run([HOST / "certificate"], check=True, env=environment)
    restarted = (tmp_path / "restarted").read_text().splitlines()
    assert restarted == ["try-restart caddy.service", "try-reload-or-restart postfix.service dovecot.service"]
    given = tmp_path / "var/lib/caddy/beffroi/cdg46.example.pem", etc / "courriel.pem", etc / "courriel.key"
    whole = (kept / "cdg46.example.pem").read_bytes()
    assert [(file.read_bytes() == whole, file.owner(), oct(file.stat().st_mode)[-3:]) for file in given] == [
        (True, "caddy", "600"),
        (True, "root", "600"),
        (True, "root", "600"),
    ]
    (etc / "beffroi.env").write_text("BEFFROI_MAIL_HOST=mail.ailleurs.example\nBEFFROI_MAIL=tables\n")
    (kept / "cdg46.example.pem").write_bytes(whole + b"\n")
    subprocess.run([HOST / "certificate"], check=True, env=environment)
    assert (etc / "courriel.pem").read_bytes() == whole, "it does not name this host"


def names(*days: date) -> str:
    return "".join(f"{day}T023000Z\n" for day in days)


def test_seven_days_four_weeks_and_twelve_months_keep_their_last_copy() -> None:
    last = date(2026, 3, 18)  # a Wednesday
    every_night = [last - timedelta(days=n) for n in range(500)]
    kept = [date.fromisoformat(line[:10]) for line in bash("kept 7 4 12", given=names(*every_night)).stdout.split()]
    days = {last - timedelta(days=n) for n in range(7)}
    sundays = {date(2026, 3, 15), date(2026, 3, 8), date(2026, 3, 1)}
    ends = {date(2026, month, 1) - timedelta(days=1) for month in (1, 2, 3)}
    ends |= {date(2025, month, 1) - timedelta(days=1) for month in range(5, 13)}
    assert sorted(kept) == sorted(days | sundays | ends)


def test_the_copies_of_the_last_days_are_all_kept_then_the_last_one_and_no_gap_forgets_one() -> None:
    days = ["2026-03-18T230000Z", "2026-03-18T010000Z", "2026-03-17T120000Z", "2026-03-17T023000Z"]
    given = "\n".join([*days, "2024-01-02T120000Z", "2024-01-02T000000Z", ""])
    assert bash("kept 1 1 2", given=given).stdout.split() == [*days[:2], "2024-01-02T120000Z"]
    assert bash("kept 2 0 0", given=given).stdout.split() == days
    assert bash("kept 0 0 1", given=given).stdout.split() == days[:1]

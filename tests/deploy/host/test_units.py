"""The systemd units start what exists, systemd reads them without a word, and each is as closed as its work allows."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

HOST = Path(__file__).resolve().parents[3] / "deploy" / "host"
UNITS = HOST / "systemd"
NO_SYSTEMD = "systemd n’est pas installé : paquet Debian « systemd »."
# What « systemd-analyze security » may say at most, in tenths (0: nothing to fear, 100: everything open).
EXPOSURE = {
    "beffroi-backup.service": 22,
    "beffroi-certificate.service": 15,
    "beffroi-courriel.service": 25,
    "beffroi-web.service": 15,
    "beffroi-webmail.service": 15,
    "beffroi-worker.service": 15,
}
# Whoever serves, or reads what strangers sent, has no right of root and sees nothing of others.
CLOSED = {
    "CapabilityBoundingSet=",
    "MemoryDenyWriteExecute=yes",
    "NoNewPrivileges=yes",
    "PrivateTmp=yes",
    "ProtectHome=yes",
    "ProtectSystem=strict",
    "RestrictNamespaces=yes",
    "SystemCallFilter=~@privileged",
    "UMask=0027",
    "User=beffroi",
}


def lines(name: str) -> list[str]:
    return (UNITS / name).read_text().splitlines()


def starts(name: str) -> list[list[str]]:
    """The words of each of our own programs that a unit starts."""
    return [line.split("=", 1)[1].split() for line in lines(name) if line.startswith("ExecStart=/opt/beffroi/")]


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip(NO_SYSTEMD)
    return subprocess.run(["systemd-analyze", *arguments], check=False, capture_output=True, text=True)


def test_every_service_has_its_limit() -> None:
    assert {path.name for path in UNITS.glob("*.service")} == set(EXPOSURE)


@pytest.mark.parametrize("name", sorted(EXPOSURE))
def test_a_unit_starts_what_exists_with_its_options(name: str) -> None:
    for program, *words in starts(name):
        if program.endswith("bin/beffroi"):
            command, *options = words
            parser = load_command_class(get_commands()[command], command).create_parser("beffroi", command)
            parser.parse_args(options)
        else:
            assert os.access(HOST.parents[1] / Path(program).relative_to("/opt/beffroi"), os.X_OK)


@pytest.mark.parametrize("name", ["beffroi-web.service", "beffroi-worker.service"])
def test_what_faces_the_world_has_no_right_of_root(name: str) -> None:
    assert CLOSED - set(lines(name)) == set()


def test_the_webmails_have_no_right_of_root_and_reach_this_machine_alone() -> None:
    here = {"IPAddressAllow=localhost", "IPAddressDeny=any"}
    assert ((CLOSED | here) - set(lines("beffroi-webmail.service"))) == {"User=beffroi"}
    assert "User=roundcube" in lines("beffroi-webmail.service")
    # Its package's unit says whose it is; the Objective-C runtime makes its calls in memory that is run.
    system = {"MemoryDenyWriteExecute=yes", "SystemCallFilter=~@privileged", "User=beffroi"}
    assert ((CLOSED | here) - set(lines("sogo-beffroi.conf"))) == system


def test_systemd_reads_every_unit_without_a_word(tmp_path: Path) -> None:
    kept = []
    for unit in sorted(UNITS.glob("beffroi-*")):
        # What is not installed where the tests run would be all that systemd speaks of.
        text = re.sub(r"/opt/beffroi/\S+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text)
        kept.append(str(tmp_path / unit.name))
    ran = analyze("verify", "--man=no", *kept)
    ours = [line for line in (ran.stdout + ran.stderr).splitlines() if "beffroi" in line]
    assert (ran.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", sorted(EXPOSURE))
def test_a_unit_is_no_more_exposed_than_its_limit(name: str) -> None:
    ran = analyze("security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE[name]}", str(UNITS / name))
    assert ran.returncode == 0, "\n".join(line for line in ran.stdout.splitlines() if line.startswith(("✗", "→")))


@pytest.mark.parametrize("name", ["beffroi-backup.timer", "beffroi-courriel.timer"])
def test_a_timer_starts_a_service_that_exists(name: str) -> None:
    assert (UNITS / name.replace(".timer", ".service")).exists()
    assert "WantedBy=timers.target" in lines(name)


def test_caddy_and_the_settings_name_the_same_outside_tools() -> None:

    frames = (HOST / "Caddyfile").read_text().partition("{$BEFFROI_FRAMES:")[2].partition("}")[0].split()
    assert frames == settings.BEFFROI_EMBED_ORIGINS

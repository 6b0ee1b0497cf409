"""The systemd units start what exists, and are no looser one than the other."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

HOST = Path(__file__).resolve().parents[3] / "deploy" / "host"
UNITS = ("beffroi-web.service", "beffroi-worker.service")
HARDENED = {
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "PrivateTmp=yes",
    "ProtectHome=yes",
    "ProtectSystem=strict",
    "RestrictNamespaces=yes",
    "SystemCallFilter=@system-service",
    "UMask=0027",
    "User=beffroi",
}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_a_command_that_exists_with_its_options(name: str) -> None:
    (start,) = [line for line in (HOST / name).read_text().splitlines() if line.startswith("ExecStart=")]
    command, *options = start.partition("bin/beffroi ")[2].split()
    parser = load_command_class(get_commands()[command], command).create_parser("beffroi", command)
    parser.parse_args(options)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_hardened(name: str) -> None:
    lines = set((HOST / name).read_text().splitlines())
    assert HARDENED - lines == set()


def test_caddy_and_the_settings_name_the_same_outside_tools() -> None:

    frames = (HOST / "Caddyfile").read_text().partition("{$BEFFROI_FRAMES:")[2].partition("}")[0].split()
    assert frames == settings.BEFFROI_EMBED_ORIGINS

"""Caddy and the embedded server let the same sites read."""

import http.client
from pathlib import Path

import pytest

from tests.servers.caddy import MISSING, caddy, installed
from tests.servers.install import install, until
from tests.servers.ports import free_port

pytestmark = [pytest.mark.server, pytest.mark.skipif(installed() is None, reason=MISSING)]
NAMED = """
from cms.origins.models import Readers
from sites.models import Commune
Readers.objects.create(commune=Commune.objects.get(insee="30020"), origins=["https://carte.example"])
"""
HEADERS = ("Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Expose-Headers", "Vary")


def asked(port: int, town: str, method: str, origin: str) -> tuple[int, dict[str, str | None]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        headers = {"Host": f"{town}.localhost", "Origin": origin, "Access-Control-Request-Method": "GET"}
        connection.request(method, "/_/api/v1/menu", headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, {name: answer.getheader(name) for name in HEADERS}
    finally:
        connection.close()


def is_up(port: int) -> bool:
    try:
        return asked(port, "aubord", "GET", "https://carte.example")[0] == 200
    except OSError:
        return False


def test_both_servers_answer_questions_and_preflights_alike(tmp_path: Path) -> None:
    with install() as made:
        made.editor().do(NAMED)
        made.beffroi("bake", "--all")
        embedded = free_port()
        made.start("serve", "--port", str(embedded), "--no-worker", BEFFROI_API_ORIGINS="https://cdg.example")
        until(lambda: is_up(embedded))
        with caddy(made.var, tmp_path, embedded) as real:
            for town, origin, read in (
                ("aubord", "https://carte.example", True),
                ("aubord", "https://autre.example", False),
                ("aubord", "https://cdg.example", True),
                ("belleville", "https://carte.example", False),
                ("belleville", "https://cdg.example", True),
            ):
                for method, status in (("GET", 200), ("OPTIONS", 204)):
                    told = asked(embedded, town, method, origin)
                    assert asked(real, town, method, origin) == told
                    expected = origin if read else None
                    assert (told[0], told[1]["Access-Control-Allow-Origin"]) == (status, expected)
                    assert told[1]["Vary"] == "Origin"

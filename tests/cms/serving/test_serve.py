"""``beffroi serve`` as a real process."""

import os
import signal
import socket
import urllib.request
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import pytest

from cms.serving.server import CannotListenError, listen
from tests.servers.install import Install, end, install, until
from tests.servers.ports import free_port

pytestmark = pytest.mark.server


@pytest.fixture
def place() -> Generator[Install, None, None]:
    with install() as made:
        yield made


def status(port: int, host: str) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 — as above
            return int(response.status)
    except OSError as error:
        return int(getattr(error, "code", 0))


def children(pid: int) -> list[int]:
    """Processes started by ``pid`` that still live."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return found


def lives(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_one_command_serves_publishes_restarts_its_worker_and_stops_clean(place: Install) -> None:
    port = free_port()
    serve = place.start("serve", "--port", str(port))
    assert serve.stdout is not None
    greeting = [serve.stdout.readline() for _ in range(4)]
    assert f"http://admin.localhost:{port}/" in greeting[1]
    assert "Ctrl-C pour arrêter." in greeting[3]
    until(lambda: status(port, "aubord.localhost") == 200, 120)
    assert status(port, "admin.localhost") == 200, "the log-in page"
    assert status(port, "inconnue.localhost") == 404
    (worker,) = children(serve.pid)
    os.kill(worker, signal.SIGKILL)
    until(lambda: children(serve.pid) not in ([worker], []), 60)
    (worker,) = children(serve.pid)
    serve.send_signal(signal.SIGINT)
    assert serve.wait(60) == 0
    assert serve.stdout.read().strip() == "Beffroi est arrêté."
    assert not lives(worker)


def test_the_worker_does_not_outlive_a_parent_that_was_killed(place: Install) -> None:
    serve = place.start("serve", "--port", str(free_port()))
    until(lambda: place.page("index.html"), 120)
    (worker,) = children(serve.pid)
    serve.kill()
    until(lambda: not lives(worker), 30)


def test_a_port_that_is_taken_is_said_in_one_sentence(place: Install) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = place.beffroi("serve", "--port", str(port), check=False)
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        f"CommandError: Le port {port} est déjà pris par un autre programme\u00a0: "
        "arrêtez-le, ou choisissez un autre port avec «\u00a0--port\u00a0»."
    )


@pytest.mark.parametrize(
    ("address", "port", "words"),
    [("127.0.0.1", 70000, "n’existe pas"), ("192.0.2.1", 0, "n’est pas celle de cette machine")],
)
def test_an_impossible_address_is_said_in_one_sentence(address: str, port: int, words: str) -> None:
    with pytest.raises(CannotListenError, match=words):
        listen([address], port)


def test_a_machine_without_ipv6_still_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    make = socket.socket

    def without(family: int, kind: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError
        return make(family, kind)

    monkeypatch.setattr(socket, "socket", without)
    (opened,) = listen(["127.0.0.1", "::1"], 0)
    opened.close()


def test_a_database_that_is_not_up_to_date_is_said_in_one_sentence(place: Install) -> None:
    (place.var / "db.sqlite3").unlink()
    refused = place.beffroi("serve", "--port", str(free_port()), check=False)
    assert (refused.returncode, refused.stderr.strip()) == (
        1,
        "CommandError: La base n’est pas à jour\u00a0: lancez d’abord «\u00a0beffroi migrate\u00a0».",
    )


def test_a_process_that_ended_well_says_so(place: Install) -> None:
    worker = place.start("worker")
    until(lambda: (place.var / "workers").is_dir() and list((place.var / "workers").iterdir()), 60)
    assert end(worker) == 0
    assert list((place.var / "workers").iterdir()) == []

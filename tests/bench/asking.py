"""How long the web server waits, in the middle of a handshake, to know whether a name is one of ours."""

import http.client
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import waitress

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.wsgi import ASK, Composition
from tests.cms.serving.baked import lay
from tests.cms.serving.conftest import django

HOSTS = 35_000
ASKED = 4_000


@dataclass(frozen=True)
class Cost:
    """Milliseconds, over HTTP on the loopback."""

    p50: float
    p95: float
    p99: float
    worst: float


def measure() -> dict[str, Cost]:
    """Names that are ours, and names that are not, in any order."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        var = Path(folder)
        lay(var, host="www.commune-0.example")
        for number in range(1, HOSTS):
            (var / "hosts" / f"www.commune-{number}.example").symlink_to(var / "sites" / "30020")
        application = Composition(Disk(var), "admin.example", django, Assets("/_/admin/"), ())
        server = waitress.create_server(application, host="127.0.0.1", port=0, ident=None)
        threading.Thread(target=server.run, daemon=True).start()  # ends with the process that measures
        numbers = random.Random(6).sample(range(HOSTS), ASKED // 2)  # noqa: S311
        ours = [f"www.commune-{number}.example" for number in numbers]
        others = [f"www.inconnue-{number}.example" for number in numbers]
        return {
            "one of ours": _asked(server.effective_port, ours, 204),
            "unknown": _asked(server.effective_port, others, 404),
        }


def _asked(port: int, names: Sequence[str], status: int) -> Cost:
    times = []
    for name in names:
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", f"{ASK}?domain={name}")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != status:
            raise RuntimeError(f"{name}: {answer.status}")
    cuts = statistics.quantiles(times, n=100)
    return Cost(cuts[49], cuts[94], cuts[98], max(times))

"""What a sheet of the guide costs its reader, who waits while the pack is replaced, and what an export holds of it."""

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
from cms.serving.wsgi import Composition
from sites.composing.pack import Pack, PackWriter, write_pack
from sites.composing.places import pack_file
from sites.composing.sheets import Sheet
from tests.cms.serving.baked import lay
from tests.cms.serving.conftest import django
from tests.cms.serving.test_composed import dress

SITES, SHEETS = 312, 7_000
BODY = 6_900  # bytes of a sheet, the mean of the feeds of 2020
ASKED, READERS, REPLACED = 4_000, 2, 5
WORDS = [
    "commune",
    "mairie",
    "carte",
    "demande",
    "pièce",
    "justificatif",
    "délai",
    "dossier",
    "service",
    "droit",
    "enfant",
    "acte",
    "titre",
    "coût",
    "lieu",
]


@dataclass(frozen=True)
class Cost:
    """Of one page, over HTTP on the loopback: milliseconds, bytes on the wire, answers that were no page."""

    name: str
    p50: float
    p95: float
    worst: float
    size: int
    failed: int


def measure() -> Sequence[Cost]:
    """Any sheet of any site; then the same while the pack is replaced again and again."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        var, chance = Path(folder), random.Random(7)  # noqa: S311
        hosts = [_site(var, number) for number in range(SITES)]
        keys = [f"particuliers/F{number}" for number in range(SHEETS)]
        write_pack(pack_file(var, "guide"), (_sheet(key, chance) for key in keys))
        application = Composition(Disk(var), "admin.example", django, Assets("/_/admin/"), ())
        server = waitress.create_server(application, host="127.0.0.1", port=0, ident=None)
        threading.Thread(target=server.run, daemon=True).start()  # ends with the process that measures
        asked = [(chance.choice(hosts), chance.choice(keys)) for _time in range(ASKED)]
        quiet = _cost("any sheet of any site", _read(server.effective_port, asked))
        return [quiet, _cost("while the pack is replaced", _read_and_replace(server.effective_port, asked, var, keys))]


def _site(var: Path, number: int) -> str:
    insee, host = f"46{number:03d}", f"www.commune-{number}.example"
    lay(var, host=host, insee=insee)
    dress(var, f"Commune {number}", insee)
    return host


def _sheet(key: str, chance: random.Random) -> Sheet:
    words = " ".join(chance.choice(WORDS) for _word in range(BODY // 8))
    return Sheet(key, f"Fiche {key}", "", f"<h1>{key}</h1><p>{words}</p>", ("mairie",))


Answers = list[tuple[float, int, int]]  # milliseconds, status, bytes


def _read(port: int, asked: Sequence[tuple[str, str]]) -> Answers:
    found: Answers = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for host, key in asked:
        start = time.perf_counter()
        connection.request("GET", f"/guide/{key}/", headers={"Host": host, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        size = len(answer.read())
        found.append(((time.perf_counter() - start) * 1000, answer.status, size))
    connection.close()
    return found


def _read_and_replace(port: int, asked: Sequence[tuple[str, str]], var: Path, keys: Sequence[str]) -> Answers:
    found: list[Answers] = [[] for _reader in range(READERS)]

    def reader(number: int) -> None:
        found[number] = _read(port, asked[number::READERS])

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    chance = random.Random(8)  # noqa: S311
    for number in range(REPLACED):
        _replace(pack_file(var, "guide"), keys, number, chance)
    for thread in threads:
        thread.join()
    return [one for answers in found for one in answers]


def _replace(path: Path, keys: Sequence[str], number: int, chance: random.Random) -> None:
    """As an import does: what did not change is copied."""
    old = Pack(path)
    with PackWriter(path) as writer:
        for place, key in enumerate(keys):
            if place % REPLACED == number:
                writer.add(_sheet(key, chance))
            else:
                writer.keep(old, key)


def _cost(name: str, found: Answers) -> Cost:
    times = [took for took, _status, _size in found]
    cuts = statistics.quantiles(times, n=100)
    failed = sum(status != http.client.OK for _took, status, _size in found)
    return Cost(name, cuts[49], cuts[94], max(times), round(statistics.mean(size for *_rest, size in found)), failed)

import errno
import gc
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from whoosh.fields import ID, TEXT, Schema, UnknownFieldError
from whoosh.index import FileIndex
from whoosh.query import Term

from cms.search import shards
from cms.search.analysis import French
from cms.search.damage import ShortageError
from cms.search.shards import CURRENT, MissingShardError, Shard

ROOT = Path(__file__).resolve().parents[3]


def schema() -> Schema:
    return Schema(key=ID(unique=True, stored=True), text=TEXT(analyzer=French(), stored=True))


def doc(number: int, text: str = "Le marché du mercredi") -> dict[str, Any]:
    return {"key": f"page:{number}", "text": text}


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    return Shard(tmp_path / "46042", schema, "1")


def make(shard: Shard, *documents: dict[str, Any]) -> None:
    with shard.making() as add:
        add(documents)


def found(shard: Shard, stem: str) -> set[str]:
    with shard.reading() as searcher:
        return {hit["key"] for hit in searcher.search(Term("text", stem), limit=None)}


def test_what_is_written_is_found_and_what_is_dropped_is_not(shard: Shard) -> None:
    make(shard, doc(1), doc(2, "La cantine"))
    shard.write(put=[doc(2, "L’école"), doc(3, "Les écoles")], drop=["page:1"])
    assert found(shard, "ecol") == {"page:2", "page:3"}
    assert found(shard, "march") == set()
    assert found(shard, "cantin") == set()


def test_a_shard_that_does_not_stand_is_missing_to_who_reads_and_to_who_writes(shard: Shard) -> None:
    with pytest.raises(MissingShardError), shard.reading():
        pass
    with pytest.raises(MissingShardError):
        shard.write(put=[doc(1)])
    assert not shard.folder.exists() or not (shard.folder / CURRENT).exists()


def test_what_another_version_made_is_missing_until_it_is_made_again(shard: Shard) -> None:
    make(shard, doc(1))
    newer = Shard(shard.folder, schema, "2")
    assert not newer.stands
    make(newer, doc(2))
    assert newer.keys().keys() == {"page:2"}


def test_the_old_index_answers_until_the_new_one_is_whole(shard: Shard) -> None:
    make(shard, doc(1))
    with shard.making() as add:
        add([doc(2)])
        assert found(shard, "march") == {"page:1"}
    assert found(shard, "march") == {"page:2"}


def test_what_changes_while_an_index_is_made_is_in_it(shard: Shard) -> None:
    make(shard, doc(1))
    with shard.making() as add:
        shard.write(put=[doc(1, "La mairie, écrite pendant ce temps")])
        add([doc(1, "Le marché, lu juste avant"), doc(2)])
    assert found(shard, "mair") == {"page:1"}
    assert found(shard, "march") == {"page:2"}


def test_an_index_that_could_not_be_made_leaves_the_old_one_and_nothing_else(shard: Shard) -> None:
    make(shard, doc(1))
    failing = pytest.raises(UnknownFieldError)
    with failing, shard.making() as add:
        add([doc(2), {"key": "page:3", "unknown": "field"}])
    assert found(shard, "march") == {"page:1"}
    assert len(list(shard.folder.glob("i-*"))) == 1


def test_a_deletion_told_in_one_line_is_done_with_the_next_write(shard: Shard) -> None:
    make(shard, doc(1), doc(2))
    shard.drop_later(["page:1"])
    shard.drop_later(["page:2"])
    shard.write(put=[doc(2, "La mairie")])
    assert shard.keys().keys() == {"page:2"}


def test_eight_writers_at_once_lose_nothing(shard: Shard) -> None:
    make(shard)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: shard.write(put=[doc(number)]), range(24)))
    assert len(shard.keys()) == 24


# Whoosh leaves open the file in which it stumbles.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("harm", ["emptied", "cut", "noise", "folder gone", "link gone", "stamp gone"])
def test_a_damaged_index_is_missing_then_made_again(shard: Shard, harm: str) -> None:
    make(shard, *(doc(number) for number in range(50)))
    standing = (shard.folder / CURRENT).resolve()
    files = [file for file in standing.iterdir() if file.is_file() and file.suffix in {".seg", ".toc"}]
    assert files
    for file in files:
        if harm == "emptied":
            file.write_bytes(b"")
        elif harm == "cut":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        elif harm == "noise":
            file.write_bytes(random.Random(7).randbytes(file.stat().st_size))  # noqa: S311  # the same noise each time
    if harm == "folder gone":
        shard.remove()
    elif harm == "link gone":
        (shard.folder / CURRENT).unlink()
    elif harm == "stamp gone":
        (standing / "stamp").unlink()
    with pytest.raises(MissingShardError):
        found(shard, "march")
    gc.collect()
    make(shard, doc(1))
    assert found(shard, "march") == {"page:1"}


@pytest.mark.parametrize(
    "shortage",
    [*(OSError(code, "short") for code in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES)), MemoryError()],
)
def test_a_machine_that_lacks_something_throws_no_index_away(shard: Shard, shortage: Exception) -> None:
    make(shard, doc(1))
    for step in ("searcher", "writer"):
        with mock.patch.object(FileIndex, step, side_effect=shortage), pytest.raises(ShortageError):
            shard.write(put=[doc(2)]) if step == "writer" else found(shard, "march")
    with pytest.raises(ShortageError), shard.reading():
        raise shortage
    with mock.patch.object(Path, "read_text", side_effect=OSError(errno.EMFILE, "short")), pytest.raises(ShortageError):
        assert shard.stands
    assert found(shard, "march") == {"page:1"}


def test_an_index_that_is_no_more_trusted_is_missing_the_one_being_made_as_well(shard: Shard) -> None:
    make(shard, doc(1))
    failing = pytest.raises(MissingShardError)
    with failing, shard.making() as add:
        add([doc(2)])
        shard.distrust()
    assert not shard.stands
    make(shard, doc(3))
    assert found(shard, "march") == {"page:3"}


WRITER = """
import sys
from pathlib import Path
from cms.search.shards import Shard
from tests.cms.search.test_shards import doc, schema
shard = Shard(Path(sys.argv[1]), schema, "1")
print("ready", flush=True)
number = 0
while True:
    number += 1
    shard.write(put=[doc(number % 40, f"le marché numéro {number}")], drop=[f"page:{(number * 7) % 40}"])
    if number % 5 == 0:
        with shard.making() as add:
            add([doc(key) for key in range(20)])
"""


@pytest.mark.kill
def test_a_writer_killed_at_any_moment_leaves_an_index_that_answers(shard: Shard) -> None:
    seed = int(os.environ.get("BEFFROI_SEED") or random.SystemRandom().randrange(2**32))
    print(f"seed: {seed} (BEFFROI_SEED={seed} replays it)")  # noqa: T201
    moments = random.Random(seed)  # noqa: S311  # to be run again
    make(shard, *(doc(number) for number in range(20)))
    for _turn in range(8):
        command = [sys.executable, "-c", WRITER, str(shard.folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, 0.6))
            writer.send_signal(signal.SIGKILL)
        assert found(shard, "march")
        shard.write(put=[doc(99, "la mairie, après la panne")])
        assert found(shard, "mair") == {"page:99"}
    make(shard, doc(1))
    assert len(list(shard.folder.glob("i-*"))) == 1


def test_who_reads_a_damaged_index_waits_for_the_writer_before_throwing_it_away(shard: Shard) -> None:
    make(shard, doc(1))
    standing = (shard.folder / CURRENT).resolve()
    with (
        mock.patch.object(shards, "BRIEF", 0.0),
        shards._locked(shard.folder / shards.LOCK, 0.0),
        pytest.raises(MissingShardError),
        shard.reading(),
    ):
        raise EOFError
    assert (shard.folder / CURRENT).resolve() == standing  # the writer may be about to replace it
    with pytest.raises(MissingShardError), shard.reading():
        raise EOFError
    assert not shard.stands

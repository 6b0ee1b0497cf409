"""Ours beside Wagtail's own backends on the same 2 000 documents: time to index, time to answer, size, relevance.

The documents are the title and the words of everything that the showcase of Cahors has online, then texts made of its
sentences, drawn with a fixed seed. The questions are those that the tests ask of the visitors' search.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.servers.postgresql import postgresql

DOCUMENTS = 2_000
ASKED_TIMES = 3
FIRST = 5  # what a visitor looks at
QUESTIONS = Path(__file__).parents[1] / "cms/search/visitors/questions.toml"


@dataclass(frozen=True)
class Document:
    """``url`` is empty for a text that answers nothing."""

    title: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Measured:
    """One backend: seconds, then wall milliseconds of a question, megabytes, and how well it answers."""

    name: str
    index: float
    p50: float
    p95: float
    megabytes: float
    mrr: float
    recall: float


def measure_all() -> list[Measured]:
    """A process for each database, with a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, postgresql() as url:
        places: dict[str, dict[str, str]] = {"sqlite": {}, "postgresql": {"DATABASE_URL": url}}
        return [
            Measured(**row)
            for name, database in places.items()
            for row in json.loads(_run(Path(folder) / name, database).splitlines()[-1])
        ]


def _run(var: Path, database: dict[str, str]) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.searching"],
        # The pages go into the index of the database; ours is filled beside it.
        env={**os.environ, "BEFFROI_VAR": str(var), "BEFFROI_SEARCH": "database", **database},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return run.stdout


def measure() -> list[Measured]:
    """In this process, on the database of the environment."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from cms.search.visitors.keeping import synchronise
    from tests.showcase import build_cahors

    call_command("migrate", verbosity=0)
    commune = build_cahors(Path(settings.BEFFROI_VAR))
    synchronise(commune, read=DOCUMENTS)
    documents = list(_documents(commune.insee))
    asked = [row for group in tomllib.loads(QUESTIONS.read_text(encoding="utf-8")).values() for row in group]
    found = [_ours(commune, documents, asked)] if connection.vendor == "sqlite" else []
    return [*found, *_theirs(commune, documents, asked)]


def _documents(insee: str) -> Iterator[Document]:
    from cms.search.visitors.schema import shard_of

    known = [Document(row["title"], row["shown"], url) for url, row in sorted(shard_of(insee).keys().items())]
    yield from known
    draw = random.Random(46)  # noqa: S311  # the same texts at each run
    sentences = [sentence for one in known for sentence in one.text.split(". ") if len(sentence) > FIRST]
    for number in range(DOCUMENTS - len(known)):
        text = ". ".join(draw.choices(sentences, k=12))
        yield Document(f"{' '.join(draw.choice(sentences).split()[:6])} {number}", text)


def _ours(commune: Any, documents: Sequence[Document], asked: Sequence[Any]) -> Measured:
    from cms.search.visitors.entries import Entry
    from cms.search.visitors.find import find
    from cms.search.visitors.reading import Words
    from cms.search.visitors.schema import document, folder_of, shard_of

    rows = [
        document(Entry(one.url or f"/texte/{number}/", one.title, "page"), Words(text=one.text), None)
        for number, one in enumerate(documents)
    ]
    start = time.perf_counter()
    with shard_of(commune.insee).making() as add:
        add(rows)
    seconds = time.perf_counter() - start
    size = sum(file.stat().st_size for file in (folder_of(commune.insee) / "index").rglob("*") if file.is_file())
    return _measured(
        "ours (Whoosh)", seconds, size, asked, lambda question: [hit.url for hit in find(commune, question).hits]
    )


def _theirs(commune: Any, documents: Sequence[Document], asked: Sequence[Any]) -> list[Measured]:
    from django.core.management import call_command
    from django.db import connection
    from wagtail.search.models import IndexEntry

    from cms.models import BasePage, Page, Rubrique

    parent = Rubrique.objects.descendant_of(commune.site.root_page).first()
    BasePage.objects.child_of(parent).delete()
    parent.refresh_from_db()
    urls = {}
    for number, one in enumerate(documents):
        body = [("text", "".join(f"<p>{line}</p>" for line in one.text.splitlines()))]
        page = parent.add_child(instance=Page(title=one.title[:255], slug=f"d{number}", intro="", body=body))
        urls[page.pk] = one.url
    start = time.perf_counter()
    call_command("update_index", verbosity=0)
    seconds = time.perf_counter() - start
    size = _size(IndexEntry._meta.db_table)
    pages = BasePage.objects.child_of(parent)

    def asking(operator: str) -> Callable[[str], list[str]]:
        return lambda question: [urls[page.pk] for page in pages.search(question, operator=operator)[:10]]

    engine = "SQLite FTS5" if connection.vendor == "sqlite" else "PostgreSQL"
    return [_measured(f"{engine}, {operator}", seconds, size, asked, asking(operator)) for operator in ("and", "or")]


def _size(table: str) -> int:
    """Bytes of the index of the database; of SQLite's, what the file loses when it is emptied."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
            return int(cursor.fetchone()[0])
        cursor.execute(f"SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '{table}%'")
        return int(cursor.fetchone()[0])


def _measured(
    name: str, seconds: float, size: int, asked: Sequence[Any], search: Callable[[str], list[str]]
) -> Measured:
    times, ranks = [], []
    for again in range(ASKED_TIMES):
        for row in asked:
            start = time.perf_counter()
            found = search(row["question"])
            times.append((time.perf_counter() - start) * 1000)
            if not again:
                ranks.append(_rank(found, row["pages"]))
    cuts = statistics.quantiles(times, n=20)
    return Measured(
        name,
        seconds,
        statistics.median(times),
        cuts[-1],
        size / 1e6,
        sum(1 / rank for rank in ranks if rank) / len(ranks),
        sum(0 < rank <= FIRST for rank in ranks) / len(ranks),
    )


def _rank(found: Sequence[str], pages: Sequence[str]) -> int:
    """From 1; 0 when none of the pages is there."""
    for rank, url in enumerate(found, 1):
        if any(url.endswith(page) if page.endswith("/") else page in url for page in pages):
            return rank
    return 0


def table(rows: Sequence[Measured]) -> list[tuple[str, ...]]:
    """For printing."""
    return [
        (
            row.name,
            f"{row.index:.1f} s",
            f"{row.p50:.1f}",
            f"{row.p95:.1f}",
            f"{row.megabytes:.1f}",
            f"{row.mrr:.3f}",
            f"{row.recall:.3f}",
        )
        for row in rows
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measure()]))

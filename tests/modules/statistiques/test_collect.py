"""Each line is counted once, for its own commune, whatever happens to the logs."""

import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_save

from modules.statistiques import collect
from modules.statistiques.models import ReadLog, Views
from tests.modules.statistiques.test_parse import line
from tests.world import World

DAY = date(2026, 11, 21)


@pytest.fixture
def log(world: World, var: Path) -> Path:
    """The log of an hour."""
    folder = var / collect.FOLDER
    folder.mkdir()
    return folder / "20261121T22-1.log"


def read(path: str = "/agenda/", host: str = "aubord.localhost") -> bytes:
    return line(request={"uri": path, "host": host}) + b"\n"


def counts() -> dict[tuple[str, str], int]:
    return {(row.commune.name, row.path): row.count for row in Views.objects.select_related("commune")}


def test_views_add_up_by_commune_and_by_page(log: Path) -> None:
    log.write_bytes(read() * 3 + read("/") + read("/", "belleville.localhost"))
    assert collect.collect() == 5
    assert counts() == {("Aubord", "/agenda/"): 3, ("Aubord", "/"): 1, ("Belleville", "/"): 1}
    with log.open("ab") as file:
        file.write(read() * 2)
    assert collect.collect() == 2
    assert counts()["Aubord", "/agenda/"] == 5


def test_what_was_counted_is_not_counted_again(log: Path) -> None:
    log.write_bytes(read())
    collect.collect()
    assert collect.collect() == 0
    log.rename(log.with_name("renamed.json"))
    assert collect.collect() == 0, "the same log under another name"
    assert counts() == {("Aubord", "/agenda/"): 1}


def test_a_line_still_being_written_waits_for_its_end(log: Path) -> None:
    whole = read()
    log.write_bytes(whole + whole[:40])
    assert collect.collect() == 1
    with log.open("ab") as file:
        file.write(whole[40:])
    assert collect.collect() == 1
    assert counts() == {("Aubord", "/agenda/"): 2}


def test_a_long_log_is_read_by_parts(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "AT_ONCE", 600)
    log.write_bytes(read() * 20)
    assert collect.collect() == 20
    assert counts() == {("Aubord", "/agenda/"): 20}


def test_what_is_no_log_ends_nothing(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "AT_ONCE", 600)
    log.write_bytes(b"x" * 2000 + b"\n" + read())
    collect.collect()
    assert sum(counts().values()) <= 1


def test_a_host_that_is_nobodys_and_a_commune_without_the_module_are_not_counted(log: Path, world: World) -> None:
    world.belleville.commune.options = {"modules_off": ["statistiques"]}
    world.belleville.commune.save()
    log.write_bytes(read("/", "ailleurs.fr") + read("/", "belleville.localhost"))
    collect.collect()
    assert counts() == {}


def test_a_failure_in_the_middle_counts_nothing_by_half(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write_bytes(read())

    def refuse(*_arguments: object) -> None:
        raise ValidationError("no")

    with monkeypatch.context() as patched:
        patched.setattr(Views, "add", refuse)
        with pytest.raises(ValidationError):
            collect.collect()
    assert counts() == {}
    assert collect.collect() == 1


def test_a_log_of_the_embedded_server_is_thrown_away_once_read(log: Path) -> None:
    caddy = log.with_name("caddy.json")
    for file in (log, caddy):
        file.write_bytes(read())
    collect.collect()
    assert log.exists(), "the hour may not be over"
    old = time.time() - collect.IDLE - 1
    for file in (log, caddy):
        os.utime(file, (old, old))
    collect.collect()
    assert not log.exists()
    assert caddy.exists(), "Caddy's are its own business"
    assert ReadLog.objects.count() == 1


def test_nothing_is_kept_beyond_twenty_five_months(world: World) -> None:
    commune = world.aubord.commune
    for day in (date(2024, 10, 21), date(2024, 10, 22), DAY):
        Views.objects.create(commune=commune, day=day, path="/", count=1)
    assert collect.purge(date(2026, 11, 22)) == 1
    assert Views.objects.earliest("day").day == date(2024, 10, 22)


@pytest.mark.parametrize("pages", [1, 3])
def test_the_cost_does_not_grow_with_the_pages(log: Path, pages: int, django_assert_num_queries: object) -> None:
    log.write_bytes(read())
    collect.collect()
    with log.open("ab") as file:
        file.write(b"".join(read(f"/page-{number}/") for number in range(pages)) + read())
    with django_assert_num_queries(6):  # type: ignore[operator]
        collect.collect()


def test_many_pages_of_many_communes_are_each_counted_once(log: Path) -> None:
    hosts = ("aubord.localhost", "belleville.localhost")
    log.write_bytes(b"".join(read(f"/page-{number}/", host) for number in range(700) for host in hosts))
    collect.collect()
    assert set(counts().values()) == {1}
    assert len(counts()) == 1400


def test_a_log_that_cannot_be_read_is_told_and_stops_no_other(
    log: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log.write_bytes(read())
    closed = log.with_name("0-closed.log")
    closed.write_bytes(read())
    whole = Path.open

    def opened(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return whole(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", opened)
    assert collect.collect() == 1
    assert "0-closed.log ne se lit pas" in caplog.text


def test_counting_and_forgetting_bake_no_site_again() -> None:
    assert not [
        receiver
        for signal in (post_save, post_delete)
        for receiver in signal._live_receivers(Views)[0]
        if "sites.receivers" in getattr(receiver, "__module__", "")
    ]

"""What every test shares: a folder of its own, and skips that become failures where nothing may be missing."""

import os
import signal
import tempfile
import threading
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.world import World

# Before Django reads its settings: tests never touch the data of an install. So the settings are named here rather
# than in pyproject.toml, whose DJANGO_SETTINGS_MODULE pytest-django obeys before this file is read.
_SCRATCH = tempfile.TemporaryDirectory(prefix="beffroi-tests-")
os.environ["BEFFROI_VAR"] = _SCRATCH.name
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
os.environ.setdefault("BEFFROI_SECRET_KEY", "tests-only")
os.environ.pop("DATABASE_URL", None) if not os.environ.get("BEFFROI_TEST_DATABASE_URL") else os.environ.update(
    DATABASE_URL=os.environ["BEFFROI_TEST_DATABASE_URL"]
)

django.setup()

from tests import schema  # noqa: E402  # it names Django's own modules

# How long an example takes is the machine's affair, never a failure.
hypothesis.settings.register_profile(
    "beffroi", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("beffroi")

# The fixtures by which pytest-django gives the database.
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "django_db_setup"}

STRICT = os.environ.get("BEFFROI_STRICT") == "1"

# A shell that puts its commands in the background has them ignore Ctrl-C, and so would the processes started here.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """The processes that run the tests inherit no settings: they would share this one's cache, files and index."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In strict mode a skip is a failure: the machine is expected to hold every server and browser.

    Real corpora are no part of the project: a test that reads one may always do without.
    """
    report = yield
    if STRICT and report.skipped and not hasattr(report, "wasxfail") and "BEFFROI_CORPUS" not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"Skipped in strict mode: {report.longrepr}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest of all first: begun last, one process would run it while the other has nothing left.

    On another database than SQLite, what asks no database anything would say the same once more: it is left out.
    """
    items.sort(key=lambda item: item.path.name != "test_postgresql.py")
    if os.environ.get("BEFFROI_TEST_DATABASE_URL"):
        pure = [item for item in items if not asks_the_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if asks_the_database(item)]


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test has the database, by its marker or by a fixture."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE)


@pytest.fixture(autouse=True, scope="session")
def _connections_outlive_requests() -> Generator[None, None, None]:
    """A request or a task that ends in a test closes no connection inside the test's own transaction.

    Django closes those that left autocommit. In SQLite's memory that does nothing; on PostgreSQL the test ends there.
    """
    from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: PLC0415  # once Django is set up

    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def close_unless_in_a_test(connection: BaseDatabaseWrapper) -> None:
        if not connection.in_atomic_block:
            close(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", close_unless_in_a_test)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Generator[None, None, None]:
    """The moment before pytest-django makes the database: its schema comes from the last run that made the same."""
    with schema.remembering():
        yield


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    """What the visitors of other tests asked in the last minute counts against nobody."""
    from sites.public.visitors import forget_everyone  # noqa: PLC0415  # once Django is set up

    forget_everyone()


@pytest.fixture
def var(tmp_path: Path, settings: object) -> Path:
    """A ``BEFFROI_VAR`` of this test's own."""
    for name, value in {
        "BEFFROI_VAR": tmp_path,
        "MEDIA_ROOT": tmp_path / "media",
        "STATIC_ROOT": tmp_path / "static",
        "EMAIL_FILE_PATH": tmp_path / "outbox",
    }.items():
        setattr(settings, name, value)
    return tmp_path


@pytest.fixture
def world(db: None, var: Path) -> "World":
    """Two communes full of data, ``aubord`` and ``belleville``."""
    from django.db import connection  # noqa: PLC0415  # models load once Django is set up

    from tests.world import build_world  # noqa: PLC0415

    built = build_world()
    connection.run_on_commit.clear()  # what building it asked for is no concern of the test
    return built

"""The data layer, once more, on the database used in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.postgresql import postgresql

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.server
def test_the_data_layer_passes_its_tests_on_postgresql() -> None:
    """Catches SQL that only SQLite accepts: loose types, LIKE without case, constraints checked too late."""
    try:
        with postgresql() as url:
            environment = {**os.environ, "BEFFROI_TEST_DATABASE_URL": url}
            # Inherited, pytest-django would read the settings before the suite has named a folder of its own.
            del environment["DJANGO_SETTINGS_MODULE"]
            run = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pytest",
                    "-q",
                    "-p",
                    "no:cacheprovider",
                    "-m",
                    "not browser and not server and not kill and not isolation and not once",
                    "tests/sites",
                    "tests/cms",
                    "tests/deploy",
                    "tests/modules",
                ],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
    except FileNotFoundError as missing:
        pytest.skip(str(missing))
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]

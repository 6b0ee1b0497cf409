"""What modelsearch asks of any backend."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# As many tests as modelsearch 1.3.2 has for all backends: fewer would mean that some were not found.
TESTS = 116


def test_the_backend_passes_all_the_tests_that_modelsearch_has_for_any(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.cms.search.suite.settings", "BEFFROI_VAR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-m", "django", "test", "tests.cms.search.suite.ours"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert int(re.findall(r"Ran (\d+) tests", run.stderr)[0]) >= TESTS
    assert re.findall(r"^OK.*$", run.stderr, re.MULTILINE) == ["OK"], run.stderr

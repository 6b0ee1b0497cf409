"""A folder of its own for each process of the tests, named before Django reads its settings.

Named in ``addopts``, so that it is read before pytest-django looks at the environment: a process started by another
one of the tests inherits that one's variables, and would share its cache, its files and its index.
"""

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="beffroi-tests-")
FOLDER = _FOLDER.name

# Tests never touch the data of an install.
os.environ["BEFFROI_VAR"] = FOLDER
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
os.environ.setdefault("BEFFROI_SECRET_KEY", "tests-only")
os.environ.pop("DATABASE_URL", None)
if os.environ.get("BEFFROI_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["BEFFROI_TEST_DATABASE_URL"]

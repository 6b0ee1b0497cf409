"""The project in which modelsearch's own tests run: its models, and our backend alone."""

import os
from pathlib import Path

from tests.cms.search.suite import library

BEFFROI_VAR = Path(os.environ["BEFFROI_VAR"])
library.write(BEFFROI_VAR)

SECRET_KEY = "tests-only"
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
FIXTURE_DIRS = [BEFFROI_VAR]
ROOT_URLCONF = "modelsearch.test.urls"
USE_TZ = True
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend"}}

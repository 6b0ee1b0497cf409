"""Tests keep to a folder of their own."""

from pathlib import Path
from typing import Any, cast

from django.conf import settings


def test_no_test_touches_the_data_of_an_install() -> None:
    folders = {
        settings.BEFFROI_VAR,
        Path(settings.MEDIA_ROOT).parent,
        Path(str(cast("dict[str, Any]", settings.CACHES["default"])["LOCATION"])).parent,
    }
    assert {"beffroi-tests-" in str(folder) for folder in folders} == {True}

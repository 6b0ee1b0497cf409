"""Each process of the tests keeps to a folder of its own, and a group of tests to one process."""

import os
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings


def test_no_test_touches_the_data_of_an_install_nor_of_another_process() -> None:
    folders = {
        settings.BEFFROI_VAR,
        Path(settings.MEDIA_ROOT).parent,
        Path(str(cast("dict[str, Any]", settings.CACHES["default"])["LOCATION"])).parent,
    }
    assert folders == {Path(os.environ["BEFFROI_VAR"])}


@pytest.mark.xdist_group("one")
def test_a_group_of_tests_is_told_to_one_process(request: pytest.FixtureRequest) -> None:
    """What is dear (a real mail server, the demonstration) is made once, not once in each process."""
    if getattr(request.config.option, "loadgroup", False):  # as pytest-xdist tells its processes
        assert request.node.nodeid.endswith("@one")

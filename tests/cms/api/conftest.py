"""A commune that is online, and somebody who asks."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cms.api import views
from sites.bake.bakery import bake
from tests.sites.tenancy.planted import PlantedWorld, build_planted_world

PREFIX = "/_/api/v1"
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> Iterator[None]:
    views.limiter.forget()
    views.searches.forget()
    yield
    views.limiter.forget()
    views.searches.forget()


@pytest.fixture
def ask() -> Ask:
    """``ask("/pages")`` gives the answer of Aubord; ``data`` is its JSON."""

    def asked(path: str, host: str = "aubord.localhost", method: str = "GET", **more: Any) -> Any:
        headers = {"host": host, **more.pop("headers", {})}
        answer: Any = Client(headers=headers).generic(method, f"{PREFIX}{path}", **more)
        answer.data = (
            json.loads(answer.content) if answer.content and "json" in answer.get("Content-Type", "") else None
        )
        return answer

    return asked


@pytest.fixture
def full(db: None, var: Path) -> PlantedWorld:
    """Two communes with something of everything, both online."""
    planted = build_planted_world()
    for it in (planted.aubord, planted.belleville):
        result = bake(it.commune)
        assert (result.error, result.failures) == ("", ())
    return planted

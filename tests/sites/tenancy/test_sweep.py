"""The walk notices what it is made to notice."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from cms import urls as product
from cms.models import Mairie
from sites.models import Commune
from sites.rendering.veil import veil
from sites.tenancy.gate.opening import _MEMBERS, open_to_members
from tests.sites.tenancy.planted import build_planted_world
from tests.sites.tenancy.sweep import sweep
from tests.sites.tenancy.sweep.addresses import Address, NoFactoryError, values
from tests.sites.tenancy.sweep.visitor import Visitor, read_out
from tests.sites.tenancy.sweep.watch import Watch

pytestmark = pytest.mark.isolation


def careless(_request: HttpRequest, commune_id: int) -> HttpResponse:
    """A view that asks nobody."""
    return HttpResponse(Commune.objects.exclude(pk=commune_id).get().name)


def harmful(_request: HttpRequest) -> HttpResponse:
    """A view that writes everywhere."""
    Mairie.objects.update(phone="01 99 00 00 00")
    return HttpResponse("")


urlpatterns = [
    path("negligence/<int:commune_id>/", careless, name="careless"),
    path("degats/", harmful, name="harmful"),
    path("", include(product)),
]


def test_an_argument_without_factory_is_an_error() -> None:
    with pytest.raises(NoFactoryError, match="« souvenir_id »"):
        values(Address("souvenirs:edit", "souvenirs/<int:souvenir_id>/", ("souvenir_id",), None), None)  # type: ignore[arg-type]


def test_a_text_is_read_as_a_browser_shows_it() -> None:
    assert "mairie@aubord.example" in read_out(veil("<p>mairie@aubord.example</p>"))
    assert "saint-cirq" in read_out('{"name": "saint\\u002Dcirq"}')


@override_settings(ROOT_URLCONF="tests.sites.tenancy.test_sweep")
def test_views_that_leak_or_harm_are_found(db: None, var: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = build_planted_world()
    a, b = planted.aubord, planted.belleville
    for name in ("careless", "harmful"):
        monkeypatch.setitem(_MEMBERS, name, None)
    open_to_members("careless", "harmful")
    report = sweep.Report()
    ours = {"careless", "harmful"}
    found = [case for case in sweep.cases(a, report) if case.address.name in ours]
    at_home = [case for case in sweep.cases(b, report) if case.address.name in ours]
    visitor, watch = Visitor("contributeur", b.contributeur), Watch(a)
    sweep.attack(found, visitor, a, watch, report)
    sweep.own_forms(at_home, visitor, a, watch, report)
    assert {name: {reason.split()[0] for reason in found} for name, found in report.leaks.items() if found} == {
        "careless": {"contributeur"},
        "harmful": {"contributeur"},
    }
    assert any("SHOWS" in reason for reason in report.leaks["careless"])
    assert all("CHANGES" in reason for reason in report.leaks["harmful"])

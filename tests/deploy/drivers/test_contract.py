"""The contract of every driver: what is applied is read back, twice is once, and a kept thing is never deleted."""

from dataclasses import replace
from datetime import date

import pytest

from deploy import models
from deploy.desired import desired
from deploy.drivers.base import Driver, DriverError
from deploy.drivers.chosen import drivers
from deploy.drivers.mail.hosted import HostedDriver
from deploy.drivers.mail.tables import TablesDriver
from deploy.drivers.memory import MemoryDriver
from deploy.drivers.registrar.domains import DomainDriver
from deploy.drivers.registrar.epp import Epp
from deploy.drivers.registrar.eppwire import Account
from deploy.models import CommuneReference
from deploy.provision import driver_of
from deploy.records import facts_of
from deploy.resources import RESOURCES, Resource, key, thing
from deploy.subscriptions import Line, LineKind, Subscription
from sites.plan import Plan
from tests.deploy.conftest import CAHORS, FIGEAC
from tests.servers.registry import LOGIN, PASSWORD

DAY = date(2026, 12, 1)


class Twin(MemoryDriver):
    """The memory of every kind of resource: what real drivers are compared with."""

    def __init__(self) -> None:
        super().__init__({resource.kind for resource in RESOURCES})


def subscription(reference: CommuneReference, **changes: str) -> Subscription:
    values = {"pack": "confort", "theme": "causse", "role": "contributeur", "quota": "5", "phone": "05 65 00 00 00"}
    values |= changes
    name = reference.name.lower()
    lines = (
        Line(LineKind.PACK, values["pack"], DAY),
        Line(LineKind.THEME, values["theme"], DAY),
        Line(LineKind.HOST, f"{name}.localhost", DAY),
        Line(LineKind.DOMAIN, f"{name}.example", DAY, data={"serving": True}),
        Line(
            LineKind.MAILBOX,
            f"mairie@{name}.example",
            DAY,
            data={"gigabytes": int(values["quota"]), "style": "classique"},
        ),
        Line(LineKind.ALIAS, f"contact@{name}.example", DAY, data={"targets": [f"mairie@{name}.example"]}),
        Line(LineKind.PERSON, "anne@example.org", DAY, data={"name": "Anne Dupont", "role": values["role"]}),
    )
    return Subscription(facts_of(reference), lines, {"phone": values["phone"], "hours": {"monday": "14:00-17:00"}})


# Vendors of zones, by the fixture that gives each a server.
ON = [
    pytest.param("on_powerdns", marks=pytest.mark.server),
    pytest.param("on_rfc2136", marks=pytest.mark.server),
    "on_ovh",
    "on_gandi",
]
# Vendors of mail, likewise.
MAIL = ["on_zimbra", "on_dimail", "on_mxplan"]


def registered(request: pytest.FixtureRequest, communes: dict[str, CommuneReference]) -> Driver:
    """Domains at the registry of the tests, in the name of communes whose order is kept."""
    for insee in (CAHORS, FIGEAC):
        facts = {"address": "1 place", "phone": "05 65 00 00 00", "email": "mairie@example.org"}
        models.Subscription.objects.create(commune=communes[insee], facts=facts)
    it = request.getfixturevalue("registry")
    account = Account("127.0.0.1", it.epp_port, LOGIN, PASSWORD, it.authority)
    return DomainDriver(Epp(account))


@pytest.fixture(
    params=[*drivers(), Twin(), TablesDriver(), registered, *ON, *MAIL],
    ids=lambda one: one if isinstance(one, str) else getattr(one, "__name__", type(one).__name__),
)
def driver(request: pytest.FixtureRequest, communes: dict[str, CommuneReference]) -> Driver:
    """Each driver, with what it leans on: people need their site."""
    if request.param is registered:
        return registered(request, communes)
    if isinstance(request.param, str):
        request.getfixturevalue(request.param)
        return driver_of("mailbox" if request.param in MAIL else "dns")
    if request.param.kinds == {"person"}:
        for insee in (CAHORS, FIGEAC):
            _bring(driver_of("site"), subscription(communes[insee]))
    return request.param


def _wanted(driver: Driver, *subscriptions: Subscription) -> list[Resource]:
    return [resource for one in subscriptions for resource in desired(one, DAY) if resource.kind in driver.kinds]


def _plan(driver: Driver, *subscriptions: Subscription, wanted: list[Resource] | None = None) -> Plan:
    wanted = _wanted(driver, *subscriptions) if wanted is None else wanted
    return Plan.between(map(thing, driver.read(subscriptions)), map(thing, wanted))


def _bring(driver: Driver, *subscriptions: Subscription) -> None:
    for change in _plan(driver, *subscriptions).to_apply:
        driver.apply(change)


def test_nothing_exists_before_the_first_order(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    assert list(driver.read([subscription(communes[CAHORS])])) == []


def test_what_is_applied_is_read_back_and_plans_nothing(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    cahors = subscription(communes[CAHORS])
    _bring(driver, cahors)
    assert {key(one): thing(one) for one in driver.read([cahors])} == {
        key(one): thing(one) for one in _wanted(driver, cahors)
    }
    assert len(_plan(driver, cahors)) == 0


def test_a_change_made_twice_is_made_once(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    cahors = subscription(communes[CAHORS])
    changes = _plan(driver, cahors).to_apply
    for change in (*changes, *changes):
        driver.apply(change)
    assert len(_plan(driver, cahors)) == 0


def test_what_an_order_changes_is_changed_in_place(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    _bring(driver, subscription(communes[CAHORS]))
    largest = str(driver.host.offer.gigabytes if isinstance(driver, HostedDriver) else 10)
    later = subscription(
        communes[CAHORS], pack="expert", theme="utopia", role="gestionnaire", quota=largest, phone="05 01"
    )
    later = replace(later, demo=True)
    _bring(driver, later)
    assert len(_plan(driver, later)) == 0


def test_only_the_communes_asked_for_are_read(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    cahors, figeac = subscription(communes[CAHORS]), subscription(communes[FIGEAC])
    _bring(driver, cahors)
    _bring(driver, figeac)
    assert {resource.insee for resource in driver.read([figeac])} == {FIGEAC}


def test_what_is_no_longer_wanted_goes_unless_it_is_kept(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    cahors = subscription(communes[CAHORS])
    _bring(driver, cahors)
    kept = {key(one) for one in _wanted(driver, cahors) if one.kept}
    for change in _plan(driver, cahors, wanted=[]).to_apply:
        driver.apply(change)
    assert {key(one) for one in driver.read([cahors])} == kept


def test_a_kept_thing_is_not_deleted_even_when_asked(driver: Driver, communes: dict[str, CommuneReference]) -> None:
    cahors = subscription(communes[CAHORS])
    _bring(driver, cahors)
    things = [replace(thing(one), kept=False) for one in _wanted(driver, cahors) if one.kept]
    for change in Plan.between(things, []).to_apply:
        with pytest.raises(DriverError, match="ne peut pas être supprimé"):
            driver.apply(change)
    assert len(_plan(driver, cahors)) == 0


def test_every_kind_of_resource_has_exactly_one_driver() -> None:
    kinds = [kind for driver in drivers() for kind in driver.kinds]
    assert sorted(kinds) == sorted(resource.kind for resource in RESOURCES)

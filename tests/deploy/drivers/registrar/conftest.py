"""A commune that ordered a domain, and each registrar before a stand-in of its own."""

from collections.abc import Generator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.deploy.conftest import CAHORS
from tests.servers import registrars
from tests.servers.registry import LOGIN, PASSWORD, Registry

if TYPE_CHECKING:
    from deploy.drivers.registrar.epp import Epp
    from deploy.drivers.registrar.gandi import Gandi
    from deploy.drivers.registrar.manual import Manual
    from deploy.drivers.registrar.ovh import Ovh
    from deploy.models import CommuneReference, DomainName

NAME = "cahors.fr"
FACTS = {"address": "73 boulevard Gambetta", "phone": "05 65 00 00 00", "email": "mairie@cahors.example"}


@pytest.fixture
def ordered(communes: "dict[str, CommuneReference]") -> "DomainName":
    from deploy.models import DomainName, Subscription  # noqa: PLC0415

    Subscription.objects.create(commune=communes[CAHORS], facts=FACTS)
    return DomainName.objects.create(name=NAME, commune=communes[CAHORS])


@pytest.fixture
def epp(registry: Registry) -> "Epp":
    from deploy.drivers.registrar.epp import Epp  # noqa: PLC0415
    from deploy.drivers.registrar.eppwire import Account  # noqa: PLC0415

    return Epp(Account("127.0.0.1", registry.epp_port, LOGIN, PASSWORD, registry.authority))


@pytest.fixture
def manual(registry: Registry, settings: Any) -> "Manual":
    from deploy.drivers.registrar.manual import Manual  # noqa: PLC0415

    settings.BEFFROI_RDAP = [f"fr={registry.rdap}"]
    return Manual()


@pytest.fixture
def gandi_api() -> Generator[registrars.Standin, None, None]:
    with registrars.standin(registrars.gandi) as it:
        yield it


@pytest.fixture
def gandi(gandi_api: registrars.Standin) -> "Gandi":
    from deploy.drivers.registrar.gandi import Gandi  # noqa: PLC0415

    return Gandi(f"http://127.0.0.1:{gandi_api.port}", registrars.TOKEN)


@pytest.fixture
def ovh_api() -> Generator[registrars.Standin, None, None]:
    with registrars.standin(registrars.ovh) as it:
        yield it


@pytest.fixture
def ovh(ovh_api: registrars.Standin) -> "Ovh":
    from deploy.drivers.asking.ovh import Keys  # noqa: PLC0415
    from deploy.drivers.registrar.ovh import Ovh  # noqa: PLC0415

    keys = Keys(registrars.APPLICATION, registrars.SECRET, registrars.CONSUMER)
    return Ovh(f"http://127.0.0.1:{ovh_api.port}", keys)


def later(minutes: int = 20) -> None:
    """Time passes for what was begun."""
    from deploy.models import Operation  # noqa: PLC0415

    Operation.objects.update(begun_at=timezone.now() - timedelta(minutes=minutes))

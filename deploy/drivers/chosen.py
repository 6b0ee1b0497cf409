"""The drivers at work, as the settings name them: one a room, and paper for every kind that none of them holds."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from deploy.drivers.base import Driver
from deploy.drivers.cms_people import CmsPeopleDriver
from deploy.drivers.cms_site import CmsSiteDriver
from deploy.drivers.memory import MemoryDriver
from deploy.drivers.web_hosts import WebHostsDriver
from deploy.resources import RESOURCES

PAPER = "memory"
# By setting: the vendors it may name. A vendor's library is loaded only where it is chosen.
ROOMS: Mapping[str, Mapping[str, str]] = {
    "BEFFROI_DNS": {
        "powerdns": "deploy.drivers.dns.powerdns.driver",
        "rfc2136": "deploy.drivers.dns.rfc2136.driver",
        "ovh": "deploy.drivers.dns.ovh.driver",
        "gandi": "deploy.drivers.dns.gandi.driver",
    },
    "BEFFROI_REGISTRAR": {
        "manual": "deploy.drivers.registrar.manual.driver",
        "gandi": "deploy.drivers.registrar.gandi.driver",
        "ovh": "deploy.drivers.registrar.ovh.driver",
        "epp": "deploy.drivers.registrar.epp.driver",
    },
    "BEFFROI_MAIL": {
        "tables": "deploy.drivers.mail.tables.TablesDriver",
        "zimbra": "deploy.drivers.mail.zimbra.driver",
        "dimail": "deploy.drivers.mail.dimail.driver",
        "ovh": "deploy.drivers.mail.ovh.driver",
    },
    "BEFFROI_WEB": {},
}


def drivers() -> tuple[Driver, ...]:
    """Every driver once; between them each kind of resources has exactly one.

    Raises:
        ImproperlyConfigured: a setting names a vendor that does not exist.

    """
    real = (*_vendors(), CmsSiteDriver(), CmsPeopleDriver())
    held = {kind for driver in real for kind in driver.kinds}
    if "vhost" not in held:
        real = (WebHostsDriver(), *real)
        held.add("vhost")
    return MemoryDriver({resource.kind for resource in RESOURCES} - held), *real


def by_kind() -> dict[str, Driver]:
    """The driver of each kind of resources."""
    return {kind: driver for driver in drivers() for kind in driver.kinds}


def _vendors() -> Iterator[Driver]:
    for setting, known in ROOMS.items():
        name = getattr(settings, setting)
        if name == PAPER:
            continue
        if name not in known:
            raise ImproperlyConfigured(
                f"{setting} : « {name} » est inconnu ; les choix sont {', '.join((PAPER, *known))}."
            )
        yield import_string(known[name])()

"""The services one may write to, for other programs: without their addresses, which the site does not show."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sites.bake.snapshot import Snapshot
from sites.modules import PublicList


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service, and what it does."""

    name: str
    about: str


def _services(snapshot: Snapshot) -> Iterator[ServiceRow]:
    data = snapshot.data["contact"]
    if data["url"]:
        yield from (ServiceRow(name, about) for name, _address, about in data["services"])


LISTS = (PublicList("services", _("Les services à qui l’on peut écrire"), ServiceRow, _services),)

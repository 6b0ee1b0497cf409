"""Where the commune can be followed, for other programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sites.bake.snapshot import Snapshot
from sites.modules import PublicList

if TYPE_CHECKING:
    from modules.reseaux_sociaux.apps import Presence


@dataclass(frozen=True, slots=True)
class Network:
    """A page elsewhere."""

    name: str
    url: str


def _followed(snapshot: Snapshot) -> Iterator[Network]:
    presence: Presence = snapshot.data["reseaux_sociaux"]
    return (Network(it.name, it.url) for it in presence.followed)


LISTS = (PublicList("reseaux", _("Où suivre la commune"), Network, _followed),)

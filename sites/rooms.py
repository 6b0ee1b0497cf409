"""Parts of the platform that every commune has, and that visitors or the bake reach. Modules are another matter.

Django's app registry is their registry too: a room is an ``AppConfig`` that says so.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from sites.bake.outputs import Outputs
    from sites.bake.views import Processing
    from sites.models import Commune
    from sites.modules import Chore
    from sites.rendering.renderer import Renderer


class Room(AppConfig):
    """Its app label is its code, the one that stands in addresses. Every hook has a default that does nothing."""

    public_urls: ClassVar[str] = ""
    """Dotted path of the addresses that visitors reach below ``/_/<code>/``."""

    open_urls: ClassVar[str] = ""
    """Dotted path of addresses that answer under the admin's name to anybody; the room opens each at the gate."""

    only_read: ClassVar[bool] = False
    """Whether it is open to the pages of every other site: nothing is sent to it, and it says so by itself."""

    chores: "ClassVar[tuple[Chore, ...]]" = ()
    """What the worker does for it in the background."""

    @property
    def code(self) -> str:
        """The name it has in addresses."""
        return self.label

    def beside(self, renderer: "Renderer", made: "Outputs") -> Iterable[tuple[str, bytes]]:  # noqa: ARG002  # a default
        """Private files ``(path, content)`` that lie beside the public folder of each generation.

        Called once everything is rendered, with what was ``made`` of it; what it looks up in the library is published
        with the rest.
        """
        return ()

    def shown(self, renderer: "Renderer", made: "Outputs") -> Iterable[tuple[str, bytes]]:  # noqa: ARG002  # the same
        """Public files ``(path, content)``, made of all the others: called last, when ``made`` holds them."""
        return ()

    def processings(self) -> "Iterable[Processing]":
        """What it does with the personal data of visitors, for the register and the page « Données personnelles »."""
        return ()

    def baked(self, commune: "Commune", generation: int) -> None:
        """A site was baked: this generation of it stands, be it the one that stood before."""


def installed_rooms() -> tuple[Room, ...]:
    """Every room, in the order of ``INSTALLED_APPS``."""
    return tuple(config for config in apps.get_app_configs() if isinstance(config, Room))

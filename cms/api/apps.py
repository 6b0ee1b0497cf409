"""The API for other programs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core import checks
from django.utils.translation import gettext_lazy as _

from sites.rooms import Room

if TYPE_CHECKING:
    from sites.bake.outputs import Outputs
    from sites.rendering.renderer import Renderer


class ApiConfig(Room):
    """Two files beside each generation, and what answers below ``/_/api/``."""

    name = "cms.api"
    label = "api"
    verbose_name = _("Données du site")
    public_urls = "cms.api.urls"
    only_read = True

    def ready(self) -> None:
        """Look at what is told before anything is."""
        from cms.api.checks import check_shapes

        checks.register(check_shapes)

    def beside(self, renderer: "Renderer", made: "Outputs") -> Iterable[tuple[str, bytes]]:
        """The index and the lines."""
        from cms.api.baking import files  # models are loaded by then

        return files(renderer, made)

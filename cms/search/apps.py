"""Search."""

import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _

from cms.search import device
from cms.search.french.synonyms import meanings_of
from sites.rooms import Room

if TYPE_CHECKING:
    from sites.bake.outputs import Outputs
    from sites.models import Commune
    from sites.rendering.renderer import Renderer


class SearchConfig(Room):
    """The shards, what PostgreSQL needs to search in French, and the page of the visitors."""

    name = "cms.search"
    label = "recherche"
    verbose_name = _("Recherche")
    public_urls = "cms.search.visitors.urls"

    def ready(self) -> None:
        """Forget with a commune all that was to be found of it."""
        super().ready()
        post_delete.connect(commune_deleted, sender="sites.Commune", dispatch_uid="beffroi.search.commune_deleted")

    def shown(self, renderer: "Renderer", made: "Outputs") -> Iterator[tuple[str, bytes]]:
        """The small index of the site, for the day when nobody answers below ``/_/recherche/``."""
        from cms.search.device.index import public  # models are loaded by then
        from cms.search.own.shelf import lines_of
        from cms.search.visitors.entries import entries

        commune = renderer.snapshot.commune
        found = entries(renderer.snapshot, dict.fromkeys(made.items, ""))
        yield device.PATH, public(found, made.items, commune.name, meanings_of(lines_of(commune.insee)))

    def beside(self, renderer: "Renderer", made: "Outputs") -> Iterable[tuple[str, bytes]]:  # noqa: ARG002  # a hook
        """The words of the commune, for who searches without a query."""
        from cms.search.own.shelf import baked

        return baked(renderer.snapshot.commune.insee)

    def baked(self, commune: "Commune", generation: int) -> None:
        """Have the worker index it, if it is another generation."""
        from cms.search.visitors.marks import mark  # models are loaded by then

        mark(commune, generation)


def commune_deleted(instance: Any, **_signal: Any) -> None:
    """Its shards and the texts of its documents leave the disk as soon as it is gone for good."""
    transaction.on_commit(partial(forget, instance.insee))


def forget(insee: str) -> None:
    """Remove what was indexed of a commune, for editors and for visitors."""
    from cms.search.editors.building import shard_of  # models are loaded by then
    from cms.search.editors.places import Place
    from cms.search.visitors.schema import folder_of

    shard_of(Place(insee)).remove()
    shutil.rmtree(folder_of(insee), ignore_errors=True)

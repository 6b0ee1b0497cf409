"""What the worker does for search, when a request asked for it."""

from django.core.cache import cache
from django_tasks import task
from modelsearch.index import get_indexed_models

from cms.search.editors import building, places
from cms.search.shards import BusyShardError, MissingShardError

# Seconds before a shard that is still missing is asked for again.
ASKED_FOR = 60


@task()
def build_shard(name: str) -> None:
    """Make the editors' shard of this name, unless it stands by now."""
    cache.delete(_asked(name))
    for place in places.every(get_indexed_models(), name):
        if not building.shard_of(place).stands:
            try:
                building.build(place)
            except (BusyShardError, MissingShardError):  # made by another, or no more trusted: who searches asks again
                return


def ask_for(name: str) -> None:
    """Have the worker make a missing shard; a hundred searches ask once."""
    if cache.add(_asked(name), value=True, timeout=ASKED_FOR):
        build_shard.enqueue(name)


def _asked(name: str) -> str:
    return f"search-asked-{name}"

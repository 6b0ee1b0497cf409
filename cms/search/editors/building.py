"""Making a shard from the database, and keeping those that stand."""

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from modelsearch.index import get_indexed_models

from cms.search.damage import ShortageError
from cms.search.editors import schema
from cms.search.editors.places import Place, places_of
from cms.search.shards import BusyShardError, MissingShardError, Shard

logger = logging.getLogger(__name__)

CHUNK = 500


def shard_of(place: Place) -> Shard:
    """The shard of editors of one place."""
    return Shard(Path(settings.BEFFROI_VAR) / "search" / "editors" / place.name, schema.schema, schema.stamp())


def build(place: Place) -> int:
    """Make a shard anew, aside, while the old one answers; how many rows it holds.

    Raises ``BusyShardError`` when somebody else is at it.
    """
    count = 0
    with shard_of(place).making() as add:
        for model in get_indexed_models():
            for chunk in _chunks(place, model):
                add([schema.document(row) for row in chunk])
                count += len(chunk)
    return count


def _chunks(place: Place, model: type[Model]) -> Iterator[list[Any]]:
    rows = place.rows(model)
    if rows is None:
        return
    found = rows.order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def put(model: type[Model], rows: Sequence[Any]) -> None:
    """Index rows of one model where they belong; a shard that does not stand will be made whole when asked for.

    So will one that could not be written to: rows would be missing from it for good.
    """
    for place, own in places_of(model, rows).items():
        shard = shard_of(place)
        try:
            shard.write(put=[schema.document(row) for row in own])
        except MissingShardError:
            continue
        except (BusyShardError, ShortageError):
            logger.warning(_("L’index %s n’a pas pu être complété\u00a0: il sera refait."), shard.folder, exc_info=True)
            shard.distrust()

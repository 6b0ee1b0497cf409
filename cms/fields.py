"""A StreamField whose blocks stay out of migrations."""

from typing import TYPE_CHECKING, Any

from django.db.models import Field
from wagtail.fields import StreamField


class ContentField(StreamField):
    """Adding a block changes no table: migrations see a stream of nothing in particular."""

    if TYPE_CHECKING:  # Wagtail has no types: reads give a StreamValue, writes take raw lists too

        def __get__(self, instance: object, owner: object) -> Any: ...

        def __set__(self, instance: object, value: Any) -> None: ...

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the block definitions aside."""
        name, path, _args, kwargs = Field.deconstruct(self)
        return name, path, [[]], kwargs

"""What must be true before a site is baked: everything that the API tells has a shape."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from cms.api.lists import lists
from cms.api.rows import fields_of, page_models
from cms.api.shapes.blocks import NoShapeError

SHAPE_CODE, LIST_CODE = "api.E001", "api.E002"


def check_shapes(**_options: Any) -> list[CheckMessage]:
    """A field of ``api_fields``, or a block in it, of a kind that nobody said how to tell."""
    return [*_fields(), *_lists()]


def _fields() -> Iterator[CheckMessage]:
    for model in page_models().values():
        try:
            fields_of(model)
        except NoShapeError as error:
            sentence = _("L’API ne sait pas dire «\u00a0%(kind)s\u00a0»\u00a0: voyez docs/dev/api.md.")
            yield Error(sentence % {"kind": error}, obj=model, id=SHAPE_CODE)


def _lists() -> Iterator[CheckMessage]:
    try:
        lists()
    except TypeError as error:
        sentence = _("Une liste de l’API a une ligne qu’elle ne sait pas dire\u00a0: %(kind)s.")
        yield Error(sentence % {"kind": error}, id=LIST_CODE)

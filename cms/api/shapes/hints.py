"""The shape of a value: its JSON schema, and how it is told. One declaration gives both, so they cannot disagree.

Schemas are of JSON Schema 2020-12, as OpenAPI 3.1 asks. Whatever is not of the shape declared is told as ``null``: a
block saved years ago must not stop a site.
"""

import dataclasses
import math
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.utils import timezone

from cms.api.shapes.telling import Teller
from sites.bake.views import DocumentView, Link, PageView, Picture

Schema = dict[str, Any]
REF = "#/components/schemas/"
NULL: Schema = {"type": "null"}
HOUR = r"^\d\d:\d\d(:\d\d)?$"


@dataclass(frozen=True, slots=True)
class Shape:
    """``tell(value, teller)`` gives what ``schema`` describes, or ``None``."""

    schema: Schema
    tell: Callable[[Any, Teller], Any]

    @property
    def or_null(self) -> Schema:
        """The schema of a value that may be missing."""
        return nullable(self.schema)


def nullable(schema: Schema) -> Schema:
    """The same, or ``null``."""
    return {"anyOf": [schema, NULL]}


def array(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def record(properties: Mapping[str, Schema], title: str = "") -> Schema:
    """An object with these properties, all of them and no others."""
    named = {"title": title} if title else {}
    whole = {"type": "object", "properties": dict(properties), "required": list(properties)}
    return {**named, **whole, "additionalProperties": False}


def reference(name: str) -> Schema:
    """A component of the OpenAPI document."""
    return {"$ref": REF + name}


def component(name: str, schema: Schema) -> Schema:
    """``schema`` under a name of its own; as it stands where another one took the name."""
    return reference(name) if COMPONENTS.setdefault(name, schema) == schema else schema


def _date(value: Any, _teller: Teller) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) and _reads(date, value) else None


def _moment(value: Any, _teller: Teller) -> str | None:
    if isinstance(value, str) and _reads(datetime, value):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return None
    aware = timezone.localtime(value) if timezone.is_aware(value) else timezone.make_aware(value)
    return aware.replace(microsecond=0).isoformat()


def _hour(value: Any, _teller: Teller) -> str | None:
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value[:5] if isinstance(value, str) and _reads(time, value) else None


def _reads(kind: Any, text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _text(value: Any, _teller: Teller) -> str | None:
    return (
        None if value is None or (isinstance(value, Mapping | Sequence) and not isinstance(value, str)) else str(value)
    )


def _whole(value: Any, _teller: Teller) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any, _teller: Teller) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


TEXT = Shape({"type": "string"}, _text)
SCALARS: Mapping[Any, Shape] = {
    str: TEXT,
    int: Shape({"type": "integer"}, _whole),
    bool: Shape({"type": "boolean"}, lambda value, _teller: bool(value)),
    float: Shape({"type": "number"}, _number),
    datetime: Shape({"type": "string", "format": "date-time"}, _moment),
    date: Shape({"type": "string", "format": "date"}, _date),
    time: Shape({"type": "string", "pattern": HOUR}, _hour),
    UUID: Shape({"type": "string", "format": "uuid"}, _text),
    Picture: Shape(reference("Image"), lambda value, teller: teller.image(value)),
    DocumentView: Shape(reference("Document"), lambda value, teller: teller.file(value)),
    PageView: Shape(reference("PageLink"), lambda value, teller: teller.page_link(value)),
    Link: Shape(reference("Link"), lambda value, teller: teller.link_of(value)),
}

COMPONENTS: dict[str, Schema] = {
    "Image": record(
        {
            "id": {"type": "integer"},
            "title": {"type": "string"},
            "width": {"type": "integer"},
            "height": {"type": "integer"},
            "focal": record({"x": {"type": "integer"}, "y": {"type": "integer"}}),
            "url": {"type": "string"},
            "renditions": array(
                record(
                    {
                        "format": {"type": "string", "enum": ["avif", "webp", "jpeg"]},
                        "url": {"type": "string"},
                        "width": {"type": "integer"},
                        "height": {"type": "integer"},
                    }
                )
            ),
        }
    ),
    "Document": record(
        {
            "id": {"type": "integer"},
            "title": {"type": "string"},
            "url": {"type": "string"},
            "type": {"type": "string"},
            "media_type": {"type": "string"},
            "bytes": {"type": "integer"},
            "date": nullable({"type": "string", "format": "date"}),
        }
    ),
    "PageLink": record({"id": {"type": "integer"}, "title": {"type": "string"}, "url": {"type": "string"}}),
    "Link": record({"url": {"type": "string"}, "label": {"type": "string"}, "external": {"type": "boolean"}}),
}
"""Schemas that others refer to. Dataclasses join them under their own name when their shape is first asked for."""


@cache
def shape_of(hint: Any) -> Shape:
    """The shape of a type hint: a scalar, a view of a snapshot, a dataclass, ``X | None``, ``tuple[X, ...]``."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        inner = shape_of(next(part for part in arguments if part is not type(None)))
        return Shape(inner.or_null, lambda value, teller: None if value is None else inner.tell(value, teller))
    if origin in {tuple, list}:
        each = shape_of(arguments[0])
        return Shape(array(each.schema), lambda value, teller: [each.tell(item, teller) for item in value])
    if dataclasses.is_dataclass(hint):
        return _dataclass(hint)
    raise TypeError(hint)


def component_of(kind: type) -> str:
    """The name of a dataclass among the components: that of its module goes before its own."""
    room = kind.__module__.split(".")[-2]
    return kind.__name__ if kind.__module__.startswith("cms.api.") else f"{room}.{kind.__name__}"


def _dataclass(kind: Any) -> Shape:
    name = component_of(kind)
    if name in COMPONENTS:
        raise TypeError(name)  # two rows of one name would be one component
    COMPONENTS[name] = {}
    shapes = {field: shape_of(hint) for field, hint in get_type_hints(kind).items() if hint != tuple[kind, ...]}
    own = {field for field, hint in get_type_hints(kind).items() if hint == tuple[kind, ...]}

    def tell(value: Any, teller: Teller) -> dict[str, Any]:
        told = {field: shape.tell(getattr(value, field), teller) for field, shape in shapes.items()}
        return told | {field: [tell(item, teller) for item in getattr(value, field)] for field in own}

    itself = reference(name)
    schemas = {field: shape.schema for field, shape in shapes.items()} | {field: array(itself) for field in own}
    COMPONENTS[name] = record(schemas)
    return Shape(itself, tell)

"""The shape of blocks and of the fields of pages, from Wagtail's own definitions.

A kind of block that is not in the table has no shape, and is refused at start-up: what nobody looked at is not told.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from cms.api.shapes.hints import NULL, SCALARS, TEXT, Schema, Shape, array, component, nullable, record, reference
from cms.api.shapes.telling import Teller
from cms.blocks import LinkBlock

Found = tuple[Schema, Callable[[Any, Teller], Any]]
# Before the name of a type of block, among the components.
BLOCK = "block."
HTML: Schema = {"type": "string", "contentMediaType": "text/html"}


class NoShapeError(TypeError):
    """A kind of block or of field that nobody said how to tell."""


def shape_of_block(block: blocks.Block) -> Shape:
    """By the first class of the table among those it comes from."""
    for kind in type(block).__mro__:
        if kind in KINDS:
            return KINDS[kind](block)
    raise NoShapeError(type(block).__name__)


def _label(block: blocks.Block) -> str:
    return str(block.label or "")


def _struct(block: Any) -> Shape:
    shapes = {name: shape_of_block(child) for name, child in block.child_blocks.items()}

    def tell(raw: Any, teller: Teller) -> dict[str, Any] | None:
        if not isinstance(raw, Mapping):
            return None
        return {name: shape.tell(raw.get(name), teller) for name, shape in shapes.items()}

    return Shape(record({name: shape.or_null for name, shape in shapes.items()}, _label(block)), tell)


def _stream(block: Any) -> Shape:
    shapes = {name: shape_of_block(child) for name, child in block.child_blocks.items()}

    def tell(raw: Any, teller: Teller) -> list[dict[str, Any]]:
        found = [item for item in raw or () if isinstance(item, Mapping) and item.get("type") in shapes]
        return [
            {"type": item["type"], "id": str(item.get("id") or ""), "value": _told(shapes, item, teller)}
            for item in found
        ]

    one = [
        component(
            BLOCK + name,
            record({"type": {"const": name}, "id": {"type": "string"}, "value": shape.or_null}, _label(child)),
        )
        for (name, shape), child in zip(shapes.items(), block.child_blocks.values(), strict=True)
    ]
    return Shape(array({"anyOf": one} if one else {}), tell)


def _told(shapes: Mapping[str, Shape], item: Mapping[str, Any], teller: Teller) -> Any:
    return shapes[item["type"]].tell(item.get("value"), teller)


def _page_body(block: Any) -> Shape:
    """The blocks of a page, less those of the modules that the commune has not."""
    whole = _stream(block)

    def tell(raw: Any, teller: Teller) -> Any:
        return whole.tell([item for item in raw or () if teller.shows(str(item.get("type")))], teller)

    return Shape(whole.schema, tell)


def _list(block: Any) -> Shape:
    each = shape_of_block(block.child_block)

    def tell(raw: Any, teller: Teller) -> list[Any]:
        return [each.tell(item, teller) for item in teller.context.items(raw if isinstance(raw, list) else ())]

    return Shape(array(each.or_null), tell)


def _image(_block: Any) -> Shape:
    def tell(raw: Any, teller: Teller) -> dict[str, Any] | None:
        found = teller.picture(raw.get("image")) if isinstance(raw, Mapping) else None
        if found is None:
            return None
        decorative = bool(raw.get("decorative"))
        return {"image": found, "alt": "" if decorative else str(raw.get("alt_text") or ""), "decorative": decorative}

    shown = {"image": reference("Image"), "alt": {"type": "string"}, "decorative": {"type": "boolean"}}
    return Shape(nullable(record(shown)), tell)


def _table(_block: Any) -> Shape:
    def tell(raw: Any, _teller: Teller) -> dict[str, Any] | None:
        if not isinstance(raw, Mapping):
            return None
        columns = [str(column.get("heading") or "") for column in raw.get("columns") or ()]
        rows = [[str(cell or "") for cell in row.get("values") or ()] for row in raw.get("rows") or ()]
        return {"columns": columns, "rows": rows}

    return Shape(record({"columns": array(TEXT.schema), "rows": array(array(TEXT.schema))}), tell)


def _cells_are_text(block: Any) -> Shape:
    odd = [name for name, child in block.child_blocks.items() if not isinstance(child, blocks.CharBlock)]
    if odd:
        raise NoShapeError(*odd)
    return _table(block)


def _as(hint: Any) -> Callable[[Any], Shape]:
    return lambda _block: SCALARS[hint]


def _by(schema: Schema, tell: Callable[[Teller, Any], Any]) -> Callable[[Any], Shape]:
    return lambda _block: Shape(schema, lambda raw, teller: tell(teller, raw))


KINDS: Mapping[type, Callable[[Any], Shape]] = {
    LinkBlock: _by(nullable(reference("Link")), Teller.link),
    ImageBlock: _image,
    ImageChooserBlock: _by(nullable(reference("Image")), Teller.picture),
    DocumentChooserBlock: _by(nullable(reference("Document")), Teller.document),
    blocks.PageChooserBlock: _by(nullable(reference("PageLink")), Teller.page),
    blocks.RichTextBlock: _by(HTML, Teller.rich),
    TypedTableBlock: _cells_are_text,
    blocks.StructBlock: _struct,
    blocks.StreamBlock: _stream,
    blocks.ListBlock: _list,
    blocks.BooleanBlock: _as(bool),
    blocks.IntegerBlock: _as(int),
    blocks.FloatBlock: _as(float),
    blocks.DateBlock: _as(date),
    blocks.DateTimeBlock: _as(datetime),
    blocks.TimeBlock: _as(time),
    blocks.CharBlock: _as(str),
    blocks.TextBlock: _as(str),
    blocks.EmailBlock: _as(str),
    blocks.URLBlock: _as(str),
    blocks.ChoiceBlock: _as(str),
}

FIELDS: Mapping[type[models.Field[Any, Any]], Any] = {
    models.DateTimeField: datetime,
    models.DateField: date,
    models.TimeField: time,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.UUIDField: str,
    models.CharField: str,
    models.TextField: str,
}


def shape_of_field(model: type[models.Model], name: str) -> Shape:
    """The shape of a field of a page; a name that is no field is a text that the module prepares."""
    known = {field.name: field for field in model._meta.get_fields()}
    field = known.get(name)
    if field is None:
        return TEXT
    if isinstance(field, StreamField):
        return _page_body(field.stream_block)
    if isinstance(field, models.ForeignKey):
        return _foreign(field)
    for kind in type(field).__mro__:
        if kind in FIELDS:
            return SCALARS[FIELDS[kind]]
    raise NoShapeError(f"{model.__name__}.{name}")


def _foreign(field: Any) -> Shape:
    model = field.related_model
    if issubclass(model, apps.get_model(settings.WAGTAILIMAGES_IMAGE_MODEL)):
        return _by(nullable(reference("Image")), Teller.picture)(None)
    if issubclass(model, apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL)):
        return _by(nullable(reference("Document")), Teller.document)(None)
    if issubclass(model, apps.get_model(settings.WAGTAIL_PAGE_MODEL)):
        return _by(nullable(reference("PageLink")), Teller.page)(None)
    raise NoShapeError(str(field))


def or_null(shape: Shape) -> Schema:
    """The schema of a field, which may be empty."""
    return (
        shape.schema if NULL in shape.schema.get("anyOf", ()) or shape.schema.get("type") == "array" else shape.or_null
    )

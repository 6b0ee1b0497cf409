"""What a content refers to, in another commune: files are copied there, pages of the former one are left out."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db.models import Model
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.desk.reach import address_of
from cms.models import BasePage, DocumentFile, Picture
from sites.bake.preview import commune_of
from sites.models import Commune, User
from sites.public.numbers import number_in

# What is copied with a file.
COLUMNS: Mapping[type[Model], tuple[str, ...]] = {
    Picture: (
        "title",
        "description",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    ),
    DocumentFile: ("title",),
}


class Luggage:
    """The files that follow contents into one commune, each copied once. Raises ``OSError`` for one that is lost."""

    def __init__(self, commune: Commune, user: User) -> None:
        """Nothing is copied yet."""
        self.commune = commune
        self.user = user
        self._known: dict[tuple[type[Model], int], int | None] = {}

    def number(self, model: type[Model], pk: int | None) -> int | None:
        """What stands for this row in the commune; ``None`` for a page, or a file that is no more."""
        if pk is None or model not in COLUMNS:
            return None
        if (model, pk) not in self._known:
            self._known[model, pk] = self._stored(model, pk)
        return self._known[model, pk]

    def _stored(self, model: type[Model], pk: int) -> int | None:
        source: Any = model._default_manager.filter(pk=pk).first()
        if source is None:
            return None
        if source.collection_id == self.commune.collection_id:
            return pk
        twin = {"collection_id": self.commune.collection_id, "file_hash": source.file_hash, "title": source.title}
        if source.file_hash and (found := model._default_manager.filter(**twin).values_list("pk", flat=True).first()):
            return int(found)
        with source.file.storage.open(source.file.name) as file:
            content = ContentFile(file.read(), source.filename)
        copied = {name: getattr(source, name) for name in COLUMNS[model]}
        owner = {"collection_id": self.commune.collection_id, "uploaded_by_user": self.user}
        return int(model._default_manager.create(file=content, **copied, **owner).pk)


def stream(block: Any, raw: Any, luggage: Luggage) -> Any:
    """The raw value of ``block`` with every reference replaced by what stands for it in the commune."""
    if raw is None:
        return None
    for kind, replaced in _KINDS:
        if isinstance(block, kind):
            return replaced(block, raw, luggage)
    return raw


def _stream(block: Any, raw: Any, luggage: Luggage) -> Any:
    known = block.child_blocks
    return [
        {**item, "value": stream(known[item["type"]], item["value"], luggage)} for item in raw if item["type"] in known
    ]


def _list(block: Any, raw: Any, luggage: Luggage) -> Any:
    return [
        {**item, "value": stream(block.child_block, item["value"], luggage)}
        if isinstance(item, dict) and item.get("type") == "item"
        else stream(block.child_block, item, luggage)
        for item in raw
    ]


def _struct(block: Any, raw: Any, luggage: Luggage) -> Any:
    made = {
        name: stream(block.child_blocks[name], value, luggage)
        for name, value in raw.items()
        if name in block.child_blocks
    }
    if raw.get("page") and not made.get("page") and "url" in block.child_blocks:
        made["url"] = made.get("url") or address(raw["page"])
    return made


def _table(block: Any, raw: Any, luggage: Luggage) -> Any:
    columns = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
    rows = [
        {**row, "values": [stream(kind, cell, luggage) for kind, cell in zip(columns, row["values"], strict=False)]}
        for row in raw["rows"]
    ]
    return {**raw, "rows": rows}


def _chooser(block: Any, raw: Any, luggage: Luggage) -> Any:
    return luggage.number(block.model_class, raw)


def _rich(_block: Any, raw: Any, luggage: Luggage) -> Any:
    return rich(raw, luggage)


_KINDS: tuple[tuple[type[blocks.Block], Callable[[Any, Any, Luggage], Any]], ...] = (
    (blocks.BaseStreamBlock, _stream),
    (TypedTableBlock, _table),
    (blocks.ListBlock, _list),
    (blocks.BaseStructBlock, _struct),
    (blocks.ChooserBlock, _chooser),
    (blocks.RichTextBlock, _rich),
)


def rich(html: str, luggage: Luggage) -> str:
    """Rich text: links to documents and pictures follow their copy, links to a page become its public address."""
    if "linktype=" not in html and "embedtype=" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", linktype=True):
        number = number_in(str(link.get("id"))) or 0
        if link["linktype"] == "document" and (copied := luggage.number(DocumentFile, number)):
            link["id"] = str(copied)
        elif link["linktype"] == "page" and (url := address(number)):
            link.attrs = {"href": url}
        else:
            link.unwrap()
    for embed in soup.find_all("embed", embedtype="image"):
        copied = luggage.number(Picture, number_in(str(embed.get("id"))) or 0)
        if copied:
            embed["id"] = str(copied)
        else:
            embed.decompose()
    return str(soup)


def address(number: int) -> str:
    """Where citizens read a page; empty for a page that is not online."""
    page = BasePage.objects.filter(pk=number, live=True).first()
    if page is None:
        return ""
    commune = commune_of(page)
    below = cast("str", page.url_path)[len(commune.site.root_page.url_path) :]
    return f"{address_of(commune)}{below}"

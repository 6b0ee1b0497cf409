"""Many pages at once, as complete as if the editor had published each.

Through ``add_child`` and ``publish`` a page costs a dozen statements, a search update and two background tasks: three
hundred sites would take a quarter of an hour. Here a commune takes some thirty statements, whatever its pages: the
tree, a published revision, the history, the references and the search index are all written.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from cms.models import BasePage
from cms.starter.seeds import Seed

BASE_FIELDS = [field for field in BasePage._meta.concrete_fields if not field.primary_key]


def plant(parent: BasePage, seeds: Sequence[Seed]) -> list[BasePage]:
    """Write ``seeds`` below ``parent`` after its present children; return the pages, published.

    To be called in a transaction. Slugs are unique among ``seeds``: links refer to pages by ``@slug``.
    """
    now = timezone.now()
    placed = list(_place(parent, seeds, now))
    rows = [BasePage(**{field.attname: getattr(item, field.attname) for field in BASE_FIELDS}) for item in placed]
    BasePage.objects.bulk_create(rows)
    for page, row in zip(placed, rows, strict=True):
        page.pk = page.id = row.pk
    ids = {page.slug: page.pk for page in placed}
    linked = {page.pk for page in placed if resolve_links(page, ids)}
    for page in placed:
        page.save_base(raw=True, force_insert=True)  # the row of its own type: the shared one stands already
    BasePage.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(seeds))
    parent.numchild += len(seeds)
    record(placed, now, linked, actions=("wagtail.create", "wagtail.publish"))
    return placed


def _place(parent: BasePage, seeds: Sequence[Seed], now: datetime, first: int | None = None) -> Iterator[Any]:
    step = _next_step(parent) if first is None else first
    for number, seed in enumerate(seeds, start=step):
        page = seed.page
        page.depth = parent.depth + 1
        page.path = BasePage._get_path(parent.path, page.depth, number)  # noqa: SLF001  # treebeard's own arithmetic
        page.numchild = len(seed.children)
        page.show_in_menus = page.show_in_menus or type(page).show_in_menus_default
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale_id = parent.locale_id
        page.content_type = ContentType.objects.get_for_model(type(page))
        page.draft_title = page.title
        page.live = True
        page.first_published_at = page.last_published_at = now
        for relation in get_all_child_relations(type(page)):  # known empty, hence never asked for
            getattr(page, relation.get_accessor_name()).get_object_list()
        yield page
        yield from _place(page, seed.children, now, first=1)


def _next_step(parent: BasePage) -> int:
    last = parent.get_last_child() if parent.numchild else None
    return BasePage._str2int(last.path[-BasePage.steplen :]) + 1 if last else 1  # noqa: SLF001


def resolve_links(page: Any, ids: Mapping[str, int]) -> bool:
    """Turn the ``@slug`` of links into ids, and say whether there are any; a link to no planted page is left empty."""
    if not hasattr(page, "body"):
        return False
    raw = list(page.body.raw_data)
    resolved = _resolved(raw, ids)
    page.body = resolved
    return bool(resolved != raw)


def _resolved(value: Any, ids: Mapping[str, int]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, ids) for item in value]
    if isinstance(value, dict):
        return {key: _resolved(item, ids) for key, item in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        return ids.get(value[1:])
    return value


def record(pages: Sequence[Any], now: datetime, linked: Container[int], *, actions: Sequence[str]) -> None:
    """Give each page a published revision, its history, its references and its place in the search index.

    ``linked``: ids of the pages that refer to others; a starter page refers to nothing else.
    """
    base = ContentType.objects.get_for_model(BasePage)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=ContentType.objects.get_for_model(type(page)),
            base_content_type=base,
            object_id=str(page.pk),
            created_at=now,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision_id = page.live_revision_id = revision.pk
        page.latest_revision_created_at = now
        page.has_unpublished_changes = False
    _point_to_revisions(pages)
    _log(pages, now, actions)
    for page in pages:
        if page.pk in linked:
            ReferenceIndex.create_or_update_for_object(page)
    index_for_search(pages)


def _point_to_revisions(pages: Sequence[Any]) -> None:
    columns = ["latest_revision", "live_revision", "latest_revision_created_at", "has_unpublished_changes"]
    BasePage.objects.bulk_update([page.basepage_ptr for page in pages], columns)


def _log(pages: Sequence[Any], now: datetime, actions: Sequence[str]) -> None:
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type=ContentType.objects.get_for_model(type(page)),
            label=page.title,
            action=action,
            timestamp=now,
            revision_id=page.live_revision_id,
            content_changed=True,
        )
        for page in pages
        for action in actions
    )


def index_for_search(pages: Iterable[Any]) -> None:
    """Hand the pages to every search backend, one call per type."""
    by_type: dict[type[Any], list[Any]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for backend in get_search_backends(with_auto_update=True):
        for model, items in by_type.items():
            backend.add_bulk(model, items)

"""The old address of a page leads to the new one, in its commune, for good.

A redirect points to the *page*: however often it moves, there is no chain. A live page takes its own address back from
any redirect, so that there is no loop either.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published, page_slug_changed, post_page_move

from cms.models import BasePage
from sites.store.olds import query_of
from sites.tenancy import site_roots

MAX_LENGTH = 255  # the column of Wagtail's table
BATCH = 400  # SQLite takes so many variables in one statement

Site = tuple[int, str]


def site_of(path: str, url_path: str, depth: int) -> Site | None:
    """The id of the site above a place in the tree, and the ``url_path`` of its root."""
    root = site_roots.find(path, url_path, depth)
    return (root.site_id, root.root_path) if root else None


def public_path(url_path: str, root_path: str) -> str:
    """The address below the root of a site, as the table of redirects writes it: ``/vie-municipale/budget``."""
    return Redirect.normalise_path("/" + url_path[len(root_path) :])


def old_path(path: str, query: str = "") -> str:
    """An old address, as the table of redirects writes it; the path is not encoded, the query is as it was typed."""
    asked = query_of(query)
    return str(Redirect.normalise_path(f"{path}?{asked}" if asked else path))


def after_slug_change(instance: Any, instance_before: Any, **_signal: Any) -> None:
    """Sent once committed."""
    site = site_of(instance.path, instance.url_path, instance.depth)
    if site is not None and instance.url_path != site[1]:  # a home page's slug is in no address
        _lead(instance, instance_before.url_path, site, site)


def after_move(
    instance: Any,
    parent_page_before: Any,
    parent_page_after: Any,
    url_path_before: str,
    url_path_after: str,
    **_signal: Any,
) -> None:
    """A page that leaves for another commune leaves no redirect behind: sites do not lead to one another."""
    if url_path_before == url_path_after:
        return
    before = site_of(parent_page_before.path, parent_page_before.url_path, parent_page_before.depth)
    after = site_of(parent_page_after.path, parent_page_after.url_path, parent_page_after.depth)
    if before and after and before[0] == after[0]:
        _lead(instance, url_path_before, before, after)
    elif after:
        _take_back(after[0], [public_path(url, after[1]) for _id, url in _live(instance)])


def after_publication(instance: Any, **_signal: Any) -> None:
    """A live page owns its address."""
    site = site_of(instance.path, instance.url_path, instance.depth)
    if site is not None and instance.live:
        _take_back(site[0], [public_path(instance.url_path, site[1])])


def _live(page: Any) -> list[tuple[int, str]]:
    below = BasePage.objects.descendant_of(page, inclusive=True).live()
    return list(below.values_list("pk", "url_path"))


@transaction.atomic
def _lead(page: Any, former_url_path: str, before: Site, after: Site) -> None:
    """Redirect the page and all that is live below it from where they were."""
    old: dict[str, int] = {}
    new: set[str] = set()
    for number, url_path in _live(page):
        former = former_url_path + url_path[len(page.url_path) :]
        old[public_path(former, before[1])] = number
        new.add(public_path(url_path, after[1]))
    moved = {path: number for path, number in old.items() if path not in new and len(path) <= MAX_LENGTH}
    _take_back(before[0], [*moved, *new])
    Redirect.objects.bulk_create(
        Redirect(old_path=path, site_id=before[0], redirect_page_id=number, automatically_created=True)
        for path, number in moved.items()
    )


def _take_back(site_id: int, paths: Iterable[str]) -> None:
    wanted = list(paths)
    for start in range(0, len(wanted), BATCH):
        Redirect.objects.filter(site_id=site_id, old_path__in=wanted[start : start + BATCH]).delete()


def connect() -> None:
    """Listen to what changes addresses."""
    page_slug_changed.connect(after_slug_change, dispatch_uid="cms.redirects.slug")
    post_page_move.connect(after_move, dispatch_uid="cms.redirects.move")
    page_published.connect(after_publication, dispatch_uid="cms.redirects.published")

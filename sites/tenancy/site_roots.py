"""From a page to its site without loading the table of sites.

Wagtail rebuilds every ``SiteRootPath`` of the install for every page object it turns into a URL. Here one indexed query
finds the site above a tree path, and the answer is remembered in the process under a token held in the shared cache:

* the token is changed by any ``Site`` saved or deleted and by a move of a commune or of a folder above it;
* nothing remembered depends on slugs: the root's ``url_path`` is cut out of the page's own;
* the token changes at once *and* on commit, so that no process keeps what it read before the commit;
* nothing is remembered inside a transaction, whose reads may be rolled back (so never ``ATOMIC_REQUESTS``).

``Site.objects.update()`` and ``bulk_create()`` send no signal: call :func:`forget` after them.
"""

from typing import Any, NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath
from wagtail.signals import post_page_move

from sites.tenancy.paths import COMMUNE_DEPTH, STEP

MAX_REMEMBERED = 50_000
TOKEN_KEY = "sites.tenancy.site_roots"  # noqa: S105  # the name of a cache entry
# All ``AbstractPage.get_url_parts`` asks of the whole list is whether there is more than one site.
MANY_SITES = (SiteRootPath(-1, "", "", ""), SiteRootPath(-2, "", "", ""))


class Root(NamedTuple):
    """A site, as remembered."""

    site_id: int
    root_url: str
    depth: int
    language_code: str


class _Memory:
    token = ""
    roots: dict[str, Root | None] = {}  # replaced, never shared


def find(path: str, url_path: str, depth: int) -> SiteRootPath | None:
    """The site holding the page at tree ``path``, whose full ``url_path`` and ``depth`` are given."""
    prefixes = [path[: STEP * d] for d in range(2, min(depth, COMMUNE_DEPTH) + 1)]
    root = _root(prefixes) if prefixes else None
    if root is None:
        return None
    root_path = "/".join(url_path.split("/")[: root.depth]) + "/"
    return SiteRootPath(root.site_id, root_path, root.root_url, root.language_code)


def _root(prefixes: list[str]) -> Root | None:
    token = cache.get(TOKEN_KEY) or _new_token()
    if _Memory.token != token or len(_Memory.roots) > MAX_REMEMBERED:
        _Memory.token, _Memory.roots = token, {}
    roots = _Memory.roots
    key = prefixes[-1]
    if key in roots:
        return roots[key]
    root = _query(prefixes)
    if may_remember():
        roots[key] = root
    return root


def may_remember() -> bool:
    """Not inside a transaction: what is read there may be undone."""
    return not transaction.get_connection().in_atomic_block


def _query(prefixes: list[str]) -> Root | None:
    site = (
        Site.objects.filter(root_page__path__in=prefixes)
        .order_by("-root_page__depth", "-is_default_site", "hostname")
        .select_related("root_page__locale")
        .first()
    )
    if site is None:
        return None
    return Root(site.pk, site.root_url, site.root_page.depth, site.root_page.locale.language_code)


def _new_token() -> str:
    token = uuid4().hex
    cache.set(TOKEN_KEY, token, timeout=None)
    return token


def forget(**_signal: Any) -> None:
    """Forget every answer, in this process and in the others."""
    _new_token()
    transaction.on_commit(lambda: bool(_new_token()))


def _after_move(parent_page_before: Any, parent_page_after: Any, **_signal: Any) -> None:
    """A move near the top renumbers the tree paths of sites, those of shifted siblings too."""
    if min(parent_page_before.depth, parent_page_after.depth) < COMMUNE_DEPTH:
        forget()


def connect() -> None:
    """Listen to what changes the answers."""
    post_save.connect(forget, sender=Site, dispatch_uid="sites.site_roots.save")
    post_delete.connect(forget, sender=Site, dispatch_uid="sites.site_roots.delete")
    post_page_move.connect(_after_move, dispatch_uid="sites.site_roots.move")

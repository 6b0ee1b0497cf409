"""What every page of ours overrides. The base page, in ``cms.models``, inherits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sites.tenancy import site_roots
from sites.tenancy.policies.pages import TenantPageTester
from sites.tenancy.references import OwnPageForm

if TYPE_CHECKING:
    from wagtail.models.sites import SiteRootPath

    from sites.models import User


class TenantPage:
    """Comes before ``AbstractPage`` in the bases of the model named by ``WAGTAIL_PAGE_MODEL``.

    The two private methods are the only ones by which Wagtail turns a page into an address; a test pins them.
    """

    path: str
    url_path: str
    depth: int
    member_form_class: type[Any] = OwnPageForm
    """The ``base_form_class`` of every page: one that keeps ``OwnReferencesMixin`` among its bases."""

    def _get_relevant_site_root_paths(self, cache_object: Any = None) -> tuple[SiteRootPath, ...]:  # noqa: ARG002
        root = site_roots.find(self.path, self.url_path, self.depth)
        return (root,) if root else ()

    def _get_site_root_paths(self, cache_object: Any = None, **_options: Any) -> tuple[SiteRootPath, ...]:  # noqa: ARG002
        return site_roots.MANY_SITES

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:  # noqa: ARG002  # Wagtail's signature
        """(site, its address, path in the site): no view of Django serves pages, hence no route to reverse."""
        root = site_roots.find(self.path, self.url_path, self.depth)
        return (root.site_id, root.root_url, "/" + self.url_path[len(root.root_path) :]) if root else None

    def permissions_for_user(self, user: User) -> TenantPageTester:
        """What ``user`` may do with this page."""
        return TenantPageTester(user, self)

"""Pages: the policy, and the tester that Wagtail asks about one page."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from wagtail.models.pages import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from sites.packs import Right
from sites.tenancy.paths import COMMUNE_DEPTH, ROOT, ancestors, common_ancestor, covers, within
from sites.tenancy.policies.people import members
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from sites.models import User

EXPLORE = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


class Node(NamedTuple):
    """Stands for the page of a ``GroupPagePermission``."""

    path: str


class Codename(NamedTuple):
    """Stands for its permission."""

    codename: str


class PageGrant(NamedTuple):
    """Stands for a ``GroupPagePermission``: Wagtail reads its ``permission.codename`` and ``page.path``."""

    page: Node
    permission: Codename


class MembershipPagePolicy(PagePermissionPolicy):
    """``get_all_permissions_for_user`` feeds Wagtail's ``PagePermissionTester``; all lists are flat path ranges."""

    permission_cache_name = "_tenancy_page_permissions"
    _explorable_root_instance_cache_name = "_tenancy_explorable_root"

    def get_all_permissions_for_user(self, user: User) -> list[PageGrant]:
        """One entry per subtree and action."""
        return [
            PageGrant(Node(path), Codename(self._get_permission_codename(action)))
            for grant in Scope.of(user).grants
            for path in grant.page_paths
            for action in grant.actions.get("page", ())
        ]

    def user_has_any_permission(self, user: User, actions: Collection[str]) -> bool:
        """Anywhere. Nobody owns a page here: ``add`` never stands for ``change``."""
        decided: bool | None = self._base_user_has_permission(user)
        return bool(Scope.of(user).page_paths(actions)) if decided is None else decided

    def user_has_any_permission_for_instance(self, user: User, actions: Collection[str], instance: Any) -> bool:
        """On this page."""
        decided: bool | None = self._base_user_has_permission(user)
        return covers(Scope.of(user).page_paths(actions), instance.path) if decided is None else decided

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        """Every page on which one of ``actions`` is allowed."""
        everything_or_nothing: QuerySet[Any] | None = self._base_queryset_for_user(user)
        if everything_or_nothing is not None:
            return everything_or_nothing
        return self._pages.filter(within("path", Scope.of(user).page_paths(actions)))

    def explorable_instances(self, user: User) -> QuerySet[Any]:
        """My pages, and the folders between them and their common ancestor."""
        everything_or_nothing: QuerySet[Any] | None = self._base_queryset_for_user(user)
        if everything_or_nothing is not None:
            return everything_or_nothing
        paths = Scope.of(user).page_paths(EXPLORE)
        top = common_ancestor(paths)
        folders = [path for path in ancestors(paths) if path.startswith(top)]
        return self._pages.filter(within("path", paths) | Q(path__in=folders))

    def instances_with_direct_explore_permission(self, user: User) -> QuerySet[Any]:
        """The tops of my subtrees."""
        pages = self.model.base_page_model.objects
        top = pages.filter(depth=1) if user.is_superuser else pages.filter(path__in=self._tops(user))
        rows: QuerySet[Any] = top
        return rows

    def explorable_root_instance(self, user: User) -> Any:
        """The page at which the explorer starts; None for who has no page."""
        name = self._explorable_root_instance_cache_name
        if not hasattr(user, name):
            top = ROOT if user.is_superuser else common_ancestor(self._tops(user))
            page = self.model.base_page_model.objects.filter(path=top).first() if top else None
            setattr(user, name, page)
        return getattr(user, name)

    def users_with_any_permission(self, actions: Collection[str], include_superusers: bool = True) -> QuerySet[User]:  # noqa: FBT001, FBT002  # Wagtail's signature
        """Whom to notify, anywhere."""
        return members("page", actions, include_superusers=include_superusers)

    def users_with_any_permission_for_instance(
        self,
        actions: Collection[str],
        instance: Any,
        include_superusers: bool = True,  # noqa: FBT001, FBT002
    ) -> QuerySet[User]:
        """Whom to notify about this page."""
        return members("page", actions, page_path=instance.path, include_superusers=include_superusers)

    @property
    def _pages(self) -> Any:
        return self.model._default_manager

    def _tops(self, user: User) -> list[str]:
        return Scope.of(user).page_paths(EXPLORE)


class TenantPageTester(PagePermissionTester):
    """Two refusals more than Wagtail's.

    Home pages and the folders above them are edited, never removed in the admin, by anybody. What the commune's pack
    gives to edit is neither created, copied, moved nor removed.
    """

    #: Wagtail leaves them unset for somebody inactive, and asks all the same.
    permissions: Collection[str] = frozenset()

    def can_add_subpage(self) -> bool:
        """Where there is a type that may be created."""
        return bool(super().can_add_subpage()) and any(
            self.may_create(model) for model in self.page.specific_class.creatable_subpage_models()
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002  # Wagtail's signature
        """Wagtail's ``can_move`` asks it too."""
        return not self._fixed and bool(super().can_delete(ignore_bulk))

    def can_unpublish(self) -> bool:
        """A home page, or a page of the pack, stays online."""
        return not self._fixed and bool(super().can_unpublish())

    def can_copy(self) -> bool:
        """A copy is a creation."""
        return bool(super().can_copy()) and self.may_create(self.page.specific_class)

    def can_reorder_children(self) -> bool:
        """The order of the menu belongs to the right ``tree``."""
        return bool(super().can_reorder_children()) and (
            self.user.is_superuser or any(g.may("tree") for g in Scope.of(self.user).grants_on(self.page.path))
        )

    def can_edit(self) -> bool:
        """Generated pages, and types the pack does not hold, are not edited by the commune."""
        return bool(super().can_edit()) and self._right_is(Right.CREATE, Right.EDIT)

    def may_create(self, model: type[Any] | None) -> bool:
        """Whether the pack lets this person create a page of this type here."""
        return self._right_is(Right.CREATE, model=model)

    def _right_is(self, *rights: Right, model: type[Any] | None = None) -> bool:
        if self.user.is_superuser:
            return True
        model = model or self.page.specific_class
        grants = Scope.of(self.user).grants_on(self.page.path)
        return model is not None and any(grant.page_right(model) in rights for grant in grants)

    @property
    def _fixed(self) -> bool:
        if self.page.depth <= COMMUNE_DEPTH:
            return True  # what provisioning made, provisioning removes: with a home page would go its site
        if self.user.is_superuser:
            return False
        rooted = any(self.page.path in (grant.page_path, *grant.page_paths) for grant in Scope.of(self.user).grants)
        return rooted or not self.may_create(self.page.specific_class)

"""Everything but pages: media, settings, redirects, snippets, communes, accounts; and what superusers keep."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection as MediaCollection
from wagtail.models import Site
from wagtail.permission_policies import BasePermissionPolicy

from sites.modules import module_of
from sites.tenancy.paths import covers, outermost, within
from sites.tenancy.policies.people import members
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from sites.models import Commune, User


class RowPolicy(BasePermissionPolicy):
    """Superusers may do all; members what their role allows on what is theirs, which a subclass tells."""

    def __init__(self, model: type[Model], area: str = "") -> None:
        """``area`` is a column of the table of roles."""
        super().__init__(model)
        self.area = area

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """The rows on which ``scope`` allows one of ``actions``."""
        raise NotImplementedError

    def user_has_permission(self, user: User, action: str) -> bool:
        """On some row."""
        return self.user_has_any_permission(user, {action})

    def user_has_any_permission(self, user: User, actions: Collection[str]) -> bool:
        """On some row."""
        return user.is_active and (user.is_superuser or Scope.of(user).holds(self.area, actions))

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        """A subquery rather than a join: the caller can filter, update or make it distinct freely."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        if user.is_active and user.is_superuser:
            return rows
        mine = rows.filter(self.owned_by(Scope.of(user), actions)).order_by().values("pk")
        return rows.filter(pk__in=mine)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """On this row."""
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def user_has_any_permission_for_instance(self, user: User, actions: Collection[str], instance: Model) -> bool:
        """On this row; on any for a row not stored yet."""
        if instance.pk is None:
            return self.user_has_any_permission(user, actions)
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        """Whom to notify."""
        return members(self.area, actions)


class SuperuserPolicy(RowPolicy):
    """Sites, collections, workflows, tasks, locales, groups: the platform's own team only."""

    def user_has_any_permission(self, user: User, actions: Collection[str]) -> bool:  # noqa: ARG002
        """Superusers."""
        return user.is_active and user.is_superuser

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:  # noqa: ARG002
        """Nothing."""
        return Q(pk__in=[])

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:  # noqa: ARG002
        """Superusers."""
        return get_user_model()._default_manager.filter(is_active=True, is_superuser=True)

    # Wagtail asks these two of the policy of collections.
    collections_user_has_permission_for = BasePermissionPolicy.instances_user_has_permission_for
    collections_user_has_any_permission_for = RowPolicy.instances_user_has_any_permission_for


class MediaPolicy(RowPolicy):
    """Images and documents, by the collection of the commune."""

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """What lies in my collections."""
        return within("collection__path", scope.collection_paths(self.area, actions))

    def user_has_any_permission_for_instance(self, user: User, actions: Collection[str], instance: Any) -> bool:
        """Reads the collection in memory: Wagtail also asks about files being uploaded."""
        if user.is_active and user.is_superuser:
            return True
        return covers(Scope.of(user).collection_paths(self.area, actions), instance.collection.path)

    def collections_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        """The collections to choose from."""
        rows: QuerySet[Any] = MediaCollection.objects.all()
        if user.is_active and user.is_superuser:
            return rows
        return rows.filter(within("path", Scope.of(user).collection_paths(self.area, actions)))

    def collections_user_has_permission_for(self, user: User, action: str) -> QuerySet[Any]:
        """The collections to choose from."""
        return self.collections_user_has_any_permission_for(user, {action})

    def users_with_any_permission_for_instance(self, actions: Collection[str], instance: Any) -> QuerySet[User]:
        """Whom to notify about this file."""
        return members(self.area, actions, collection_path=instance.collection.path)


class SiteRowPolicy(RowPolicy):
    """Rows with a site (settings, redirects) or a commune (categories); ``link`` leads from the row to the site."""

    def __init__(self, model: type[Model], area: str, link: str = "site") -> None:
        """``link`` is empty for the site itself."""
        super().__init__(model, area)
        self.link = link

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """The rows of my sites."""
        return within(f"{self.link}__root_page__path", scope.site_paths(self.area, actions))

    def sites_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        """The sites to choose from."""
        rows: QuerySet[Any] = Site.objects.all()
        if user.is_active and user.is_superuser:
            return rows
        return rows.filter(within("root_page__path", Scope.of(user).site_paths(self.area, actions)))

    def sites_user_has_permission_for(self, user: User, action: str) -> QuerySet[Any]:
        """The sites to choose from."""
        return self.sites_user_has_any_permission_for(user, {action})

    def user_has_any_permission_for_instance(self, user: User, actions: Collection[str], instance: Model) -> bool:
        """Wagtail's views of settings pass either the setting or the site itself."""
        if isinstance(instance, Site):
            return self.sites_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()
        return super().user_has_any_permission_for_instance(user, actions, instance)


class ModuleRowPolicy(SiteRowPolicy):
    """Rows of a module, where the commune has it: off, its screens show nothing of the commune to its own people."""

    def _paths(self, user: User, actions: Collection[str]) -> list[str]:
        module = self.model._meta.app_label
        owned = module_of(module) is not None
        return outermost(
            grant.page_path
            for grant in Scope.of(user).grants
            if grant.holds(self.area, actions) and not (owned and grant.lacks(module))
        )

    def user_has_any_permission(self, user: User, actions: Collection[str]) -> bool:
        """In some commune that has the module."""
        return user.is_active and (user.is_superuser or bool(self._paths(user, actions)))

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        """As for any row."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        if user.is_active and user.is_superuser:
            return rows
        mine = rows.filter(within(f"{self.link}__root_page__path", self._paths(user, actions))).order_by().values("pk")
        return rows.filter(pk__in=mine)

    def sites_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        """The sites to choose from: those of communes that have the module."""
        rows: QuerySet[Any] = Site.objects.all()
        if user.is_active and user.is_superuser:
            return rows
        return rows.filter(within("root_page__path", self._paths(user, actions)))

    def communes(self, user: User, actions: Collection[str]) -> QuerySet[Commune]:
        """Those for which this person may do one of ``actions``."""
        communes: QuerySet[Commune] = apps.get_model("sites", "Commune")._default_manager.all()
        if user.is_active and user.is_superuser:
            return communes
        return communes.filter(within("site__root_page__path", self._paths(user, actions)))


class SharedRowPolicy(SiteRowPolicy):
    """Rows of a commune, or of a whole ``departement``: the second are for who holds the right all over it."""

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """The rows of my communes, and of the départements that are wholly mine."""
        mine = scope.site_paths(self.area, actions)
        return super().owned_by(scope, actions) | within("departement__folder__path", mine)


class AccessPolicy(SiteRowPolicy):
    """Memberships of my communes, except those of a role above mine."""

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """A gestionnaire does not touch the access of a webmestre, even of the same commune."""
        return _below(scope, self.area, actions)


class UserPolicy(RowPolicy):
    """Accounts all of whose memberships lie within mine: one shared with a foreign commune is not mine to edit."""

    def owned_by(self, scope: Scope, actions: Collection[str]) -> Q:
        """Neither superusers, nor webmestres of a wider place, nor shared accounts."""
        memberships = apps.get_model("sites", "Membership")._default_manager
        inside = memberships.filter(_below(scope, self.area, actions))
        outside = memberships.exclude(pk__in=inside.values("pk"))
        mine = Q(pk__in=inside.values("user")) & ~Q(pk__in=outside.values("user"))
        return mine & Q(is_superuser=False)


def _below(scope: Scope, area: str, actions: Collection[str]) -> Q:
    """Memberships in the communes of ``scope``, of a role no wider than the one held there."""
    home = "commune__site__root_page__path"
    of_any_role = [g.page_path for g in scope.grants if g.holds(area, actions) and g.role is Role.WEBMESTRE]
    mine = within(home, scope.site_paths(area, actions)) & ~Q(role=Role.WEBMESTRE)
    return mine | within(home, outermost(of_any_role))

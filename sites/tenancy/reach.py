"""One question asked everywhere: which rows of this model may this person reach."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import swapper
from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from wagtail.models import AbstractPage
from wagtail.permissions import policy_registry, register_permission_policy

from sites.tenancy.paths import ancestors, within
from sites.tenancy.policies.pages import EXPLORE, MembershipPagePolicy
from sites.tenancy.policies.rows import MediaPolicy, ModuleRowPolicy, RowPolicy, SharedRowPolicy, SuperuserPolicy
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from sites.models import Commune, User

ANY = frozenset({"add", "change", "delete", "view", "choose"})


def policy_of(model: type[Model]) -> Any:
    """The policy registered for ``model``, or None: never Wagtail's fallback, which scopes nothing."""
    return policy_registry.get_by_type(model, fallback=False)


def reachable(user: User, model: type[Model], actions: Collection[str] = ANY) -> QuerySet[Any]:
    """Rows of ``model`` on which ``user`` holds one of ``actions`` (pages: any permission). None without a policy."""
    policy = policy_of(model)
    if issubclass(model, AbstractPage):
        rows: QuerySet[Any] = policy.for_model(model).instances_user_has_any_permission_for(user, EXPLORE)
        return rows
    if not isinstance(policy, RowPolicy):
        return model._default_manager.all() if user.is_superuser else model._default_manager.none()
    return policy.instances_user_has_any_permission_for(user, actions)


def seen_pages(user: User, pages: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Pages that may be read and linked to: the whole of the person's communes."""
    if pages is None:
        pages = swapper.load_model("wagtailcore", "Page")._default_manager.all()
    return pages if user.is_superuser else pages.filter(within("path", Scope.of(user).seen_paths()))


def browsed_pages(user: User, pages: QuerySet[Any]) -> QuerySet[Any]:
    """The same, and the folders leading to them: choosers start at the root of the tree."""
    if user.is_superuser:
        return pages
    paths = Scope.of(user).seen_paths()
    return pages.filter(within("path", paths) | Q(path__in=ancestors(paths)))


def foreign_among(user: User, model: type[Model], pks: Collection[Any]) -> bool:
    """Whether some of these rows exist and belong to a commune that is not the person's."""
    policy = policy_of(model)
    if isinstance(policy, MembershipPagePolicy):
        mine = seen_pages(user)
    elif isinstance(policy, RowPolicy) and not isinstance(policy, SuperuserPolicy):
        mine = reachable(user, model)
    else:
        return False  # a row that belongs to no commune is everybody's
    return model._default_manager.filter(pk__in=pks).exclude(pk__in=mine.filter(pk__in=pks).values("pk")).exists()


def commune_above(*, page: str = "", site: int | None = None) -> Commune | None:
    """The commune of a page, named by its tree path, or of a site; None above all communes."""
    communes = apps.get_model("sites", "Commune")._default_manager.select_related("site__root_page", "collection")
    where = Q(site=site) if site else Q(site__root_page__path__in=ancestors([page]) | {page})
    found: Commune | None = communes.filter(where).first()
    return found


def strangers_to(commune: Commune, model: type[Model], pks: Collection[Any]) -> list[tuple[Any, str]]:
    """Pages, pictures and documents that a page of ``commune`` cannot show, each with the name of whose it is.

    Its own people may well reach them, when they work for several communes: the bake reads one commune alone.
    """
    if issubclass(model, AbstractPage):
        path, owner, inside = "path", "site__root_page__path", commune.site.root_page.path
    elif isinstance(policy_of(model), MediaPolicy):
        path, owner, inside = "collection__path", "collection__path", commune.collection.path
    else:
        return []
    rows = model._default_manager.filter(pk__in=pks).exclude(within(path, [inside])).annotate(place=F(path))
    communes = apps.get_model("sites", "Commune")._default_manager
    owners = [
        communes.filter(**{f"{owner}__in": ancestors([row.place]) | {row.place}}).values_list("name", flat=True).first()
        for row in rows
    ]
    return list(zip(rows, (str(name or "") for name in owners), strict=True))


def owned_by_commune(*, area: str = "snippet", link: str = "commune__site") -> Any:
    """Class decorator of a model whose rows belong to a commune; ``link`` leads from a row to its site.

    The policy of a snippet must be known before ``wagtail.snippets`` gets ready (it loads every ``wagtail_hooks`` and
    freezes a fallback), hence a decorator rather than ``AppConfig.ready()``.
    """

    def register(model: type[Model]) -> type[Model]:
        register_permission_policy(model, ModuleRowPolicy(model, area=area, link=link))
        return model

    return register


def owned_by_commune_or_departement(*, area: str) -> Any:
    """The same for rows with a ``commune`` or else a ``departement``, which are common to the communes of it."""

    def register(model: type[Model]) -> type[Model]:
        register_permission_policy(model, SharedRowPolicy(model, area=area, link="commune__site"))
        return model

    return register

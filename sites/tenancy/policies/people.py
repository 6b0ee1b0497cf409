"""Who holds a right, for notifications and workflow: the question of the policies, asked the other way round."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from sites.tenancy.paths import ancestors
from sites.tenancy.roles import DEEDS, Role, roles_for

if TYPE_CHECKING:
    from sites.models import User


def members(
    area: str,
    actions: Collection[str],
    *,
    page_path: str = "",
    collection_path: str = "",
    include_superusers: bool = True,
) -> QuerySet[User]:
    """Active people holding one of ``actions`` in ``area``, anywhere or on the row at this path."""
    held = _roles_holding(area, actions)
    for path, commune, folder in (
        (page_path, "commune__site__root_page", "departement__folder"),
        (collection_path, "commune__collection", "departement__collection"),
    ):
        if path:
            above = ancestors([path]) | {path}
            held &= (
                Q(**{f"memberships__{commune}__path__in": above})
                | Q(**{f"memberships__{folder}__path__in": above})
                | Q(memberships__commune=None, memberships__departement=None)
            )
    if include_superusers:
        held |= Q(is_superuser=True)
    return get_user_model()._default_manager.filter(held, is_active=True).distinct()


def _roles_holding(area: str, actions: Collection[str]) -> Q:
    """Positive conditions on one join only: a ``~Q`` here would ask about another membership of the same person."""
    waiting = {
        role
        for deed in DEEDS
        if deed.area == area and deed.validated and deed.actions.issuperset(actions)
        for role in Role
        if deed.role.rank <= role.rank < deed.validated.rank
    }
    always = [role for role in roles_for(area, actions) if role not in waiting]
    free = Q(memberships__role__in=waiting, memberships__commune__validation=False)
    return Q(memberships__role__in=always) | free

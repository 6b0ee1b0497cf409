"""Who is asked about a page: its owner, then somebody else of the town hall."""

from collections.abc import Iterator
from typing import Any

from sites.models import Commune, Membership, User
from sites.tenancy.policies.people import members
from sites.tenancy.reach import reachable
from sites.tenancy.roles import Role


def people_of(commune: Commune) -> Any:
    """Those who work there for the town hall itself: an owner is chosen among them."""
    rows = User.objects.filter(is_active=True, memberships__commune=commune).distinct()
    return rows.order_by("last_name", "first_name", "pk")


def keeps(person: User | None, page: Any) -> bool:
    """Whether the person may still change the page."""
    return (
        person is not None
        and person.is_active
        and bool(person.email)
        and bool(page.permissions_for_user(person).can_edit())
    )


def second_for(page: Any, commune: Commune, first: User | None) -> User | None:
    """The one asked when the owner does not answer, or is gone: a gestionnaire, a valideur, else a webmestre."""
    return next((person for person in _others(page, commune) if person != first and keeps(person, page)), None)


def _others(page: Any, commune: Commune) -> Iterator[User]:
    for role in (Role.GESTIONNAIRE, Role.VALIDEUR, Role.CONTRIBUTEUR):
        local = Membership.objects.filter(commune=commune, role=role).select_related("user").order_by("pk")
        yield from (membership.user for membership in local)
    yield from members("page", {"publish"}, page_path=page.path, include_superusers=False).order_by("pk")


def may_edit(user: User, page: Any) -> bool:
    """Whether the settings of reading again are this person's to change."""
    return reachable(user, type(page)).filter(pk=page.pk).exists() and bool(page.permissions_for_user(user).can_edit())

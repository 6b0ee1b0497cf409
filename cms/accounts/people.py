"""The people of a commune: who may manage them, and what inviting and removing do."""

from typing import TYPE_CHECKING

from django.db import transaction

from cms.accounts.invitation import send_invitation
from cms.desk.reach import communes_of
from sites.models import Commune, Membership, User
from sites.tenancy.paths import within
from sites.tenancy.reach import reachable
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What a commune may hand out; a webmestre is appointed by the platform's team.
OFFERED = (Role.CONTRIBUTEUR, Role.VALIDEUR, Role.GESTIONNAIRE)


def managed_by(user: User) -> "QuerySet[Commune]":
    """The communes whose people ``user`` may manage: its own in the pack Expert, all those of a webmestre."""
    rows = communes_of(user)
    if user.is_superuser:
        return rows
    return rows.filter(within("site__root_page__path", Scope.of(user).site_paths("user", {"add"})))


def manages_people(user: User) -> bool:
    """Say whether the entry of the menu leads somewhere."""
    return user.is_superuser or Scope.of(user).holds("user", {"add"})


def people_of(commune: Commune) -> "QuerySet[Membership]":
    """Who works for the commune itself: webmestres of the département or of everything are not listed."""
    return (
        Membership.objects.filter(commune=commune)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "user__email")
    )


@transaction.atomic
def invite(commune: Commune, *, email: str, first_name: str, last_name: str, role: Role, inviter: User) -> Membership:
    """Give ``role`` in ``commune`` to the holder of this address, known or not, and write to them."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
    elif not user.is_active:
        _reopen(user)
    membership, created = Membership.objects.get_or_create(user=user, commune=commune, defaults={"role": role})
    if not created and membership.role != Role.WEBMESTRE:  # appointed by the platform's team
        membership.role = role
        membership.save(update_fields=["role"])
    send_invitation(user, commune, inviter)
    return membership


def corrected_by(user: User, membership: Membership) -> bool:
    """Whether ``user`` may correct the name of this person: one shared with a commune of others is not theirs."""
    return reachable(user, User, {"change"}).filter(pk=membership.user_id).exists()


def _reopen(user: User) -> None:
    """A closed account starts again from nothing: its former communes, and its password, do not come back with it."""
    user.memberships.all().delete()
    user.is_active, user.is_superuser = True, False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_superuser", "password"])


@transaction.atomic
def remove(membership: Membership) -> None:
    """Take the commune away. An account without any commune left is closed, not deleted: its work keeps its author."""
    user = membership.user
    membership.delete()
    if not user.is_superuser and not user.memberships.exists():
        user.is_active = False
        user.save(update_fields=["is_active"])

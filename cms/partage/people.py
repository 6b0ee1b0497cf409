"""Who proposes, and who answers."""

from typing import Any

from sites.models import Commune, User
from sites.tenancy.scope import Scope


def decides(user: User, commune: Commune) -> bool:
    """Whether ``user`` publishes there: showing what another publishes is publishing. No query."""
    return user.is_superuser or Scope.of(user).may_in(commune, "page", {"publish"})


def proposes(user: User, page: Any) -> bool:
    """Whether ``user`` may let others show this page."""
    return bool(page.permissions_for_user(user).can_publish())

"""Whose subscription a webmestre keeps, and who sets what is common to all."""

from typing import Any

from deploy.models.billing import AREA
from sites.models import Commune, User
from sites.tenancy.paths import ROOT, within
from sites.tenancy.scope import Scope

CHANGE = frozenset({"change"})


def communes_kept(user: User) -> Any:
    """The communes whose subscription ``user`` keeps, by name."""
    rows = Commune.objects.all()
    if not user.is_superuser:
        rows = rows.filter(within("site__root_page__path", Scope.of(user).site_paths(AREA, CHANGE)))
    return rows.select_related("site__root_page").order_by("name", "insee")


def sets_prices(user: User) -> bool:
    """Whether ``user`` is a webmestre of all communes: one of a département changes nothing for the others."""
    return user.is_superuser or ROOT in Scope.of(user).site_paths(AREA, CHANGE)

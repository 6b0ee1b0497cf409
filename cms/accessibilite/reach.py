"""Whose record a person keeps: communes by their role there, what is common by a role on the whole département."""

from typing import Any

from cms.accessibilite.models import AREA
from sites.models import Commune, Departement, User
from sites.tenancy.paths import within
from sites.tenancy.scope import Scope

CHANGE = frozenset({"change"})


def communes_kept(user: User) -> Any:
    """The communes whose record ``user`` keeps."""
    rows = Commune.objects.all()
    if not user.is_superuser:
        rows = rows.filter(within("site__root_page__path", Scope.of(user).site_paths(AREA, CHANGE)))
    return rows.select_related("departement").order_by("name")


def departements_kept(user: User) -> Any:
    """The départements whose common record ``user`` keeps."""
    rows = Departement.objects.all()
    if not user.is_superuser:
        rows = rows.filter(within("folder__path", Scope.of(user).site_paths(AREA, CHANGE)))
    return rows.order_by("code")

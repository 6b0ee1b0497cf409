"""What one person may reach: read once per request, as a flat list of grants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import swapper

from sites.modules import active_codes, module_of
from sites.packs import PACKS, Pack, Right
from sites.tenancy.paths import ROOT, covers, outermost, within
from sites.tenancy.roles import Role, deeds

if TYPE_CHECKING:
    from sites.models import Commune, User

#: The pack's right to create and edit pages; without it a contributeur writes in the modules only.
WRITE_PAGES = "pages"


_KEPT = "_tenancy_scope"


@dataclass(slots=True)
class Grant:
    """One membership: a role on a subtree of pages and on a subtree of collections.

    ``page_path`` and ``collection_path`` bound all that is *seen*. ``page_paths`` bounds what is *written*: the same
    subtree, or only its modules where the pack leaves no more to a contributeur.
    ``pack`` is empty for a webmestre of a département or of everything, whom packs do not bind. A code rather than the
    pack itself: the scope follows the user object, which Django and Wagtail copy and pickle.
    ``modules`` are those of the commune, ``fills`` those of them that the pack leaves to this role.
    """

    role: Role
    page_path: str
    collection_path: str
    commune_id: int | None = None
    pack: str = ""
    rights: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    fills: frozenset[str] = frozenset()
    validation: bool = False
    page_paths: list[str] = field(default_factory=list)
    actions: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the table of roles once."""
        for deed in deeds(self.role, self.rights, validation=self.validation):
            self.actions[deed.area] = self.actions.get(deed.area, frozenset()) | deed.actions
        self.page_paths = self.page_paths or [self.page_path]

    @property
    def bound_by_pack(self) -> bool:
        """A webmestre of the CDG prepares what the commune has not bought."""
        return self.role is not Role.WEBMESTRE

    def may(self, right: str) -> bool:
        """Has the commune this right of the packs? Where packs do not bind, always."""
        return not self.bound_by_pack or right in self.rights

    def page_right(self, model: type[Any]) -> Right:
        """What the pack leaves to do with a type of page; what is of a module is created by who fills it in."""
        if not self.bound_by_pack or self.pack not in PACKS:
            return Right.CREATE
        if (module := module_of(model._meta.app_label)) is not None:
            return Right.CREATE if module.code in self.fills else Right.ABSENT
        kind = getattr(model, "snapshot_type", model._meta.model_name)
        return PACKS[self.pack].page_rights.get(kind, Right.ABSENT)

    def lacks(self, module: str) -> bool:
        """Whether this person has nothing to fill in of this module; where packs do not bind, it is never missing."""
        return self.bound_by_pack and module not in self.fills

    @property
    def modules_only(self) -> bool:
        """Whether the pack leaves the modules alone to this person (the contributeur of a mini-site)."""
        return self.role is Role.CONTRIBUTEUR and WRITE_PAGES not in self.rights

    def holds(self, area: str, actions: Collection[str]) -> bool:
        """Whether this person may do one of ``actions``."""
        return not self.actions.get(area, frozenset()).isdisjoint(actions)


class Scope:
    """All the grants of a person; none for superusers, whom no policy asks about."""

    def __init__(self, user: User) -> None:
        """One query, and a second one for the contributeurs of a mini-site."""
        self.grants: list[Grant] = []
        if user.is_authenticated and user.is_active and not user.is_superuser:
            self.grants = [_grant(_Row(*row)) for row in user.memberships.values_list(*_COLUMNS)]
            _narrow([grant for grant in self.grants if grant.modules_only])

    @classmethod
    def of(cls, user: User) -> Scope:
        """The scope of ``user``, kept on the object, hence for the request."""
        scope: Scope | None = getattr(user, _KEPT, None)
        if scope is None:
            scope = cls(user)
            setattr(user, _KEPT, scope)
        return scope

    def holds(self, area: str, actions: Collection[str]) -> bool:
        """Whether this person may do one of ``actions`` somewhere."""
        return any(grant.holds(area, actions) for grant in self.grants)

    def page_paths(self, actions: Collection[str]) -> list[str]:
        """Subtrees of pages on which one of ``actions`` is allowed."""
        return outermost(path for grant in self.grants if grant.holds("page", actions) for path in grant.page_paths)

    def site_paths(self, area: str, actions: Collection[str]) -> list[str]:
        """Subtrees holding the home pages of the communes where one of ``actions`` is allowed in ``area``."""
        return outermost(grant.page_path for grant in self.grants if grant.holds(area, actions))

    def collection_paths(self, area: str, actions: Collection[str]) -> list[str]:
        """Subtrees of collections on which one of ``actions`` is allowed."""
        return outermost(grant.collection_path for grant in self.grants if grant.holds(area, actions))

    def seen_paths(self) -> list[str]:
        """Subtrees of pages that may be read and linked to: the whole of each commune."""
        return outermost(grant.page_path for grant in self.grants)

    def may(self, commune: Commune, right: str) -> bool:
        """Whether this person has, in this commune, a right of the packs (``tree``, ``files``, ``users``…)."""
        return any(grant.may(right) for grant in self.grants if grant.commune_id in (None, commune.pk))

    def may_in(self, commune: Commune, area: str, actions: Collection[str]) -> bool:
        """Whether this person may do one of ``actions`` in this commune."""
        path = commune.site.root_page.path
        return any(path.startswith(grant.page_path) and grant.holds(area, actions) for grant in self.grants)

    def fills(self, commune: Commune, module: str) -> bool:
        """Whether this person fills in this module, in this commune; whether the commune has it is not asked."""
        path = commune.site.root_page.path
        return any(path.startswith(grant.page_path) and not grant.lacks(module) for grant in self.grants)

    def grants_on(self, path: str) -> Iterable[Grant]:
        """The grants that cover the page at this tree path."""
        return (grant for grant in self.grants if covers(grant.page_paths, path))


_COLUMNS = (
    "role",
    "commune",
    "commune__pack",
    "commune__options",
    "commune__validation",
    "commune__site__root_page__path",
    "commune__collection__path",
    "departement__folder__path",
    "departement__collection__path",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One membership as read, in the order of ``_COLUMNS``."""

    role: str
    commune_id: int | None
    pack: str
    options: dict[str, Any] | None
    validation: bool | None
    home: str | None
    collection: str | None
    folder: str | None
    folder_collection: str | None


def _grant(row: _Row) -> Grant:
    pack = PACKS.get(row.pack or "")
    options = row.options or {}
    role = Role(row.role)
    active = active_codes(_Subscriber(pack.code, options)) if pack else frozenset()
    return Grant(
        role=role,
        page_path=row.home or row.folder or ROOT,
        collection_path=row.collection or row.folder_collection or ROOT,
        commune_id=row.commune_id,
        pack=row.pack or "",
        rights=rights_of(pack, options),
        modules=active,
        fills=pack.filled_by_contributor(active) if pack and role is Role.CONTRIBUTEUR else active,
        validation=bool(row.validation),
    )


class _Subscriber(NamedTuple):
    """What ``active_codes`` reads."""

    pack: str
    options: Mapping[str, Any]


def rights_of(pack: Pack | None, options: Mapping[str, Any]) -> frozenset[str]:
    """The pack's rights, with those bought à la carte."""
    return (pack.rights if pack else frozenset()) | frozenset(options.get("rights_on", ()))


def _narrow(grants: list[Grant]) -> None:
    """Bound these grants to the pages of the modules that are theirs to fill in."""
    if not grants:
        return
    page_model = swapper.load_model("wagtailcore", "Page")
    filled = frozenset[str]().union(*(grant.fills for grant in grants))
    rows = page_model._default_manager.filter(
        within("path", [grant.page_path for grant in grants]), content_type__app_label__in=filled
    )
    owned = list(rows.values_list("path", "content_type__app_label"))
    for grant in grants:
        mine = (path for path, module in owned if module in grant.fills and path.startswith(grant.page_path))
        grant.page_paths = outermost(mine)

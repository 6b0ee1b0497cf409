"""What each person finds in the menu and in the footer of the editor: what it may do, and no more."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cms.desk.reach import fills, some_communes
from sites.models import User
from sites.modules import Module, QuickAdd, active_modules, installed_modules
from sites.tenancy.scope import Scope

# Left in the main menu of somebody who works for communes; the rest is for the platform's own team.
FOR_MEMBERS = frozenset({"explorer", "images", "documents", "settings", "communes"})
# What a contributeur sees whose pack leaves the modules alone to write in.
FOR_MODULES_ONLY = frozenset({"documents", "communes"})
FILES = _("Fichiers")


class ModuleMenuItem(MenuItem):
    """The contents of one module."""

    def __init__(self, module: Module, offer: QuickAdd) -> None:
        """``offer`` is what the module declares as ``quick_add``."""
        self.module = module
        url = reverse("desk:module", args=(module.code,))
        super().__init__(offer.list_label, url, name=f"module-{module.code}", icon_name=offer.icon, order=50)

    def is_shown(self, request: HttpRequest) -> bool:
        """In some commune of the person, who fills it in, the module is active."""
        user: Any = request.user
        mine = (one for one in some_communes(user) if self.module in active_modules(one))
        return any(fills(user, one, self.module.code) for one in mine)


class CommunesMenuItem(MenuItem):
    """The list of communes, for who has several."""

    def is_shown(self, request: HttpRequest) -> bool:
        """A second commune is enough to look for one."""
        return len(some_communes(_user(request))) > 1


def module_menu_entries() -> list[Callable[[], MenuItem]]:
    """One entry for each installed module that has contents, made when the addresses are known."""
    return [partial(ModuleMenuItem, module, module.quick_add) for module in installed_modules() if module.quick_add]


def communes_menu_item() -> MenuItem:
    """« Les communes »."""
    return CommunesMenuItem(_("Communes"), reverse("desk:communes"), name="communes", icon_name="site", order=20)


def only_what_one_may(request: HttpRequest, items: list[Any]) -> None:
    """Keep the entries of the main menu that this person may use."""
    user = _user(request)
    if user.is_superuser:
        return
    grants = Scope.of(user).grants
    allowed = FOR_MODULES_ONLY if all(grant.modules_only for grant in grants) else FOR_MEMBERS
    if not Scope.of(user).holds("document", {"view"}):
        allowed -= {"documents"}
    items[:] = [item for item in items if item.name in allowed or item.name.startswith(("module-", "desk-"))]


def name_the_library(_request: HttpRequest, items: list[Any]) -> None:
    """« Fichiers » is where files wait to be shown; « Documents » are what a module publishes."""
    for item in items:
        if item.name == "documents":
            item.label = FILES


def publish_first(items: list[Any], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """The button one came for, first: *Publier* for who may, else *Proposer à la validation*."""
    names = [item.name for item in items]
    if "action-publish" in names and "approve" not in names:
        items[:] = [item for item in items if item.name not in {"action-submit", "action-restart-workflow"}]
    wanted = ("approve", "action-publish", "action-submit", "action-save-draft")
    items.sort(key=lambda item: wanted.index(item.name) if item.name in wanted else len(wanted))


def _user(request: HttpRequest) -> User:
    user: Any = request.user
    return user

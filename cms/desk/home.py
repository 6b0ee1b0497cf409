"""« Que voulez-vous faire ? »: the home of the admin, made of what each person may do for each commune."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from cms.desk.choice import shown_on
from cms.desk.listing import listing
from cms.desk.reach import Online, address_of, communes_of, fills, online, writes_pages
from cms.desk.waiting import lines, recent, with_commune
from cms.limits.usage import counts, notes
from sites.models import Commune, User
from sites.modules import Module, Task, active_modules
from sites.packs import PACKS
from sites.tenancy.paths import HOME, within
from sites.tenancy.scope import Grant, Scope

if TYPE_CHECKING:
    from django.http import HttpRequest


RECENT = 5
EXERCISE = _("Site d’entraînement\u00a0: essayez tout. Chaque nuit, il retrouve ses pages du premier jour.")


@dataclass(frozen=True, slots=True)
class Action:
    """One big button."""

    label: Any
    url: str
    icon: str
    outside: bool = False
    main: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """One commune on the home page."""

    commune: Commune
    pack: str
    address: str
    online: Online
    actions: Sequence[Action]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Content:
    """The page under which a module's contents of one commune lie."""

    commune: Commune
    page_id: int


class HomePanel(Component):
    """The one panel that everybody sees."""

    name = "desk"
    order = 10
    template_name = "desk/home.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """A few communes with their buttons, or the first rows of the list."""
        request: HttpRequest = parent_context["request"]
        user: Any = request.user
        few = shown_on(request)
        context: dict[str, Any] = {"request": request, "desks": [], "listing": None}
        if few is not None:
            context["desks"] = desks(user, few)
        else:
            context["listing"] = listing(user, {})
        return context


class WaitingPanel(Component):
    """« Ce qui vous attend », below."""

    name = "waiting"
    order = 15
    template_name = "desk/waiting.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The lines of the communes that the home shows."""
        request: HttpRequest = parent_context["request"]
        user: Any = request.user
        return {"lines": lines(user, shown_on(request))}


class RecentPanel(Component):
    """« Vos dernières pages »: Wagtail's own panel asks three queries for each of them."""

    name = "recent"
    order = 250
    template_name = "desk/recent.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Those that the person left last."""
        user: Any = parent_context["request"].user
        return {"rows": with_commune(user, recent(user)[:RECENT])}


def desks(user: User, communes: Sequence[Commune]) -> list[Desk]:
    """What ``user`` may do for each of these communes: one query per installed module, whatever their number."""
    parents = {config.code: _parents(config, communes) for config in _offering_modules(communes)}
    pages = counts(communes)
    return [
        Desk(
            commune,
            PACKS[commune.pack].label,
            address_of(commune),
            online(commune),
            _actions(user, commune, parents),
            [
                *([str(EXERCISE)] if commune.training else []),
                *(notes(commune, pages[commune.pk]) if writes_pages(user, commune) else ()),
            ],
        )
        for commune in communes
    ]


def module_contents(user: User, config: Module) -> list[Content]:
    """The communes of ``user`` that have the module, with the page its contents lie under."""
    communes = [one for one in communes_of(user) if config in active_modules(one) and fills(user, one, config.code)]
    parents = _parents(config, communes)
    return [Content(commune, parents[commune.pk]) for commune in communes if commune.pk in parents]


def _offering_modules(communes: Iterable[Commune]) -> list[Module]:
    found = {config.code: config for commune in communes for config in active_modules(commune) if config.quick_add}
    return list(found.values())


def _parents(config: Module, communes: Sequence[Commune]) -> dict[int, int]:
    """Commune to page under which the module's contents are created, in one query."""
    if config.quick_add is None:
        return {}
    model: Any = apps.get_model(config.quick_add.parent_type)
    homes = {commune.site.root_page.path: commune.pk for commune in communes}
    rows = model.objects.filter(within("path", list(homes))).order_by("path").values_list("path", "pk")
    return {homes[path[:HOME]]: pk for path, pk in rows if path[:HOME] in homes}


def _actions(user: User, commune: Commune, parents: Mapping[str, Mapping[int, int]]) -> list[Action]:
    scope = Scope.of(user)
    path = commune.site.root_page.path
    grants = [grant for grant in scope.grants if path.startswith(grant.page_path)]
    found: list[Action] = []
    for config in active_modules(commune):
        if not fills(user, commune, config.code):
            continue
        offer, parent = config.quick_add, parents.get(config.code, {}).get(commune.pk)
        if offer and parent:
            url = reverse("wagtailadmin_pages:add", args=(*offer.page_type.lower().split("."), parent))
            found.append(Action(offer.label, url, offer.icon, main=not found))
        tasks = [task for task in config.tasks(commune) if user.is_superuser or _may(task, grants)]
        found += [Action(task.label, task.url, task.icon) for task in tasks]
    if writes_pages(user, commune):
        url = reverse("wagtailadmin_explore", args=(commune.site.root_page.pk,))
        found.append(Action(_("Modifier une page"), url, "edit"))
    if user.is_superuser or any(grant.holds("document", {"view"}) for grant in grants):
        url = f"{reverse('wagtaildocs:add_multiple')}?collection_id={commune.collection_id}"
        found.append(Action(_("Envoyer des fichiers"), url, "folder-open-inverse"))
    if user.is_superuser or any(grant.holds("settings", {"change"}) for grant in grants):
        url = reverse("wagtailsettings:edit", args=("cms", "mairie", commune.site_id))
        found.append(Action(_("Horaires et coordonnées"), url, "time"))
    found.append(Action(_("Voir le site"), address_of(commune), "link-external", outside=True))
    return found


def _may(task: Task, grants: Iterable[Grant]) -> bool:
    return not task.area or any(grant.holds(task.area, task.actions) for grant in grants)

"""Where a content may be published besides its own commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from wagtail.models import AbstractPage

from cms.desk.reach import communes_of, fills
from sites.models import Commune, User
from sites.modules import Module, active_modules, module_of
from sites.tenancy.paths import HOME, covers, within
from sites.tenancy.reach import policy_of
from sites.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Target:
    """A commune, with the page to publish under where the content is a page."""

    commune: Commune
    parent: Any = None


def sharing_module(model: type[Model]) -> Module | None:
    """The module that lets rows of ``model`` be published in several communes."""
    module = module_of(model._meta.app_label)
    return module if module and model._meta.label in module.shared_types else None


def address_of(content: Any) -> str:
    """The screen that publishes this content in several communes."""
    meta = type(content)._meta
    return reverse("several:share", args=(meta.app_label, meta.model_name, content.pk))


def targets(user: User, source: Any, own: Commune) -> list[Target]:
    """The other communes of ``user`` whose module is on and where the role allows it: two queries for all of them."""
    module = sharing_module(type(source))
    if module is None:
        return []
    mine = communes_of(user).exclude(pk=own.pk)
    others = [one for one in mine if module in active_modules(one) and fills(user, one, module.code)]
    if not isinstance(source, AbstractPage):
        return [Target(one) for one in others if _may_add_rows(user, type(source), one)]
    parents = _parents(module, others)
    return [
        Target(one, parents[one.pk])
        for one in others
        if one.pk in parents and _may_add_pages(user, type(source), parents[one.pk])
    ]


def _parents(module: Module, communes: Sequence[Commune]) -> dict[int, Any]:
    """Commune to page below which the module's contents lie."""
    if module.quick_add is None:
        return {}
    model: Any = apps.get_model(module.quick_add.parent_type)
    homes = {commune.site.root_page.path: commune.pk for commune in communes}
    rows = model.objects.filter(within("path", list(homes))).order_by("path")
    return {homes[top]: page for page in rows if (top := page.path[:HOME]) in homes}


def _may_add_pages(user: User, model: type[Any], parent: Any) -> bool:
    return bool(parent.permissions_for_user(user).may_create(model))


def _may_add_rows(user: User, model: type[Model], commune: Commune) -> bool:
    area, home = policy_of(model).area, commune.site.root_page.path
    return user.is_superuser or covers(Scope.of(user).site_paths(area, {"add"}), home)

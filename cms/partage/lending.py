"""The kinds of contents that modules let others show, found in the registry: this room knows none by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from sites.modules import Module, Subscriber, active_modules, installed_modules, module_of
from sites.sharing import Lent

CODE = "partage"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contents, with its module and its model."""

    lent: Lent
    module: Module

    @property
    def label(self) -> str:
        """As propositions name it."""
        return self.lent.model

    @property
    def model(self) -> Any:
        """Its model."""
        return apps.get_model(self.lent.model)

    def title_of(self, content: Any) -> str:
        """What a page, or a row, is called."""
        return str(getattr(content, self.lent.row.title if self.lent.row else "title"))

    def is_online(self, content: Any) -> bool:
        """Whether citizens may read it, as far as it is concerned."""
        return bool(getattr(content, self.lent.row.online if self.lent.row else "live"))

    @property
    def above(self) -> Any:
        """The page type that its rows stand below; ``None`` for pages."""
        return apps.get_model(self.lent.row.below) if self.lent.row else None


def kinds() -> Mapping[str, Kind]:
    """Every kind there is, by its label."""
    return {lent.model: Kind(lent, module) for module in installed_modules() for lent in module.lends}


def kinds_of(commune: Subscriber) -> Mapping[str, Kind]:
    """Those whose module the commune has; none where sharing is off."""
    active = active_modules(commune)
    if not any(module.code == CODE for module in active):
        return {}
    return {label: kind for label, kind in kinds().items() if kind.module in active}


def kind_of(model: type[Model]) -> Kind | None:
    """The kind of this model; ``None`` for what is not shared."""
    module = module_of(model._meta.app_label)
    found = [lent for lent in module.lends if lent.model == model._meta.label] if module else []
    return Kind(found[0], module) if found and module else None

"""What must be true of every model that a module lets publish in several communes."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import AbstractPage

from cms.models import BasePage
from sites.modules import installed_modules


def check_shared_types(**_options: Any) -> list[CheckMessage]:
    """Run by Django at start-up: a copy holds the columns of its row alone, so there must be nothing else to copy."""
    return [error for module in installed_modules() for label in module.shared_types for error in _faults(label)]


def _faults(label: str) -> Iterator[CheckMessage]:
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        yield Error(f"{label} is shared between communes, and is no model.", id="several.E001")
        return
    if not issubclass(model, AbstractPage) and not any(field.name == "commune" for field in model._meta.fields):
        yield Error(f"{label} is shared between communes, and belongs to none.", obj=model, id="several.E002")
    if left := sorted(_relations(model) - _relations(BasePage)):
        yield Error(
            f"Copies of {label} in other communes would lose {', '.join(left)}.",
            hint="Keep these rows in a StreamField, or take the model out of shared_types.",
            obj=model,
            id="several.E003",
        )


def _relations(model: Any) -> set[str]:
    children = {str(relation.get_accessor_name()) for relation in get_all_child_relations(model)}
    return children | {field.name for field in (*get_all_child_m2m_relations(model), *model._meta.many_to_many)}

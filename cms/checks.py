"""What must be true of every page type, of a module too."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from wagtail.models import get_page_models

from cms.models import BasePage


def check_page_types(**_options: Any) -> list[CheckMessage]:
    """Run by Django at start-up: a type says where it stands, what draws it, and what an editor chooses it for."""
    return [error for model in get_page_models() if model is not BasePage for error in _faults(model)]


def _faults(model: Any) -> Iterator[CheckMessage]:
    if not hasattr(model, "parent_page_types"):  # Wagtail asks for it with « getattr »: no class of its own has one
        yield Error(
            f"{model._meta.label} may be created anywhere, even beside the communes.",
            hint="Set parent_page_types.",
            obj=model,
            id="cms.E001",
        )
    if model.snapshot_type and not (model.template_name and model.page_description):
        yield Error(
            f"{model._meta.label} has a snapshot_type without template_name or page_description.",
            obj=model,
            id="cms.E002",
        )

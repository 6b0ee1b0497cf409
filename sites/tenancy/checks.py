"""System checks: what a new model or viewset would forget, said at start-up rather than by a leak."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from sites.tenancy.admin.pages import TenantPageViewSet
from sites.tenancy.policies.pages import MembershipPagePolicy
from sites.tenancy.policies.rows import RowPolicy, SuperuserPolicy
from sites.tenancy.reach import policy_of
from sites.tenancy.references import OwnReferencesMixin


def _edited_models() -> Iterator[Any]:
    yield from (model for model in get_page_models() if not model._meta.abstract)
    yield from get_snippet_models()
    yield from settings_registry


def check_forms(**_options: Any) -> list[CheckMessage]:
    """Every form that members fill in refuses the objects of other communes."""
    return [
        Error(
            f"{model._meta.label} is edited in the admin without sites.tenancy.references.OwnReferencesMixin.",
            hint="Set base_form_class to OwnPageForm or OwnModelForm, or to a subclass.",
            obj=model,
            id="sites.E001",
        )
        for model in _edited_models()
        if not issubclass(getattr(model, "base_form_class", None) or object, OwnReferencesMixin)
    ]


def _all_viewsets() -> list[Any]:
    _loaded = get_resolver().url_patterns  # the addresses of the admin are what populates them
    return list(viewsets.viewsets)


def check_page_viewsets(**_options: Any) -> list[CheckMessage]:
    """Every explorer is ours: Wagtail's lists the people and sites of everybody."""
    return [
        Error(
            f"{type(viewset).__name__} is not a TenantPageViewSet.",
            hint="Inherit from sites.tenancy.admin.pages.TenantPageViewSet.",
            obj=type(viewset),
            id="sites.E002",
        )
        for viewset in _all_viewsets()
        if isinstance(viewset, PageViewSet)
        and not isinstance(viewset, TenantPageViewSet)
        and type(viewset).__module__.partition(".")[0] != "wagtail"
    ]


def check_policies(**_options: Any) -> list[CheckMessage]:
    """Every model with screens of its own has a policy of ours."""
    models = {viewset.model for viewset in _all_viewsets() if isinstance(viewset, ModelViewSet)}
    return [
        Error(
            f"{model._meta.label} has screens in the admin and no tenancy policy.",
            hint="Decorate it with sites.tenancy.reach.owned_by_commune, or register a SuperuserPolicy.",
            obj=model,
            id="sites.E003",
        )
        for model in sorted([*models, *get_snippet_models(), *settings_registry], key=lambda model: model._meta.label)
        if not isinstance(policy_of(model), RowPolicy | SuperuserPolicy | MembershipPagePolicy)
    ]

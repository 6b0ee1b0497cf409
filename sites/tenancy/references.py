"""Refusing the objects of other communes in submitted forms.

Wagtail's choosers hide foreign objects, but nothing checks the identifier that comes back: anyone can type that of a
foreign picture, be shown its title in the form that comes back with an error, or publish it. So the *submitted* values
are read before any cleaning: foreign keys, StreamField blocks, rich text. No chooser offers what is refused here, hence
no sentence: the request is denied, and nothing of the object is ever rendered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks import BlockField
from wagtail.models import Collection, Site

from sites.tenancy.policies.rows import RowPolicy
from sites.tenancy.reach import foreign_among, policy_of, reachable

if TYPE_CHECKING:
    from django.db.models import Model

    Reference = tuple[type[Model], Any]


class OwnReferencesMixin:
    """For the form of every model that members edit; a system check holds them to it. Wagtail sets ``for_user``."""

    fields: dict[str, Any]
    for_user: Any
    is_bound: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices of communes, sites and categories are mine only."""
        super().__init__(*args, **kwargs)
        if self._is_member():
            for field in self.fields.values():
                self._limit(field)

    def full_clean(self) -> None:
        """Raises ``PermissionDenied`` for a new reference to what is not mine; one that was there already may stay."""
        if self.is_bound and self._is_member():
            wanted: dict[type[Model], set[Any]] = {}
            for form in _with_children(self):
                for model, pk in set(_submitted(form)) - set(_stored(form)):
                    wanted.setdefault(model, set()).add(pk)
            if any(foreign_among(self.for_user, model, pks) for model, pks in wanted.items()):
                raise PermissionDenied
        super().full_clean()  # type: ignore[misc]

    def _is_member(self) -> bool:
        return bool(self.for_user) and not self.for_user.is_superuser

    def _limit(self, field: Any) -> None:
        queryset = getattr(field, "queryset", None)
        if queryset is None or hasattr(field.widget, "model"):
            return  # a chooser scopes itself, and what it brings back is checked
        if queryset.model is Site:
            field.queryset = queryset.filter(commune__in=reachable(self.for_user, apps.get_model("sites", "Commune")))
        elif isinstance(policy_of(queryset.model), RowPolicy) and queryset.model is not Collection:
            field.queryset = queryset.filter(pk__in=reachable(self.for_user, queryset.model).values("pk"))


class OwnModelForm(OwnReferencesMixin, WagtailAdminModelForm):
    """``base_form_class`` of a model that members edit."""


class OwnPageForm(OwnReferencesMixin, WagtailAdminPageForm):
    """``base_form_class`` of every page: ``SitesConfig.ready`` sets it."""


def _with_children(form: Any) -> Iterator[Any]:
    """The form, and those of the rows that hang on it (``InlinePanel``)."""
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from _with_children(child)


def _submitted(form: Any) -> Iterator[Reference]:
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if (chosen := _model_chosen(field)) is not None:
            yield from _keys(chosen, value)
        elif isinstance(field, BlockField):
            yield from _extracted(field.block, value)
        elif value and (column := _column(form, name)) is not None:
            yield from _extracted(column, value)


def _stored(form: Any) -> Iterator[Reference]:
    """Before cleaning, the instance still holds what was stored: for a page, its latest draft."""
    if not form.instance.pk:
        return
    for name, field in form.fields.items():
        if (chosen := _model_chosen(field)) is not None:
            yield from _keys(chosen, getattr(form.instance, f"{name}_id", None))
        elif (column := _column(form, name)) is not None:
            yield from _extracted(column, column.value_from_object(form.instance))


def _column(form: Any, name: str) -> Any:
    """The column of the model that may hold references, or None."""
    column = {column.name: column for column in form.instance._meta.concrete_fields}.get(name)
    return column if hasattr(column, "extract_references") else None


def _model_chosen(field: Any) -> Any:
    """The model whose rows this field offers, or None."""
    rows: Any = field.queryset if isinstance(field, forms.ModelChoiceField) else None
    return rows.model if rows is not None else None


def _keys(model: type[Model], value: Any) -> Iterator[Reference]:
    """What cannot be a key is left to the field, which says so."""
    for key in value if isinstance(value, list | tuple) else [value]:
        if key not in (None, ""):
            try:
                yield model, model._meta.pk.to_python(key)
            except ValidationError:
                continue


def _extracted(holder: Any, value: Any) -> Iterator[Reference]:
    """``holder`` is a block, or a column, that knows its references."""
    if value is not None:
        for model, pk, _model_path, _content_path in holder.extract_references(value):
            yield from _keys(model, pk)

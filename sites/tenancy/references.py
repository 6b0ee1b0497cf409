"""Refusing the objects of other communes in submitted forms.

Wagtail's choosers hide foreign objects, but nothing checks the identifier that comes back: anyone can type that of a
foreign picture, be shown its title in the form that comes back with an error, or publish it. So the *submitted* values
are read before any cleaning: foreign keys, StreamField blocks, rich text. No chooser offers what is refused here, hence
no sentence: the request is denied, and nothing of the object is ever rendered.

Somebody of several communes reaches the pictures of each, but a page shows those of its own commune alone: there the
form says so, naming the picture and whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks import BlockField
from wagtail.models import AbstractPage, Collection, Site

from sites.tenancy.policies.rows import RowPolicy
from sites.tenancy.reach import commune_above, foreign_among, policy_of, reachable, strangers_to

if TYPE_CHECKING:
    from django.db.models import Model

    from sites.models import Commune

    Reference = tuple[type[Model], Any]

# What is said of a thing of another commune, by model.
_STRANGERS: Mapping[str, Any] = {
    settings.WAGTAILIMAGES_IMAGE_MODEL: _(
        "L’image «\u00a0%(title)s\u00a0» appartient à une autre commune (%(owner)s) et ne paraîtrait pas sur ce "
        "site\u202f: choisissez une image de ce site, ou envoyez-la d’abord dans sa bibliothèque."
    ),
    settings.WAGTAILDOCS_DOCUMENT_MODEL: _(
        "Le document «\u00a0%(title)s\u00a0» appartient à une autre commune (%(owner)s) et ne paraîtrait pas sur ce "
        "site\u202f: choisissez un document de ce site, ou envoyez-le d’abord dans sa bibliothèque."
    ),
    settings.WAGTAIL_PAGE_MODEL: _(
        "La page «\u00a0%(title)s\u00a0» appartient à une autre commune (%(owner)s) et le lien ne paraîtrait pas "
        "sur ce site\u202f: choisissez une page de ce site, ou écrivez l’adresse entière de l’autre."
    ),
}


class OwnReferencesMixin:
    """For the form of every model that members edit; a system check holds them to it. Wagtail sets ``for_user``."""

    fields: dict[str, Any]
    for_user: Any
    instance: Any
    is_bound: bool
    add_error: Callable[[str | None, Any], None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices of communes, sites and categories are mine only."""
        super().__init__(*args, **kwargs)
        if self._is_member():
            for field in self.fields.values():
                self._limit(field)

    def full_clean(self) -> None:
        """Raises ``PermissionDenied`` for a new reference to what is not mine; one that was there already may stay."""
        wanted: dict[type[Model], set[Any]] = {}
        if self.is_bound and self.for_user:
            for form in _with_children(self):
                for model, pk in set(_submitted(form)) - set(_stored(form)):
                    wanted.setdefault(model, set()).add(pk)
        if self._is_member() and any(foreign_among(self.for_user, model, pks) for model, pks in wanted.items()):
            raise PermissionDenied
        super().full_clean()  # type: ignore[misc]
        self._refuse_strangers({model: pks for model, pks in wanted.items() if _kind(model) in _STRANGERS})

    def _refuse_strangers(self, wanted: Mapping[type[Model], set[Any]]) -> None:
        """One sentence for each thing of another commune."""
        commune = self._commune() if wanted else None
        if commune is None:
            return
        for model, pks in wanted.items():
            for row, owner in strangers_to(commune, model, pks):
                told = {"title": row, "owner": owner or gettext("aucune commune")}
                self.add_error(None, ValidationError(_STRANGERS[_kind(model)] % told, code="stranger"))

    def _commune(self) -> Commune | None:
        """Whose content is edited, where the form tells; once it is cleaned, since it may ask for the site."""
        if isinstance(self.instance, AbstractPage):
            above = self.instance.path or getattr(getattr(self, "parent_page", None), "path", "")
            return commune_above(page=above) if above else None
        site = getattr(self.instance, "site_id", None)
        return commune_above(site=site) if site else None

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


def _kind(model: type[Model]) -> str:
    return settings.WAGTAIL_PAGE_MODEL if issubclass(model, AbstractPage) else model._meta.label


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

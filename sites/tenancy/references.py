"""Refusing the objects of other communes in submitted forms.

Wagtail's choosers hide foreign objects, but nothing checks the identifier that comes back: anyone can type that of a
foreign picture, be shown its title, and publish it. ``ReferenceIndex`` lists every reference held by an object: foreign
keys, StreamField blocks, rich text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import Collection, ReferenceIndex, RevisionMixin, Site

from sites.tenancy.policies.rows import RowPolicy
from sites.tenancy.reach import may_refer_to, policy_of, reachable

if TYPE_CHECKING:
    from django.db.models import Model

Reference = tuple["type[Model]", str]


class OwnReferencesMixin:
    """For the form of every model that members edit; a system check holds them to it. Wagtail sets ``for_user``."""

    fields: dict[str, Any]
    instance: Any
    errors: Any
    for_user: Any
    add_error: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices of communes, sites and collections are mine only."""
        super().__init__(*args, **kwargs)
        if self.for_user and not self.for_user.is_superuser:
            for field in self.fields.values():
                self._limit(field)

    def _limit(self, field: Any) -> None:
        queryset = getattr(field, "queryset", None)
        if queryset is None or hasattr(field.widget, "model"):
            return  # a chooser scopes itself, and what it brings back is checked
        if queryset.model is Site:
            field.queryset = queryset.filter(commune__in=reachable(self.for_user, apps.get_model("sites", "Commune")))
        elif isinstance(policy_of(queryset.model), RowPolicy) and queryset.model is not Collection:
            field.queryset = queryset.filter(pk__in=reachable(self.for_user, queryset.model).values("pk"))

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.for_user and not self.for_user.is_superuser and not self.errors and self._foreign():
            sentence = _("Ce contenu renvoie à un élément qui n’existe pas, ou plus.")
            self.add_error(None, ValidationError(sentence, "foreign"))

    def _foreign(self) -> bool:
        """A reference that was there already (set by a webmestre) may stay."""
        new = set(references(self.instance))
        if new and self.instance.pk:
            stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
            draft = stored.get_latest_revision_as_object() if isinstance(stored, RevisionMixin) else None
            new -= {*references(stored), *references(draft)}
        wanted: dict[type[Model], set[str]] = {}
        for model, pk in new:
            wanted.setdefault(model, set()).add(pk)
        return any(not may_refer_to(self.for_user, model, pks) for model, pks in wanted.items())


class OwnModelForm(OwnReferencesMixin, WagtailAdminModelForm):
    """``base_form_class`` of a model that members edit."""


class OwnPageForm(OwnReferencesMixin, WagtailAdminPageForm):
    """``base_form_class`` of every page: the base page sets it."""


def references(instance: Any) -> Iterator[Reference]:
    """The (model, primary key) of everything ``instance`` refers to."""
    if instance is None or not ReferenceIndex.model_is_indexable(type(instance)):
        return
    found = ReferenceIndex._extract_references_from_object(instance)  # noqa: SLF001  # pinned by a test
    for content_type_id, object_id, _model_path, _content_path in found:
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None:
            yield model, object_id

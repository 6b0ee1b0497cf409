"""What the categories of the modules have in common: a name, an address, one of each in a commune."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms import slugs
from cms.rows.screens import RowForm


class Category(models.Model):
    """A heading proper to a commune; a module adds ``commune``, and says in ``name`` what its own are for example."""

    commune_id: Any

    name = models.CharField(_("nom"), max_length=60)
    slug = models.SlugField(_("identifiant"), max_length=60, blank=True, editable=False)

    base_form_class = RowForm

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Its address follows its first name, and two categories of a commune differ."""
        super().clean()
        rows: Any = type(self)._default_manager  # whose ``commune`` is the module's
        others = rows.filter(commune_id=self.commune_id).exclude(pk=self.pk)
        if others.filter(name__iexact=self.name).exists():
            raise ValidationError({"name": gettext("Cette catégorie existe déjà.")})
        if not self.slug:
            self.slug = slugs.first_free(slugs.slug_of(self.name), lambda slug: not others.filter(slug=slug).exists())

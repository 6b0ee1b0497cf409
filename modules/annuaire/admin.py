"""The form of an entry: what all have, then the fields of each type, kept together in one column."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.rows.screens import RowForm
from modules.annuaire import kinds

CONSENTS = ("consent_phone", "consent_email")


class BaseFicheForm(RowForm):
    """Reads and writes ``details``; dates what a person agreed to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The fields of the type as they are kept."""
        super().__init__(*args, **kwargs)
        for kind, own in kinds.own_fields():
            if kind.code == self.instance.kind and kind.field(own) in self.fields:
                self.initial.setdefault(kind.field(own), self.instance.details.get(own.name, ""))

    def clean(self) -> Any:
        """A category is of the commune; the other types' fields are forgotten."""
        cleaned = super().clean()
        category, commune = cleaned.get("category"), cleaned.get("commune")
        if category is not None and commune is not None and category.commune_id != commune.pk:
            self.add_error("category", _("Cette catégorie est celle d’une autre commune."))
        kind = kinds.KINDS.get(cleaned.get("kind") or "")
        if kind and any(kind.field(own) in self.fields for own in kind.own):
            self.instance.details = {
                own.name: said for own in kind.own if (said := cleaned.get(kind.field(own), "").strip())
            }
        if any(name in self.changed_data for name in CONSENTS):
            self.instance.consent_at = timezone.now() if any(cleaned.get(name) for name in CONSENTS) else None
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  # Django's
        """Who saves an entry has just looked at it."""
        self.instance.checked_on = timezone.localdate()
        self.instance.asks, self.instance.asked_at = 0, None
        return super().save(commit=commit)


def _own_field(own: kinds.Own) -> forms.Field:
    told: dict[str, Any] = {"label": own.label, "help_text": own.help, "required": False}
    if own.choices:
        return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in own.choices)], **told)
    return forms.CharField(max_length=kinds.MAX_OWN, validators=[URLValidator()] if own.shape == "url" else [], **told)


def own_form_fields() -> Mapping[str, forms.Field]:
    """One field for each field of each type."""
    return {kind.field(own): _own_field(own) for kind, own in kinds.own_fields()}


_META: Any = type(BaseFicheForm)
FicheForm: Any = _META("FicheForm", (BaseFicheForm,), {**own_form_fields(), "__module__": __name__})


def check_details(kind: kinds.Kind, details: Mapping[str, Any]) -> None:
    """Raises ``ValidationError`` for what a field of the type does not accept; used where no form is."""
    for own in kind.own:
        said = str(details.get(own.name) or "")
        if len(said) > kinds.MAX_OWN:
            raise ValidationError(_("« %(field)s » est trop long.") % {"field": own.label})
        if said and own.shape == "url":
            try:
                URLValidator()(said)
            except ValidationError:
                raise ValidationError(_("« %(field)s » attend une adresse https://.") % {"field": own.label}) from None
        if said and own.choices and said not in own.choices:
            raise ValidationError(_("« %(field)s » : choisissez dans la liste.") % {"field": own.label})

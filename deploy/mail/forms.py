"""Choosing the password of a mailbox."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.strength import StrengthValidator
from deploy.models import Mailbox
from sites.models import User

# RFC 4616 (SASL PLAIN) allows any length; Dovecot stops reading at a thousand bytes.
SHORTEST, LONGEST = 12, 200


def _new(label: Any, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=LONGEST, strip=False, widget=widget, **more)


class ChooseForm(forms.Form):
    """A new password, twice."""

    new = _new(gettext_lazy("Nouveau mot de passe"), help_text=StrengthValidator().get_help_text)
    again = _new(gettext_lazy("Le même, une seconde fois"))

    def __init__(self, *args: Any, box: Mailbox | None = None, **kwargs: Any) -> None:
        """The words of the address count for nothing in the strength of its password."""
        super().__init__(*args, **kwargs)
        self.box = box

    def clean(self) -> dict[str, Any]:
        """Refuse what a program guesses, and what was typed in two ways."""
        data: dict[str, Any] = super().clean() or {}
        new, again = data.get("new"), data.get("again")
        if new and again and new != again:
            self.add_error("again", _("Les deux mots de passe diffèrent."))
        elif new:
            self._judge(new)
        return data

    def _judge(self, new: str) -> None:
        if any(ord(char) < ord(" ") for char in new):
            self.add_error("new", _("Ce mot de passe contient un caractère invisible."))
            return
        address = self.box.address if self.box else str(self.data.get("address", ""))
        try:
            validate_password(new, User(email=address[:254]))
        except ValidationError as error:
            self.add_error("new", error)


class ChangeForm(ChooseForm):
    """One's own password, by who knows the present one."""

    address = forms.EmailField(
        label=gettext_lazy("Adresse de la boîte"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    old = forms.CharField(
        label=gettext_lazy("Mot de passe actuel"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("address", "old", "new", "again")

"""Forms of the account screens."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from cms.accounts.people import OFFERED
from sites.models import User, plain_name
from sites.tenancy.roles import Role

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]  # generic in its stubs only
else:
    _SetPasswordForm = SetPasswordForm

ROLES = {
    Role.CONTRIBUTEUR: _("Écrit et publie (contributeur)"),
    Role.VALIDEUR: _("Valide ce que d’autres écrivent (valideur)"),
    Role.GESTIONNAIRE: _("Tient aussi les réglages et les comptes (gestionnaire)"),
}


class InvitationForm(forms.Form):
    """Whom to invite, and to do what."""

    email = forms.EmailField(label=_("Adresse électronique"), max_length=254)
    first_name = forms.CharField(label=_("Prénom"), max_length=150, validators=[plain_name])
    last_name = forms.CharField(label=_("Nom"), max_length=150, validators=[plain_name])
    role = forms.ChoiceField(
        label=_("Ce que cette personne fera"), choices=[(role.value, ROLES[role]) for role in OFFERED]
    )

    def clean_email(self) -> str:
        """Addresses are compared without case."""
        email: str = self.cleaned_data["email"]
        return email.lower()


class NameForm(forms.ModelForm[User]):
    """How a person is called."""

    first_name = forms.CharField(label=_("Prénom"), max_length=150, validators=[plain_name])
    last_name = forms.CharField(label=_("Nom"), max_length=150, validators=[plain_name])

    class Meta:
        model = User
        fields = ("first_name", "last_name")


class WelcomeForm(_SetPasswordForm):
    """The invited person chooses a password, and may correct the spelling of its name."""

    first_name = forms.CharField(label=_("Prénom"), max_length=150, validators=[plain_name])
    last_name = forms.CharField(label=_("Nom"), max_length=150, validators=[plain_name])
    field_order = ("first_name", "last_name", "new_password1", "new_password2")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        """Start from what the inviter wrote."""
        super().__init__(user, *args, **kwargs)
        self.fields["first_name"].initial = user.first_name
        self.fields["last_name"].initial = user.last_name
        self.fields["new_password1"].label = _("Mot de passe")
        self.fields["new_password2"].label = _("Le même mot de passe, une seconde fois")

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # Django's signature
        """Name and password together."""
        self.user.first_name = self.cleaned_data["first_name"]
        self.user.last_name = self.cleaned_data["last_name"]
        return super().save(commit)


class CodeForm(forms.Form):
    """Six digits of the telephone, or a recovery code."""

    code = forms.CharField(
        label=_("Code à six chiffres, ou code de secours"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, enrolling: bool = False, **kwargs: Any) -> None:
        """While enrolling there is no recovery code yet."""
        super().__init__(*args, **kwargs)
        if enrolling:
            self.fields["code"].label = _("Code à six chiffres")

    def clean_code(self) -> str:
        """People type the spaces they see."""
        code: str = self.cleaned_data["code"]
        return code.replace(" ", "").lower()

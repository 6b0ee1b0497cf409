"""Accounts: those whose every membership lies within mine. No group, no administrator flag, no password typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

from sites.tenancy.admin.lists import NoFilterOnOthers, ReachableRows
from sites.tenancy.paths import within
from sites.tenancy.reach import reachable
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from sites.models import User


class _Account(forms.ModelForm):  # type: ignore[type-arg]
    """Rights come from memberships, and the person chooses the password from the message that invites them."""

    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("groups", "is_superuser"):
            self.fields.pop(name, None)


class TenantUserEditForm(_Account, UserEditForm):
    """Name, address, whether the account is open."""


class TenantUserCreationForm(_Account, UserCreationForm):
    """A person, a commune, a role.

    An address that has an account already is given the access without a word about it: whether somebody works for
    another commune is nobody's business. Their name stays what it was.
    """

    commune = forms.ModelChoiceField(queryset=None, label=_("Commune"))
    role = forms.ChoiceField(label=_("Rôle"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """``for_user`` is who gives the access: no commune but theirs, no role above theirs."""
        self.for_user: User = kwargs.pop("for_user")
        super().__init__(*args, **kwargs)
        commune: Any = self.fields["commune"]
        commune.queryset = communes_managed_by(self.for_user)
        role: Any = self.fields["role"]
        role.choices = [(value.value, value.label) for value in roles_given_by(self.for_user)]

    def _clean_username(self) -> None:
        """Wagtail would say that the address is taken."""

    def validate_unique(self) -> None:
        """So would Django."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # Django's signature
        """The account, new or not, with its access."""
        model: Any = get_user_model()
        address = self.cleaned_data["email"].lower()
        user: User | None = model.objects.filter(email__iexact=address).first()
        if user is None:
            user = super().save(commit=False)
            user.email = address
            user.set_unusable_password()
            user.save()
        if not user.is_superuser:
            apps.get_model("sites", "Membership").objects.get_or_create(
                user=user, commune=self.cleaned_data["commune"], defaults={"role": self.cleaned_data["role"]}
            )
        return user


def communes_managed_by(user: User) -> Any:
    """Communes whose accounts ``user`` manages."""
    model = apps.get_model("sites", "Commune")
    if user.is_superuser:
        return model.objects.all()
    from_paths = Scope.of(user).site_paths("user", {"change"})
    return model.objects.filter(within("site__root_page__path", from_paths))


def roles_given_by(user: User) -> list[Role]:
    """Nobody gives more than they hold."""
    if user.is_superuser:
        return list(Role)
    held = [grant.role.rank for grant in Scope.of(user).grants if grant.holds("user", {"change"})]
    return [role for role in Role if role.rank <= max(held, default=-1)]


class TenantUserFilterSet(NoFilterOnOthers, users.UserFilterSet):
    """Neither groups nor administrators."""


class TenantUserIndexView(ReachableRows, users.IndexView):
    """My accounts."""


class TenantUserCreateView(users.CreateView):
    """Says the address that was typed, never the name of an account that was there already."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form bounds its choices by who fills it in."""
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_success_message(self, _instance: Any) -> str:
        """The same words whether the account is new or not."""
        address = self.form.cleaned_data["email"]
        return str(_("%(address)s a maintenant accès au site.") % {"address": address})

    def get_success_buttons(self) -> list[Any]:
        """No link to an account that may be somebody else's."""
        return []


class TenantUserViewSet(users.UserViewSet):
    """Named by ``TenantUsersConfig``."""

    index_view_class = TenantUserIndexView
    add_view_class = TenantUserCreateView
    filterset_class = TenantUserFilterSet
    template_prefix = "sites/users/"
    menu_label = _("Comptes")

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002  # Wagtail's signature
        """One to invite, one to correct."""
        return TenantUserEditForm if for_update else TenantUserCreationForm

    def get_queryset(self, request: Any) -> Any:
        """Mine."""
        return reachable(request.user, self.model)

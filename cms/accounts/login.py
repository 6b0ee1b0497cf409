"""The log-in form, what is answered to whoever tried too often, and « Mot de passe oublié »."""

from datetime import datetime
from typing import Any

from axes.helpers import get_client_ip_address, get_client_username, get_cool_off
from axes.models import AccessAttempt
from django import forms
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm

from sites.public.visitors import Limiter, truncated

TOO_MANY_REQUESTS = 429
# Messages that choose a password.
HOUR = 3600
PER_PERSON = Limiter(3, HOUR)
PER_NEIGHBOURHOOD = Limiter(30, HOUR)  # addresses typed, known or not


class LoginForm(WagtailLoginForm):
    """E-mail address and password, in words of every day."""

    username = forms.EmailField(
        label=_("Adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        **WagtailLoginForm.error_messages,
        "invalid_login": _(
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les majuscules, puis essayez de nouveau."
        ),
        "inactive": _("Ce compte est fermé. Écrivez à votre centre de gestion pour le rouvrir."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        """Labels say what placeholders would only whisper."""
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Adresse électronique")
        for name in ("username", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Under which name django-axes counts failures: as the account is found, whatever the case."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(typed).strip().lower()


def locked_out(request: HttpRequest, _response: Any = None, credentials: dict[str, Any] | None = None) -> Any:
    """Called by django-axes: the log-in page again, which says until when one must wait."""
    until = locked_until(request, credentials)
    form = LoginForm(request)
    context = {
        "form": form,
        "locked": True,
        "locked_until": timezone.localtime(until),
        "show_password_reset": True,
        "next": request.POST.get("next", ""),
    }
    response = TemplateResponse(request, "wagtailadmin/login.html", context, status=TOO_MANY_REQUESTS)
    return response.render()


def locked_until(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime:
    """The end of the wait: the last attempt, and the delay of ``AXES_COOLOFF_TIME``."""
    attempts = AccessAttempt.objects.filter(
        username=get_client_username(request, credentials), ip_address=get_client_ip_address(request)
    )
    last: datetime | None = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    wait = get_cool_off(request)
    start = last or timezone.now()
    return start + wait if wait else start


class ResetForm(PasswordResetForm):
    """Named in the settings file. Beyond a few messages nothing is sent, and nothing tells it: the link is there."""

    def save(self, **options: Any) -> None:
        """``options`` are those of Django's view, its request among them."""
        neighbourhood = truncated(options["request"].META.get("REMOTE_ADDR", ""))
        if PER_NEIGHBOURHOOD.takes(neighbourhood) and PER_PERSON.takes(self.cleaned_data["email"].lower()):
            super().save(**options)

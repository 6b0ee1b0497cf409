"""The page an invitation leads to: the only account screen that answers before any log-in."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cms.accounts.forms import WelcomeForm
from cms.accounts.invitation import VALID_FOR, invited

BACKEND = "sites.tenancy.auth.MembershipBackend"


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, and be at work."""
    user = invited(token)
    if user is None:
        return TemplateResponse(request, "accounts/invitation_void.html", {"days": VALID_FOR.days}, status=410)
    form = WelcomeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        login(request, user, backend=BACKEND)
        return redirect("wagtailadmin_home")
    response = TemplateResponse(request, "accounts/invitation.html", {"form": form, "account": user})
    response["Referrer-Policy"] = "same-origin"
    return response

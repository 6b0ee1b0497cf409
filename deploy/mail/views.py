"""The two pages of people who have a mailbox and perhaps no account here: choosing a password, changing it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from deploy.mail.forms import ChangeForm, ChooseForm
from deploy.mail.lifecycle import MailError, opens, set_password
from deploy.mail.links import VALID_FOR, opened
from sites.public.visitors import Limiter, truncated

# Guesses of one box, and of all boxes from one neighbourhood, in a quarter of an hour.
QUARTER = 15 * 60.0
ON_A_BOX, FROM_A_STREET = Limiter(5, QUARTER), Limiter(20, QUARTER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("new", "again")
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """By the link: 410 once it is used, or too old."""
    box = opened(token)
    if box is None:
        return _private(TemplateResponse(request, "boite/perime.html", {"days": VALID_FOR.days}, status=410))
    form = ChooseForm(request.POST or None, box=box)
    if request.method == "POST" and form.is_valid():
        try:
            set_password(box.address, form.cleaned_data["new"])
        except MailError as error:
            form.add_error(None, str(error))
        else:
            return _private(TemplateResponse(request, "boite/fait.html", {"address": box.address}))
    return _private(TemplateResponse(request, "boite/choisir.html", {"form": form, "address": box.address}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("old", "new", "again")
def change(request: HttpRequest) -> HttpResponse:
    """With the present password; the same refusal whether the box or the password is wrong."""
    form = ChangeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if not _may_try(request, data["address"]):
            status = 429
            form.add_error(None, _("Trop d’essais : attendez un quart d’heure, puis recommencez."))
        elif not opens(data["address"], data["old"]):
            form.add_error(None, _("Cette adresse ou ce mot de passe ne convient pas."))
        else:
            set_password(data["address"], data["new"])
            return _private(TemplateResponse(request, "boite/fait.html", {"address": data["address"].lower()}))
    return _private(TemplateResponse(request, "boite/changer.html", {"form": form}, status=status))


def _may_try(request: HttpRequest, address: str) -> bool:
    street = FROM_A_STREET.takes(truncated(request.META.get("REMOTE_ADDR", "")))
    return ON_A_BOX.takes(address.strip().lower()) and street


def _private(response: TemplateResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

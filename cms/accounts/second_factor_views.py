"""Screens of the second factor: enrolment, check at log-in, recovery codes, and help between webmestres."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts import second_factor as factor
from cms.accounts.forms import CodeForm
from sites.models import User
from sites.tenancy.paths import covers
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope

logger = logging.getLogger(__name__)

WRONG = "wrong"


@never_cache
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Give the code of the telephone; enrol it first when there is none."""
    user = _user(request)
    if not factor.is_asked_of(user):
        raise Http404
    if user.is_verified():
        return redirect(_next(request))
    known = factor.telephone_of(user)
    form = CodeForm(request.POST or None, enrolling=known is None)
    if request.method == "POST" and form.is_valid():
        if known and factor.check(request, user, form.cleaned_data["code"]):
            return redirect(_next(request))
        codes = None if known else factor.enrol(request, user, form.cleaned_data["code"])
        if codes:
            return _codes_page(request, codes)
        form.add_error(
            "code", _("Ce code n’est pas bon. Attendez que le téléphone en montre un nouveau, puis recopiez-le.")
        )
    context: dict[str, Any] = {"form": form, "next": _next(request)}
    if known:
        return TemplateResponse(request, "accounts/second_factor_check.html", context)
    device = factor.telephone_to_enrol(user)
    context |= {"qr": factor.qr_code(device), "secret": factor.spelled_out(device)}
    return TemplateResponse(request, "accounts/second_factor_enrol.html", context)


@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, for who has used or lost the previous ones."""
    user = _user(request)
    if not factor.is_asked_of(user):
        raise Http404
    if request.method == "POST":
        return _codes_page(request, factor.renew_recovery_codes(user))
    context = {"page_title": _("Codes de secours"), "header_icon": "key"}
    return TemplateResponse(request, "accounts/recovery_codes_ask.html", context)


def webmestres(request: HttpRequest) -> HttpResponse:
    """Whose second factor I may reset."""
    people = resettable_by(_user(request))
    if people is None:
        raise Http404
    context = {"page_title": _("Double authentification"), "header_icon": "key", "people": people}
    return TemplateResponse(request, "accounts/webmestres.html", context)


def reset(request: HttpRequest, webmestre_id: int) -> HttpResponse:
    """Help a webmestre who lost telephone and codes, and write to them that it was done."""
    people = resettable_by(_user(request))
    if people is None:
        raise Http404
    person = get_object_or_404(people, pk=webmestre_id)
    if request.method == "POST":
        factor.reset(person)
        messages.success(
            request, _("%(name)s enregistrera un téléphone à sa prochaine connexion.") % {"name": str(person)}
        )
        if not _written_to(person, _user(request)):
            advice = _("Le message qui l’annonce n’est pas parti\u00a0: dites-le de vive voix à %(name)s.")
            messages.warning(request, advice % {"name": str(person)})
        return redirect("accounts:webmestres")
    context = {"page_title": _("Remettre à zéro"), "page_subtitle": str(person), "header_icon": "key", "person": person}
    return TemplateResponse(request, "accounts/reset.html", context)


def _written_to(person: User, by: User) -> bool:
    """Whether the message left: it is of no commune, and waits in no queue."""
    body = render_to_string("accounts/reset_email.txt", {"user": person, "by": by})
    try:
        send_mail(_("Double authentification remise à zéro"), body, settings.DEFAULT_FROM_EMAIL, [person.email])
    except OSError:  # those of smtplib too
        logger.exception("Not told of a reset: %s", person.pk)
        return False
    return True


def resettable_by(user: User) -> "QuerySet[User] | None":
    """Webmestres of places that ``user`` covers, never oneself; None for who is no webmestre."""
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    people = User.objects.filter(is_active=True).exclude(pk=user.pk).annotate(enrolled=Exists(devices))
    if user.is_superuser:
        return people.filter(Q(is_superuser=True) | Q(memberships__role=Role.WEBMESTRE)).distinct().order_by("email")
    mine = [grant.page_path for grant in Scope.of(user).grants if grant.role is Role.WEBMESTRE]
    if not mine:
        return None
    candidates = people.filter(memberships__role=Role.WEBMESTRE, is_superuser=False).distinct()
    inside = [person.pk for person in candidates if all(covers(mine, path) for path in Scope.of(person).seen_paths())]
    return people.filter(pk__in=inside).order_by("email")


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next": _next(request)}
    return TemplateResponse(request, "accounts/recovery_codes.html", context)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else "/"


def _user(request: HttpRequest) -> Any:
    return request.user

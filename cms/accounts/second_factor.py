"""Second factor: a telephone that shows a new code every thirty seconds, and ten codes on paper.

Asked of who could harm many communes at once: webmestres and the platform's own team.
"""

import io
import secrets
from collections.abc import Callable

import django_otp
import qrcode
import qrcode.image.svg
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from sites.models import User
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope

RECOVERY_CODES = 10
DIGITS = 6

# What answers before the second factor: the factor itself, the way out, and what these pages are made of.
BEFORE = frozenset(
    {
        "accounts:second_factor",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "accounts_invitation",
    }
)


def is_asked_of(user: User) -> bool:
    """Whoever reaches more than a few communes, or all of them."""
    return user.is_superuser or any(grant.role is Role.WEBMESTRE for grant in Scope.of(user).grants)


class SecondFactor:
    """Middleware, after django-otp's: no view of the admin answers a webmestre who gave a password only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's contract."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Lead to the second factor, and back."""
        user = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not user.is_authenticated or name in BEFORE or user.is_verified() or not is_asked_of(user):  # type: ignore[attr-defined]  # django-otp adds it
            return None
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        response = redirect("accounts:second_factor")
        response["Location"] += f"?{back}" if back else ""
        return response


def telephone_of(user: User) -> TOTPDevice | None:
    """The enrolled device."""
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return device


def telephone_to_enrol(user: User) -> TOTPDevice:
    """The device being enrolled, the same until it is confirmed."""
    device: TOTPDevice = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": settings.OTP_TOTP_ISSUER}
    )[0]
    return device


def check(request: HttpRequest, user: User, code: str) -> bool:
    """Accept a code of the enrolled telephone or a recovery code; django-otp slows down whoever guesses."""
    with transaction.atomic():
        device = _device_for(user, code)
        accepted = device is not None and device.verify_token(code)
    if accepted:
        django_otp.login(request, device)
    return accepted


def _device_for(user: User, code: str) -> TOTPDevice | StaticDevice | None:
    model = TOTPDevice if code.isdigit() and len(code) == DIGITS else StaticDevice
    return model.objects.select_for_update().filter(user=user, confirmed=True).first()


def enrol(request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Confirm the telephone with its first code, and answer the recovery codes; None when the code is wrong."""
    with transaction.atomic():
        device = telephone_to_enrol(user)
        if not device.verify_token(code):
            return None
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = renew_recovery_codes(user)
    django_otp.login(request, device)
    return codes


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new codes; the previous ones stop working."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="papier", confirmed=True)
    codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


def reset(user: User) -> None:
    """Forget the telephone and the codes: the next log-in enrols again."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def qr_code(device: TOTPDevice) -> SafeString:
    """The device's address as an SVG picture made here: it must not pass through anybody else."""
    picture = qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage, border=1)
    drawn = io.BytesIO()
    picture.save(drawn)
    svg = drawn.getvalue().decode().partition("?>")[2] or drawn.getvalue().decode()
    return mark_safe(svg)  # noqa: S308  # drawn by the library from a secret of ours


def spelled_out(device: TOTPDevice) -> str:
    """The secret in groups of four, for who cannot scan it."""
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))

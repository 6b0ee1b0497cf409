"""Invitations: a link that works once, for a few days, and lets its holder choose a password."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.courrier import queue
from sites.models import Commune, User

VALID_FOR = timedelta(days=7)
_SALT = "cms.accounts.invitation"


def token_for(user: User) -> str:
    """A signed mention of the account as it stands: choosing a password or logging in makes it void."""
    return TimestampSigner(salt=_SALT).sign(f"{user.pk}-{_fingerprint(user)}")


def invited(token: str) -> User | None:
    """Whose invitation it is; None when it is void, forged or too old."""
    try:
        key, _dash, fingerprint = TimestampSigner(salt=_SALT).unsign(token, max_age=VALID_FOR).partition("-")
    except BadSignature:
        return None
    user = User.objects.filter(pk=int(key), is_active=True).first()
    return user if user is not None and _fingerprint(user) == fingerprint else None


def _fingerprint(user: User) -> str:
    return salted_hmac(_SALT, f"{user.password}{user.last_login}{user.email}").hexdigest()[:20]


def send_invitation(user: User, commune: Commune, inviter: User) -> None:
    """A new account gets a link to choose its password; one that already works is told of its new commune.

    The message leaves with the transaction of the caller: a mail server that is away delays it, and loses nothing.
    """
    new = not user.has_usable_password()
    path = reverse("accounts_invitation", args=(token_for(user),)) if new else reverse("wagtailadmin_home")
    context = {
        "user": user,
        "commune": commune,
        "inviter": inviter,
        "new": new,
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
        "days": VALID_FOR.days,
        "cdg_name": settings.BEFFROI_CDG_NAME,
        "cdg_contact": settings.BEFFROI_CDG_CONTACT,
    }
    subject = _("%(commune)s : le site internet vous est ouvert") % {"commune": commune.name}
    body = render_to_string("accounts/invitation_email.txt", context)
    queue.send(commune=commune, to=[user.email], subject=subject, body=body)

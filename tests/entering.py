"""Entering the admin as somebody, without typing a password."""

from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from sites.models import User

BACKEND = "sites.tenancy.auth.MembershipBackend"


def enter(user: User, *, second_factor: bool = True) -> Client:
    """A client of the admin's host, logged in; webmestres have given their second factor unless told otherwise."""
    client = Client(headers={"host": settings.BEFFROI_ADMIN_HOST})
    client.force_login(user, backend=BACKEND)
    if second_factor:
        device = TOTPDevice.objects.create(user=user, name="téléphone", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def words(html: bytes | str) -> str:
    """What a page says, spaces folded, non-breaking ones included."""
    text = html.decode() if isinstance(html, bytes) else html
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'").split())

"""A source that falls silent is told to the centre de gestion: nobody looks at what they do not know to be broken."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail


def tell(subject: str, lines: Iterable[str], remedy: str) -> bool:
    """One message for all of ``lines``, each a sentence; whether there was any. ``remedy`` says where to look."""
    said = [line.strip() for line in lines]
    if said:
        send_mail(subject, "\n".join([*said, "", remedy, ""]), None, [settings.BEFFROI_CDG_CONTACT])
    return bool(said)

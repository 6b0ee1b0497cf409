"""What must be true before any message leaves."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

NO_SENDER = "beffroi.E009"


def check_sender(**_options: Any) -> list[CheckMessage]:
    """The address everything is sent from is one, with a name before it or not."""
    said = settings.DEFAULT_FROM_EMAIL
    try:
        validate_email(parseaddr(said)[1])
    except ValidationError:
        sentence = _("BEFFROI_EMAIL_FROM vaut «\u00a0%(said)s\u00a0», qui n’est pas une adresse électronique.")
        return [Error(sentence % {"said": said}, id=NO_SENDER)]
    return []

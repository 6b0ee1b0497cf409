"""Asking for a message to be sent: a row in the caller's own transaction, and nothing else."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cms.courrier.models import Message, State
from sites.models import Commune, User

MAX_SUBJECT = 200
MAX_RECIPIENTS = 20
# What ends a line, or hides one, in a header (RFC 5322 §2.2; Python and mail servers count more of them as ends).
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class RefusedMessageError(ValueError):
    """A message that must not be sent; the message of the error is a French sentence."""


def send(*, commune: Commune, to: Iterable[str], subject: str, body: str, reply_to: str = "") -> list[Message]:
    """Store a message for each address, which the worker sends once the transaction is committed.

    One each: an address that the server refuses keeps the message from none of the others, and nobody reads who else
    was written to.

    From a training site only people who have an account are written to: what is tried there surprises nobody outside.
    The other messages are kept, and never leave.

    Raises RefusedMessageError for an address that is none, no address at all, or a line break in what becomes a header.
    """
    addresses = list(dict.fromkeys(to))
    if not addresses or len(addresses) > MAX_RECIPIENTS:
        raise RefusedMessageError(_("Ce message n’a pas de destinataire, ou en a trop."))
    for address in (*addresses, *([reply_to] if reply_to else [])):
        _check_address(address)
    if not subject.strip() or CONTROL.search(subject):
        raise RefusedMessageError(_("L’objet d’un message tient sur une ligne, et n’est pas vide."))
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    held = _strangers(addresses) if commune.training else frozenset()
    return Message.objects.bulk_create(
        Message(
            commune=commune, to=[address], subject=subject[:MAX_SUBJECT], body=text, reply_to=reply_to,
            **({"state": State.HELD, "next_try": None} if address in held else {}),
        )
        for address in addresses
    )  # fmt: skip


def _strangers(addresses: Iterable[str]) -> frozenset[str]:
    """Those that are of no account. One query."""
    asked = {address.lower(): address for address in addresses}
    known = User.objects.annotate(lower=Lower("email")).filter(lower__in=asked, is_active=True)
    return frozenset(asked[one] for one in asked.keys() - set(known.values_list("lower", flat=True)))


def _check_address(address: str) -> None:
    refusal = RefusedMessageError(
        _("«\u00a0%(address)s\u00a0» n’est pas une adresse électronique.") % {"address": address}
    )
    if CONTROL.search(address):
        raise refusal
    try:
        validate_email(address)
    except ValidationError:
        raise refusal from None

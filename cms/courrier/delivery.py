"""The worker's part: send what is due, try again later and later, give up after days, forget after weeks."""

import logging
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import (
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.translation import gettext as _

from cms.courrier.models import Message, State
from cms.worker.clock import Clock

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# After each attempt, the last of them for ever: a server that comes back is noticed within three hours.
DELAYS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR)
GIVEN_UP_AFTER = 5 * DAY
# An attempt cut short by the death of its worker is taken up again after this.
CLAIMED_FOR = 10 * MINUTE
# A message holds what a citizen wrote: it is kept no longer than it helps to find what happened.
SENT_KEPT, FAILED_KEPT = 7 * DAY, 30 * DAY
PERMANENT = range(500, 600)
# « Authentication required » (RFC 4954): the server wants a password from us, the message itself is not refused.
WANTS_PASSWORD = 530


class Delivery:
    """Sends one message at each turn."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def turn(self) -> bool:
        """Try one message; false when none is due, or when the mail server is away."""
        now = self.clock.now()
        message = self._claimed(now)
        if message is None:
            return False
        try:
            _letter(message).send()
        except OSError as error:  # those of smtplib too
            self._failed(message, now, error, for_good=_is_refusal(error))
            return not _is_away(error)
        except Exception as error:  # noqa: BLE001  # one message that cannot be written must not stop the others
            self._failed(message, now, error, for_good=True)
        else:
            done = {"state": State.SENT, "done_at": now, "next_try": None, "error": ""}
            Message.objects.filter(pk=message.pk).update(**done)
        return True

    def _claimed(self, now: datetime) -> Message | None:
        """The message due for the longest time, which no other worker takes meanwhile."""
        due = Q(state=State.WAITING, next_try__lte=now)
        for message in Message.objects.filter(due).select_related("commune").order_by("next_try", "pk")[:5]:
            taken = {"next_try": now + CLAIMED_FOR, "attempts": message.attempts + 1}
            if Message.objects.filter(due, pk=message.pk, attempts=message.attempts).update(**taken):
                message.attempts += 1
                return message
        return None

    def _failed(self, message: Message, now: datetime, error: Exception, *, for_good: bool = False) -> None:
        given_up = for_good or now - message.tried_since >= GIVEN_UP_AFTER
        said: dict[str, Any] = {"error": _reason(error)}
        if given_up:
            # Who was written to is for the webmasters' screen: a log goes further, and is kept longer.
            logger.error(_("Le message %s est abandonné\u00a0: %s"), message.number, _code(error))
            said |= {"state": State.FAILED, "next_try": None, "done_at": now}
        else:
            said["next_try"] = now + DELAYS[min(message.attempts, len(DELAYS)) - 1]
        Message.objects.filter(pk=message.pk).update(**said)

    def forget(self) -> int:
        """Delete what was sent or given up long ago; how many messages."""
        now = self.clock.now()
        old = Q(state=State.SENT, done_at__lte=now - SENT_KEPT) | Q(state=State.FAILED, done_at__lte=now - FAILED_KEPT)
        return Message.objects.filter(old).delete()[0]


def retry(message: Message, now: datetime) -> None:
    """Send again, from the start, what was given up or waits for its next attempt."""
    again = {"state": State.WAITING, "attempts": 0, "tried_since": now, "next_try": now, "done_at": None, "error": ""}
    Message.objects.filter(pk=message.pk).exclude(state__in=(State.SENT, State.HELD)).update(**again)


def _letter(message: Message) -> EmailMessage:
    """In the name of the commune, from the platform's own address: the only one its server may write for."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = sender.rpartition("@")[2]
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((message.commune.name, sender)),
        to=message.to,
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": f"<{message.number}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _is_away(error: OSError) -> bool:
    """The server does not answer: the other messages need not be tried in this turn."""
    return isinstance(error, SMTPServerDisconnected | SMTPConnectError) or not isinstance(error, SMTPException)


def _is_refusal(error: OSError) -> bool:
    """The server will never take this message (RFC 5321 §4.2.1), whatever we wait."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _said in error.recipients.values())
    if isinstance(error, SMTPDataError | SMTPSenderRefused):
        return error.smtp_code in PERMANENT and error.smtp_code != WANTS_PASSWORD
    return False


def _code(error: Exception) -> str:
    """What went wrong in one word, without any address."""
    if isinstance(error, SMTPRecipientsRefused):
        return ", ".join(str(code) for code, _said in error.recipients.values())
    return str(error.smtp_code) if isinstance(error, SMTPResponseException) else type(error).__name__


def _reason(error: Exception) -> str:
    """What the server said, for a webmaster."""
    if isinstance(error, SMTPRecipientsRefused):
        said = "; ".join(
            f"{to}: {code} {text.decode(errors='replace')}" for to, (code, text) in error.recipients.items()
        )
        return _("Le serveur refuse le destinataire\u00a0: %(said)s") % {"said": said}
    if isinstance(error, OSError) and _is_away(error):
        return _("Le serveur d’envoi ne répond pas\u00a0: %(said)s") % {"said": error}
    return _("Le serveur d’envoi refuse le message\u00a0: %(said)s") % {"said": error}

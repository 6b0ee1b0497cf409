"""The worker's part: tell what is online, try again later and later for a day, stop after days, forget after weeks.

Signed as Standard Webhooks 1.0 says: HMAC-SHA256 of ``<id>.<seconds>.<body>`` by the bytes of the secret, in base 64.
"""

import base64
import hashlib
import hmac
import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import httpx
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.courrier.queue import send
from cms.outgoing import hosts
from cms.webhooks.models import PREFIX, Delivery, State, Webhook
from cms.webhooks.targets import RefusedTargetError, numeric, target_of
from cms.worker.clock import Clock
from sites.law import dated
from sites.law.dated import Delay

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# After each attempt, the last of them for ever.
DELAYS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 4 * HOUR)
GIVEN_UP_AFTER = DAY
# An attempt cut short by the death of its worker is taken up again after this.
CLAIMED_FOR = 5 * MINUTE
# An address that took nothing for so long is told nothing any more.
STOPPED_AFTER: Sequence[Delay] = (Delay(date(2026, 1, 1), 3),)
KEPT: Sequence[Delay] = (Delay(date(2026, 1, 1), 30),)
SECONDS = httpx.Timeout(10.0, connect=5.0)


class Failure(Exception):  # noqa: N818  # what happened to an attempt, not to us
    """An attempt that did not succeed; the message is a French sentence, ``status`` the answer if there was one."""

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


class Sender:
    """Tells one event at each turn."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def turn(self) -> bool:
        """Try one; false when none is due. An event waits for its page to be online, or off it."""
        now = self.clock.now()
        delivery = self._claimed(now)
        if delivery is None:
            return False
        try:
            status = post(delivery, now)
        except Failure as failure:
            self._failed(delivery, failure, now)
        except Exception as error:  # one address that cannot be told must not stop the others
            logger.exception(_("Un autre site n’a pas pu être prévenu."))
            self._failed(delivery, Failure(type(error).__name__), now)
        else:
            self._sent(delivery, status, now)
        return True

    def _claimed(self, now: datetime) -> Delivery | None:
        online = Q(webhook__stopped_at=None, webhook__commune__bake_state__dirty_at=None)
        due = Delivery.objects.filter(online, state=State.WAITING, next_try__lte=now)
        for delivery in due.select_related("webhook__commune").order_by("next_try", "pk")[:5]:
            since = delivery.tried_since or now
            taken = {"next_try": now + CLAIMED_FOR, "attempts": delivery.attempts + 1, "tried_since": since}
            same = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts)
            if same.update(**taken):
                delivery.attempts, delivery.tried_since = delivery.attempts + 1, since
                return delivery
        return None

    def _sent(self, delivery: Delivery, status: int, now: datetime) -> None:
        done = {"state": State.SENT, "done_at": now, "next_try": None, "error": "", "status": status}
        Delivery.objects.filter(pk=delivery.pk).update(**done)
        if delivery.webhook.failing_since is not None:
            Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)
            Delivery.objects.filter(webhook=delivery.webhook_id, state=State.WAITING).update(next_try=now)

    def _failed(self, delivery: Delivery, failure: Failure, now: datetime) -> None:
        hook = delivery.webhook
        said = {"error": str(failure)[:300], "status": failure.status}
        mine = Delivery.objects.filter(pk=delivery.pk)
        after = now + DELAYS[min(delivery.attempts, len(DELAYS)) - 1]
        if now - (delivery.tried_since or now) >= GIVEN_UP_AFTER:
            mine.update(state=State.FAILED, next_try=None, done_at=now, **said)
        else:
            mine.update(next_try=after, **said)
        # One attempt for all that waits: an address that is away must not keep the others waiting.
        Delivery.objects.filter(webhook=hook, state=State.WAITING, next_try__lt=after).update(next_try=after)
        since = hook.failing_since or now
        Webhook.objects.filter(pk=hook.pk, failing_since=None).update(failing_since=now)
        if now - since >= timedelta(days=dated.days(STOPPED_AFTER, timezone.localdate(now))):
            stop(hook, now)
            _say_stopped(hook, str(failure))

    def forget(self) -> int:
        """Delete what was told, or given up, long ago; how many messages."""
        old = self.clock.now() - timedelta(days=dated.days(KEPT, timezone.localdate(self.clock.now())))
        return Delivery.objects.exclude(state=State.WAITING).filter(done_at__lt=old).delete()[0]


def stop(hook: Webhook, now: datetime) -> None:
    """Tell it nothing any more; what waits is given up."""
    Webhook.objects.filter(pk=hook.pk).update(stopped_at=now)
    given_up = {"state": State.FAILED, "next_try": None, "done_at": now}
    Delivery.objects.filter(webhook=hook, state=State.WAITING).update(**given_up)


def again(delivery: Delivery, now: datetime) -> None:
    """Tell once more, from the start, with the same number."""
    fresh = {"state": State.WAITING, "attempts": 0, "tried_since": None, "next_try": now, "done_at": None, "error": ""}
    Delivery.objects.filter(pk=delivery.pk).update(status=None, **fresh)


def signature(secret: str, number: str, seconds: int, body: bytes) -> str:
    """The header ``webhook-signature``."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, b".".join([number.encode(), str(seconds).encode(), body]), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def post(delivery: Delivery, now: datetime) -> int:
    """One attempt; the status of the answer. Raises ``Failure``."""
    url, body, number = delivery.webhook.url, delivery.body.encode(), str(delivery.number)
    seconds = int(now.timestamp())
    try:
        machine = numeric(target_of(url))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Beffroi",
            "webhook-id": number,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(delivery.webhook.secret, number, seconds, body),
        }
        with httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as asking:
            request = hosts.request(asking, "POST", url, machine, headers=headers, content=body)
            answer = asking.send(request, stream=True)  # what it says is not read: it may have no end
            answer.close()
    except RefusedTargetError as error:
        raise Failure(str(error)) from error
    except (hosts.UnknownHostError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Failure(_("Ce site ne répond pas.")) from error
    if answer.is_redirect:
        raise Failure(_("Cette adresse renvoie vers une autre\u00a0: donnez la dernière."), answer.status_code)
    if not answer.is_success:
        raise Failure(_("Ce site a répondu %(status)s.") % {"status": answer.status_code}, answer.status_code)
    return answer.status_code


def _say_stopped(hook: Webhook, reason: str) -> None:
    """Tell who set it, if the person is still there."""
    person = hook.made_by
    if person is None or not person.is_active or not person.email:
        return
    lines = (
        _("Bonjour,"),
        _("Depuis plusieurs jours, l’adresse que vous avez demandé de prévenir ne répond plus\u00a0:"),
        hook.url,
        reason,
        _("Elle n’est plus prévenue. Quand elle répondra, remettez-la en service depuis la fiche de la commune."),
    )
    subject = _("%(commune)s\u00a0: un autre site n’est plus prévenu") % {"commune": hook.commune.name}
    send(commune=hook.commune, to=[person.email], subject=subject, body="\n\n".join(lines))

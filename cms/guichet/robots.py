"""Telling a person from a robot without a picture to decipher and without asking anybody else.

The script of the page asks for a challenge when somebody begins to write, and works at it meanwhile: it looks for a
number whose SHA-256, after the seed, begins with so many zeros. Format: ``token`` is signed JSON (commune, moment, a
random word); ``seed`` is the first 40 hexadecimal signs of SHA-256(token); the proof is the smallest effort, any
``number`` with SHA-256(seed + number) < 2^(256 - BITS).

Without script, or with a proof that does not hold, nothing is refused: a page asks to read again and to confirm.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.guichet.models import Envoi, State
from sites.public.visitors import Limiter, truncated

SALT, CONFIRM_SALT = "guichet.challenge", "guichet.confirm"
TOKEN, PROOF, HONEYPOT = "defi", "preuve", "votre_site"
# Some 65 000 digests: half a second on a computer, two or three on a telephone.
BITS = 16
SEED = 40
# Seconds: a person needs longer to write, a page left open for the day is asked again.
SOONEST, LATEST = 3, 2 * 3600
CONFIRM_SOONEST, CONFIRM_LATEST = 5, 24 * 3600
MAX_NUMBER = 12

MINUTES = 10
ATTEMPTS = Limiter(60, MINUTES * 60)  # sendings of one neighbourhood, refused ones included
STORED = Limiter(8, MINUTES * 60)  # those that are kept
EXPLAINED = Limiter(30, 60)  # pages that say why, each as costly as any page
MOST_OF_COMMUNE = 120  # from everywhere, kept, for one commune


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose sendings are counted together: a neighbourhood, for one commune."""

    commune: int
    network: str

    @classmethod
    def of(cls, request: Any) -> "Visitor":
        """Who sends this request."""
        return cls(request.commune.pk, truncated(request.META.get("REMOTE_ADDR", "")))

    def may_try(self) -> bool:
        """Counts one more attempt."""
        return ATTEMPTS.takes(self)

    def may_read_why(self) -> bool:
        """Counts one more refusal that is dressed as a page."""
        return EXPLAINED.takes(self)

    def may_store(self) -> bool:
        """Counts one more that would be kept."""
        return STORED.would_take(self) and _commune_may_store(self.commune) and STORED.takes(self)


def _commune_may_store(number: int) -> bool:
    """Counted from what is kept, hence the same for every web process, after it was started again too."""
    since = timezone.now() - timedelta(minutes=MINUTES)
    kept = Envoi.objects.filter(commune=number, state__in=State.values, received_at__gt=since)
    return kept.count() < MOST_OF_COMMUNE


def challenge(commune_id: int) -> dict[str, Any]:
    """What the script receives."""
    payload = {"c": commune_id, "t": int(time.time()), "r": secrets.token_hex(8)}
    return {TOKEN: signing.dumps(payload, salt=SALT), "bits": BITS, "attente": SOONEST}


def seed_of(token: str) -> str:
    """What numbers are tried after."""
    return hashlib.sha256(token.encode()).hexdigest()[:SEED]


def holds(seed: str, number: str, bits: int) -> bool:
    """Whether the work was done."""
    if not (number.isascii() and number.isdigit() and len(number) <= MAX_NUMBER):
        return False
    digest = hashlib.sha256(f"{seed}{number}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def proven(request: Any) -> str:
    """The seed of a challenge that was solved, by this commune's visitor, neither too soon nor too late."""
    token = request.POST.get(TOKEN, "")
    try:
        payload = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return ""
    age = time.time() - payload["t"]
    seed = seed_of(token)
    solved = holds(seed, request.POST.get(PROOF, ""), BITS)
    return seed if solved and payload["c"] == request.commune.pk and SOONEST <= age <= LATEST else ""


def fell_for_it(request: Any) -> str:
    """What is said to who fills the field that nobody sees."""
    if not request.POST.get(HONEYPOT, "").strip():
        return ""
    return _("Un champ caché a été rempli, comme le ferait un robot. Laissez-le vide, puis envoyez de nouveau.")


def ticket(number: int) -> str:
    """What the page of confirmation holds."""
    return signing.dumps({"n": number, "t": int(time.time())}, salt=CONFIRM_SALT)


def ticket_read(token: str) -> tuple[int, float] | None:
    """``(number of the sending, seconds since the page was shown)``; ``None`` for what we did not write."""
    try:
        payload = signing.loads(token, salt=CONFIRM_SALT)
    except signing.BadSignature:
        return None
    return payload["n"], time.time() - payload["t"]

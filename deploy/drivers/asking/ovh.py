"""OVHcloud's API 1.0: keys of an application, and requests signed by ourselves over the door of all vendors.

Twelve lines: their library reads files of the machine that we never named, and has its own bounds.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.asking.door import Asking, Voice


@dataclass(frozen=True, slots=True)
class Keys:
    """The three keys of an application; shown nowhere."""

    application: str
    secret: str
    consumer: str

    def __repr__(self) -> str:
        return "Keys(•••)"


def keys() -> Keys:
    """Those of the settings."""
    return Keys(
        settings.BEFFROI_OVH_APPLICATION_KEY, settings.BEFFROI_OVH_APPLICATION_SECRET, settings.BEFFROI_OVH_CONSUMER_KEY
    )


class Signing:
    """Requests in the name of an application."""

    def __init__(self, address: str, held: Keys, voice: Voice) -> None:
        self.asking = Asking(address, (held.application, held.secret, held.consumer), voice)
        self._keys = held
        self._ahead: int | None = None  # seconds by which their clock is ahead of ours

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, *hidden: str) -> Any:
        """The JSON of the answer; ``hidden`` are secrets of this request alone. Errors are those of the door."""
        content = json.dumps(body).encode() if body is not None else b""
        return self.asking.ask(method, path, self._signed(method, path, content), content, hidden=hidden)[1]

    def _signed(self, method: str, path: str, content: bytes) -> dict[str, str]:
        """Their « $1$ » signature: SHA-1 of the secret, the consumer, the request and the moment by their clock."""
        if self._ahead is None:
            self._ahead = self._their_clock() - int(time.time())
        moment = str(int(time.time()) + self._ahead)
        parts = (self._keys.secret, self._keys.consumer, method, f"{self.asking.base}{path}", content.decode(), moment)
        digest = hashlib.sha1("+".join(parts).encode(), usedforsecurity=False).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-Ovh-Application": self._keys.application,
            "X-Ovh-Consumer": self._keys.consumer,
            "X-Ovh-Timestamp": moment,
            "X-Ovh-Signature": f"$1${digest}",
        }

    def _their_clock(self) -> int:
        """Seconds since 1970, as they count them."""
        said = self.asking.ask("GET", "/auth/time", {})[1]
        if not isinstance(said, int):
            voice = self.asking.voice
            raise voice.unheard(_("%(who)s ne donne pas son heure\u00a0: rien n’a été demandé.") % {"who": voice.who})
        return said

"""dimail, the API of the State's mail (La Suite). Written from its public clients: not verified on a real account.

A domain is read in two calls. The vendor draws the password of a new box and answers with it: it is thrown away, and
whoever owns the box has it reset by the vendor. Sizes are the vendor's own; a group is several lines of one alias.
"""

import base64
import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings

from deploy.drivers.asking.door import Asking
from deploy.drivers.mail.addresses import parts
from deploy.drivers.mail.hosted import Box, HostedDriver, Offer, RefusedError, Standing, voice
from deploy.resources import Mailbox

OFFER = Offer("dimail", "dimail", gigabytes=5)
NOT_FOUND, CONFLICT = 404, 409


def driver() -> HostedDriver:
    """The driver that ``BEFFROI_MAIL=dimail`` chooses."""
    return HostedDriver(
        Dimail(settings.BEFFROI_DIMAIL_ADDRESS, settings.BEFFROI_DIMAIL_LOGIN, settings.BEFFROI_DIMAIL_PASSWORD)
    )


class Dimail:
    """Signed in for each driver once."""

    offer = OFFER

    def __init__(self, address: str, login: str, password: str) -> None:
        self._basic = base64.b64encode(f"{login}:{password}".encode()).decode()
        self._asking = Asking(address, (password, self._basic), voice(OFFER.label))
        self._token = ""

    def standing(self, domain: str, addresses: Collection[str]) -> Standing:  # noqa: ARG002  # two calls give all
        """Boxes, then aliases."""
        boxes = self._found(f"/domains/{quote(domain)}/mailboxes/")
        lines = self._found(f"/domains/{quote(domain)}/aliases/")
        aliases: dict[str, tuple[str, ...]] = {}
        for line in lines:
            address = f"{line['username']}@{line.get('domain') or domain}"
            aliases[address] = (*aliases.get(address, ()), str(line["destination"]))
        return Standing(
            {str(box["email"]): Box(open=str(box.get("active", "yes")) in {"yes", "True"}) for box in boxes}, aliases
        )

    def create(self, wanted: Mailbox) -> None:
        """In a domain that is made with its first box; the password of the answer is read by nobody."""
        local, domain = parts(wanted.address)
        names = {"givenName": "", "surName": "", "displayName": wanted.address}  # the last is to be unique
        try:
            self._made(_path(domain, "mailboxes", local), names)
        except RefusedError as error:
            if error.code != NOT_FOUND:
                raise
            self._made(
                "/domains/",
                {"name": domain, "context_name": domain, "features": ["webmail", "mailbox"], "delivery": "virtual"},
            )
            self._made(_path(domain, "mailboxes", local), names)

    def change(self, wanted: Mailbox) -> None:
        """Nothing: sizes are the vendor's, and the recovery address is ours."""

    def suspend(self, address: str, *, closed: bool) -> None:
        """What the box is otherwise stays."""
        local, domain = parts(address)
        self._asked("PATCH", _path(domain, "mailboxes", local), {"active": "no" if closed else "yes"})

    def lead(self, address: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """New lines first: mail goes on being delivered."""
        local, domain = parts(address)
        for target in after:
            if target not in before:
                line = {"user_name": local, "destination": target, "allow_to_send": False}
                self._made(f"/domains/{quote(domain)}/aliases/", line)
        for target in before:
            if target not in after:
                self._gone(_path(domain, "aliases", local, target))

    def _found(self, path: str) -> list[dict[str, Any]]:
        try:
            found = self._asked("GET", path)
        except RefusedError as error:
            if error.code == NOT_FOUND:
                return []
            raise
        return found if isinstance(found, list) else []

    def _made(self, path: str, body: Mapping[str, Any]) -> None:
        """409: it is there already."""
        try:
            self._asked("POST", path, body)
        except RefusedError as error:
            if error.code != CONFLICT:
                raise

    def _gone(self, path: str) -> None:
        try:
            self._asked("DELETE", path)
        except RefusedError as error:
            if error.code != NOT_FOUND:
                raise

    def _asked(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        if not self._token:
            answer = self._asking.ask("GET", "/token/", {"Authorization": f"Basic {self._basic}"})[1]
            self._token = str((answer or {}).get("access_token", ""))
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body is not None else b""
        return self._asking.ask(method, path, headers, content, hidden=(self._token,))[1]


def _path(domain: str, *rest: str) -> str:
    return "/".join(["/domains", *(quote(part, safe="@") for part in (domain, *rest))])

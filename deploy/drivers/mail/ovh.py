"""OVHcloud's MX Plan (api.ovh.com, ``/email/domain``): not verified on a real account.

A domain is one list of boxes and one of redirections, and one call for each of ours. The password of a new box is drawn
at random, kept nowhere and known to nobody: the vendor's own page gives another. A change of theirs is made a little
later, by a task.
"""

import secrets
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.asking.ovh import Signing, keys
from deploy.drivers.base import WaitingError
from deploy.drivers.mail.addresses import parts
from deploy.drivers.mail.hosted import Box, HostedDriver, Offer, RefusedError, Standing, on_domain, voice
from deploy.resources import Mailbox

OFFER = Offer("ovh", "OVHcloud", gigabytes=5, groups=False, collaborative=False)
GIGABYTE = 10**9  # theirs: a box of 5 GB has 5 000 000 000 octets
NOT_FOUND, CONFLICT = 404, 409


def driver() -> HostedDriver:
    """The driver that ``BEFFROI_MAIL=ovh`` chooses."""
    return HostedDriver(MxPlan())


class MxPlan:
    """With the keys that also serve zones and domains."""

    offer = OFFER

    def __init__(self) -> None:
        self._signing = Signing(settings.BEFFROI_OVH_ADDRESS, keys(), voice(OFFER.label))

    def standing(self, domain: str, addresses: Collection[str]) -> Standing:
        """Those of ``addresses`` alone."""
        names = self._found(_path(domain, "account")) or ()
        boxes: dict[str, Box] = {}
        for local in on_domain(domain, addresses):
            box = self._found(_path(domain, "account", local)) if local in names else None
            if box is not None:
                boxes[f"{local}@{domain}"] = Box(int(box["size"]) // GIGABYTE, open=not box.get("isBlocked"))
        aliases: dict[str, tuple[str, ...]] = {}
        for local in on_domain(domain, addresses):
            address = f"{local}@{domain}"
            if targets := tuple(line["to"] for line in self._redirections(domain, address)):
                aliases[address] = targets
        return Standing(boxes, aliases)

    def create(self, wanted: Mailbox) -> None:
        """The domain must have an MX Plan, which is bought elsewhere."""
        local, domain = parts(wanted.address)
        password = _nobodys()
        body = {"accountName": local, "password": password, "size": wanted.gigabytes * GIGABYTE}
        self._made(domain, "account", body, password)

    def change(self, wanted: Mailbox) -> None:
        """Its size."""
        local, domain = parts(wanted.address)
        self._signing.ask("PUT", _path(domain, "account", local), {"size": wanted.gigabytes * GIGABYTE})

    def suspend(self, address: str, *, closed: bool) -> None:  # noqa: ARG002  # neither way
        """Not offered: the vendor alone blocks a box."""
        raise RefusedError(OFFER.label, NOT_FOUND, _("une boîte ne se suspend pas par son API."))

    def lead(self, address: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """New redirections first: mail goes on being delivered."""
        _local, domain = parts(address)
        for target in after:
            if target not in before:
                self._made(domain, "redirection", {"from": address, "to": target, "localCopy": False})
        for line in self._redirections(domain, address):
            if line["to"] not in after:
                self._gone(_path(domain, "redirection", str(line["id"])))

    def _redirections(self, domain: str, address: str) -> list[dict[str, Any]]:
        """Each is looked at: the vendor's filters are « like »."""
        numbers = self._found(f"{_path(domain, 'redirection')}?{urlencode({'from': address})}") or ()
        lines = [self._found(_path(domain, "redirection", str(number))) for number in numbers]
        return [line for line in lines if line is not None and line["from"] == address]

    def _found(self, path: str) -> Any:
        try:
            return self._signing.ask("GET", path)
        except RefusedError as error:
            if error.code == NOT_FOUND:
                return None
            raise

    def _made(self, domain: str, what: str, body: Mapping[str, Any], *hidden: str) -> None:
        """409: it is there already, or about to be."""
        try:
            self._signing.ask("POST", _path(domain, what), body, *hidden)
        except RefusedError as error:
            if error.code == NOT_FOUND:
                raise WaitingError(
                    _("« %(domain)s » n’a pas d’offre MX Plan chez OVHcloud : prenez-la, puis relancez.")
                    % {"domain": domain}
                ) from error
            if error.code != CONFLICT:
                raise

    def _gone(self, path: str) -> None:
        try:
            self._signing.ask("DELETE", path)
        except RefusedError as error:
            if error.code != NOT_FOUND:
                raise


def _nobodys() -> str:
    """Twenty-six signs, with the kinds that the vendor asks for (thirty at most)."""
    return f"{secrets.token_hex(11)}aA1!"


def _path(domain: str, *rest: str) -> str:
    return "/".join(["/email/domain", *(quote(part, safe="") for part in (domain, *rest))])

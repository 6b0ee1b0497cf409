"""Zimbra, by its administration SOAP in JSON form (``/service/admin/soap``): not verified on a real server.

A domain is read in one call. An alias of one box of the same server is an alias of its account, any other a
distribution list. The password of a new box is drawn at random, kept nowhere and known to nobody: Zimbra's own « mot de
passe oublié » is opened, to the recovery address.
"""

import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings

from deploy.drivers.asking.door import Asking
from deploy.drivers.mail.addresses import parts
from deploy.drivers.mail.hosted import Box, HostedDriver, Offer, RefusedError, Standing, voice
from deploy.resources import Mailbox

OFFER = Offer("zimbra", "Zimbra", gigabytes=10)
GIGABYTE = 2**30
PATH = "/service/admin/soap"
QUOTA, STATUS, ALIASES = "zimbraMailQuota", "zimbraAccountStatus", "zimbraMailAlias"
RECOVERY, MEMBERS = "zimbraPrefPasswordRecoveryAddress", "zimbraMailForwardingAddress"
NO_DOMAIN, NO_ACCOUNT, NO_LIST, NO_ALIAS = (
    f"account.{name}" for name in ("NO_SUCH_DOMAIN", "NO_SUCH_ACCOUNT", "NO_SUCH_DISTRIBUTION_LIST", "NO_SUCH_ALIAS")
)
EXISTS = frozenset({"account.ACCOUNT_EXISTS", "account.DISTRIBUTION_LIST_EXISTS", "account.DOMAIN_EXISTS"})
EXPIRED = frozenset({"service.AUTH_EXPIRED", "service.AUTH_REQUIRED"})
DENIED = frozenset({"account.AUTH_FAILED", "service.PERM_DENIED", *EXPIRED})


def driver() -> HostedDriver:
    """The driver that ``BEFFROI_MAIL=zimbra`` chooses."""
    return HostedDriver(
        Zimbra(settings.BEFFROI_ZIMBRA_ADDRESS, settings.BEFFROI_ZIMBRA_LOGIN, settings.BEFFROI_ZIMBRA_PASSWORD)
    )


class Zimbra:
    """Signed in once for each driver, and again when that has expired."""

    offer = OFFER

    def __init__(self, address: str, login: str, password: str) -> None:
        self._asking = Asking(address, (password,), voice(OFFER.label))
        self._login, self._password = login, password
        self._token = ""

    def standing(self, domain: str, addresses: Collection[str]) -> Standing:  # noqa: ARG002  # one call gives all
        """Accounts and lists at once."""
        wanted = f"{QUOTA},{STATUS},{ALIASES},{RECOVERY},{MEMBERS}"
        found = self._ask(
            "SearchDirectory",
            {NO_DOMAIN},
            domain=domain,
            types="accounts,distributionlists",
            attrs=wanted,
            limit=0,
        )
        boxes: dict[str, Box] = {}
        aliases: dict[str, tuple[str, ...]] = {}
        for account in found.get("account", ()):
            values = _values(account)
            boxes[account["name"]] = Box(
                int(_one(values, QUOTA) or 0) // GIGABYTE,
                _one(values, STATUS) in {"", "active"},
                _one(values, RECOVERY),
            )
            aliases |= dict.fromkeys(values.get(ALIASES, ()), (account["name"],))
        aliases |= {one["name"]: tuple(_values(one).get(MEMBERS, ())) for one in found.get("dl", ())}
        return Standing(boxes, aliases)

    def create(self, wanted: Mailbox) -> None:
        """In a domain that is made with its first box."""
        self._in_domain(
            "CreateAccount", wanted.address, name=wanted.address, password=secrets.token_urlsafe(32), a=_given(wanted)
        )

    def change(self, wanted: Mailbox) -> None:
        """By its number; its state is not touched."""
        self._ask("ModifyAccount", id=self._account(wanted.address), a=_given(wanted))

    def suspend(self, address: str, *, closed: bool) -> None:
        """« closed »: nobody logs in, and mail is refused."""
        state = {"n": STATUS, "_content": "closed" if closed else "active"}
        self._ask("ModifyAccount", id=self._account(address), a=[state])

    def lead(self, address: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """An alias of an account has one target: what becomes or was one is made anew."""
        number = self._list(address)
        owner = self._owner(after)
        if number and (owner or not after):
            self._ask("DeleteDistributionList", {NO_LIST}, id=number)
            number = ""
        elif before and not number and before != after and (holder := self._owner(before)):
            self._ask("RemoveAccountAlias", {NO_ALIAS, NO_ACCOUNT}, id=holder, alias=address)
        if not after:
            return
        if owner:
            self._in_domain("AddAccountAlias", address, id=owner, alias=address)
            return
        if not number:
            made = self._in_domain("CreateDistributionList", address, name=address)
            number, before = str((made.get("dl") or [{}])[0].get("id") or self._list(address)), ()
        if added := [{"_content": target} for target in after if target not in before]:
            self._ask("AddDistributionListMember", id=number, dlm=added)
        if gone := [{"_content": target} for target in before if target not in after]:
            self._ask("RemoveDistributionListMember", {"account.NO_SUCH_MEMBER"}, id=number, dlm=gone)

    def _owner(self, targets: tuple[str, ...]) -> str:
        """The account that is the only target; empty for several, or for an address elsewhere."""
        if len(targets) != 1:
            return ""
        found = self._ask("GetAccount", {NO_ACCOUNT, NO_DOMAIN}, account={"by": "name", "_content": targets[0]})
        # Zimbra answers with the account for any of its aliases: one that leads to an alias is a list.
        return next((str(one["id"]) for one in found.get("account", ()) if one["name"] == targets[0]), "")

    def _account(self, address: str) -> str:
        found = self._ask("GetAccount", account={"by": "name", "_content": address})
        return str(found["account"][0]["id"])

    def _list(self, address: str) -> str:
        found = self._ask("GetDistributionList", {NO_LIST, NO_DOMAIN}, dl={"by": "name", "_content": address})
        return next((str(one["id"]) for one in found.get("dl", ())), "")

    def _in_domain(self, what: str, address: str, **content: Any) -> Mapping[str, Any]:
        try:
            return self._ask(what, EXISTS, **content)
        except RefusedError as error:
            if error.code != NO_DOMAIN:
                raise
        self._ask("CreateDomain", EXISTS, name=parts(address)[1])
        return self._ask(what, EXISTS, **content)

    def _ask(self, what: str, fine: Collection[str] = (), **content: Any) -> Mapping[str, Any]:
        """The answer; empty for a fault whose code is ``fine``."""
        if not self._token:
            self._token = self._signed_in()
        try:
            return self._sent(what, content, self._token)
        except RefusedError as error:
            if error.code in fine:
                return {}
            if error.code not in EXPIRED:
                raise
        self._token = self._signed_in()
        return self._sent(what, content, self._token)

    def _signed_in(self) -> str:
        answer = self._sent("Auth", {"name": self._login, "password": self._password}, "")
        return str(answer["authToken"][0]["_content"])

    def _sent(self, what: str, content: Mapping[str, Any], token: str) -> Mapping[str, Any]:
        context = {"_jsns": "urn:zimbra", "format": {"type": "js"}} | ({"authToken": token} if token else {})
        body = {f"{what}Request": {"_jsns": "urn:zimbraAdmin", **content}}
        octets = json.dumps({"Header": {"context": context}, "Body": body}).encode()
        status, text = self._asking.exchange("POST", PATH, {"Content-Type": "application/json"}, octets)
        answer = self._answered(status, text)
        if fault := answer.get("Fault"):  # a fault of SOAP comes with the status 500
            code = str(fault.get("Detail", {}).get("Error", {}).get("Code", ""))
            said = "" if code in DENIED else str(fault.get("Reason", {}).get("Text", ""))
            hidden = tuple(str(content[name]) for name in ("password",) if name in content)
            raise RefusedError(OFFER.label, code, self._asking.struck(said, (*hidden, token)))
        return dict(answer.get(f"{what}Response") or {})

    def _answered(self, status: int, text: bytes) -> Mapping[str, Any]:
        """The body; a page that is no SOAP is a server at fault."""
        try:
            found = json.loads(text)["Body"]
        except (ValueError, KeyError, TypeError, RecursionError):
            found = None
        return found if isinstance(found, dict) else self._asking.faulty(status)


def _given(wanted: Mailbox) -> list[dict[str, str]]:
    """Size, and where its own « mot de passe oublié » writes to."""
    reset = {
        RECOVERY: wanted.recovery,
        f"{RECOVERY}Status": "verified" if wanted.recovery else "",
        "zimbraFeatureResetPasswordStatus": "enabled" if wanted.recovery else "",
    }
    values = {QUOTA: str(wanted.gigabytes * GIGABYTE)} | reset
    return [{"n": name, "_content": value} for name, value in values.items()]


def _values(found: Mapping[str, Any]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for one in found.get("a", ()):
        values.setdefault(str(one["n"]), []).append(str(one.get("_content", "")))
    return values


def _one(values: Mapping[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, ())), "")

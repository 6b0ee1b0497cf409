"""OVH, API 1.0: an order is a cart that is checked out, and a renewal is theirs to make once it is switched on.

Written from the documentation and tried on a stand-in of ours: not verified on the real service.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.asking.door import Asking
from deploy.drivers.asking.ovh import Keys, Signing, keys
from deploy.drivers.registrar.asking import NOT_FOUND, REGISTRAR, Refused, known
from deploy.drivers.registrar.base import (
    Answer,
    Approval,
    Asked,
    AuthCode,
    Availability,
    Capabilities,
    DomainInfo,
    DoubtError,
    Registrant,
    RegistrarError,
    Step,
)
from deploy.drivers.registrar.domains import DomainDriver
from deploy.names.rdap import day_of

CANCELLED = frozenset({"cancelled", "cancelling"})
CREATE, TRANSFER = "create", "transfer"


def driver() -> DomainDriver:
    """The driver that ``BEFFROI_REGISTRAR=ovh`` chooses."""
    return DomainDriver(Ovh(settings.BEFFROI_OVH_ADDRESS, keys()))


class Ovh:
    """Paid with the preferred means of the account."""

    name = "ovh"

    def __init__(self, address: str, held: Keys) -> None:
        self._signing = Signing(address, held, REGISTRAR)

    @property
    def _asking(self) -> Asking:
        return self._signing.asking

    def capabilities(self) -> Capabilities:
        """Orders are delivered later."""
        return Capabilities()

    def check(self, names: Collection[str]) -> Mapping[str, Availability]:
        """What a cart would offer: a creation, a transfer, or nothing."""
        cart = self._cart()
        return {name: _availability(self._offers(cart, name)) for name in names}

    def get(self, name: str) -> DomainInfo | None:
        """The domain and its service, in three requests; 404 when it is not ours."""
        found = self._found(f"/domain/{quote(name)}")
        if found is None:
            return None
        service = self._found(f"/domain/{quote(name)}/serviceInfos") or {}
        servers = [
            str((self._found(f"/domain/{quote(name)}/nameServer/{number}") or {}).get("host", "")).lower()
            for number in self._asked("GET", f"/domain/{quote(name)}/nameServer") or ()
        ]
        renewal = service.get("renew") or {}
        return DomainInfo(
            name,
            day_of(str(service.get("expiration") or "")),
            renewal.get("automatic"),
            tuple(str(found[key]) for key in ("state", "transferLockStatus") if found.get(key)),
            tuple(sorted(server for server in servers if server)),
            str(found.get("whoisOwner") or ""),
        )

    def register(
        self,
        name: str,
        years: int,  # noqa: ARG002
        registrant: Registrant,
        nameservers: Sequence[str],
        approval: Approval,
    ) -> Answer:
        """A cart of one line, its owner and its servers, paid at once. OVH sells a year at a time."""
        return self._ordered(CREATE, name, registrant, nameservers, approval, "")

    def renew(self, name: str, years: int, current_expiry: date, approval: Approval) -> Answer:  # noqa: ARG002
        """OVH renews and bills by itself, a month before the end, what is set to be: switched on twice, it is once."""
        info = self.get(name)
        if info is None:
            raise RegistrarError(_("« %s » n’est pas dans notre compte.") % name)
        if info.expires is not None and info.expires > current_expiry:
            return Answer(Step.DONE, name, expires=info.expires)
        self.set_autorenew(name, on=True)
        return Answer(Step.PENDING, name, _("OVH le renouvellera de lui-même avant l’échéance."))

    def transfer_in(self, name: str, code: AuthCode, registrant: Registrant, approval: Approval) -> Answer:
        """The same cart, with the code."""
        return self._ordered(TRANSFER, name, registrant, (), approval, code.reveal())

    def transfer_status(self, name: str, ref: str) -> Answer:
        """The state of the order ``ref``, until the domain is there."""
        if self._found(f"/domain/{quote(name)}") is not None:
            return Answer(Step.DONE, ref)
        return self._order_state(ref)

    def set_nameservers(self, name: str, nameservers: Sequence[str]) -> None:
        """All of them at once."""
        servers = [{"host": server} for server in nameservers]
        self._asked("POST", f"/domain/{quote(name)}/nameServers/update", {"nameServers": servers})

    def set_autorenew(self, name: str, *, on: bool) -> None:
        """In what tells of the service."""
        renewal = {"automatic": on, "deleteAtExpiration": False, "forced": False, "period": 12 if on else None}
        self._asked("PUT", f"/domain/{quote(name)}/serviceInfos", {"renew": renewal})

    def set_ds(self, name: str, records: Sequence[str]) -> None:  # noqa: ARG002
        """OVH computes DS from the public keys: it takes DNSKEY alone."""
        raise Refused(NOT_FOUND, _("OVH veut les clés publiques (DNSKEY), pas les DS : donnez-les sur son site."))

    def poll(self, asked: Asked) -> Answer | None:
        """The domain, else the order, else the orders made since: one of them may be ours, whose answer was lost."""
        info = self.get(asked.name)
        if info is not None and (asked.before is None or (info.expires is not None and info.expires > asked.before)):
            return Answer(Step.DONE, asked.ref, expires=info.expires)
        if asked.kind == "renew":
            return Answer(Step.PENDING, asked.name) if asked.ref else None
        ref = asked.ref or self._lost_order(asked)
        return self._order_state(ref) if ref else None

    def _ordered(  # the six things that a line of the cart says
        self,
        action: str,
        name: str,
        registrant: Registrant,
        nameservers: Sequence[str],
        approval: Approval,
        code: str,
    ) -> Answer:
        cart = self._cart(approval.key)
        offer = next((one for one in self._offers(cart, name) if one.get("action") == action), None)
        if offer is None:
            raise RegistrarError(_("OVH ne propose pas cela pour « %s » en ce moment.") % name)
        line = {"domain": name, "duration": "P1Y", "offerId": offer.get("offerId"), "quantity": 1}
        item = self._asked("POST", f"/order/cart/{cart}/domain", line)["itemId"]
        wanted = {
            "OWNER_CONTACT": self._owner(registrant),
            "OWNER_LEGAL_AGE": "true",
            "ACCEPT_CONDITIONS": "true",
            "DNS": ",".join(nameservers),
            "AUTH_INFO": code,
        }
        for needed in self._asked("GET", f"/order/cart/{cart}/item/{item}/requiredConfiguration") or ():
            label = str(needed.get("label", ""))
            if value := wanted.get(label):
                body = {"label": label, "value": value}
                self._asked("POST", f"/order/cart/{cart}/item/{item}/configuration", body, code)
        paid = {"autoPayWithPreferredPaymentMethod": True, "waiveRetractationPeriod": True}
        order = self._asked("POST", f"/order/cart/{cart}/checkout", paid, code)
        ref = str((order or {}).get("orderId") or "")
        if not ref:
            raise DoubtError(_("OVH n’a pas donné le numéro de la commande : elle sera cherchée."))
        return Answer(Step.PENDING, ref, _("OVH a reçu la commande n° %s.") % ref)

    def _owner(self, registrant: Registrant) -> str:
        body = {
            "legalForm": "administration",
            "organisationName": registrant.organisation,
            "firstName": registrant.person.partition(" ")[0],
            "lastName": registrant.person.partition(" ")[2] or registrant.person,
            "email": registrant.email,
            "phone": registrant.phone,
            "language": "fr_FR",
            "companyNationalIdentificationNumber": registrant.siren,
            "address": {
                "line1": registrant.street,
                "zip": registrant.postcode,
                "city": registrant.city,
                "country": registrant.country,
            },
        }
        return f"/me/contact/{self._asked('POST', '/me/contact', body)['id']}"

    def _cart(self, description: str = "") -> str:
        cart = self._asked("POST", "/order/cart", {"ovhSubsidiary": "FR", "description": description})["cartId"]
        self._asked("POST", f"/order/cart/{cart}/assign", {})
        return str(cart)

    def _offers(self, cart: str, name: str) -> list[dict[str, Any]]:
        found = self._asked("GET", f"/order/cart/{cart}/domain?{urlencode({'domain': name})}")
        return [one for one in found or () if isinstance(one, dict) and one.get("orderable") is not False]

    def _order_state(self, ref: str) -> Answer:
        state = str(self._asked("GET", f"/me/order/{quote(ref)}/status"))
        if state in CANCELLED:
            return Answer(Step.FAILED, ref, _("la commande OVH n° %s est annulée.") % ref)
        words = _("la commande OVH n° %(ref)s est en cours (%(state)s).") % {"ref": ref, "state": state}
        return Answer(Step.PENDING, ref, words)

    def _lost_order(self, asked: Asked) -> str:
        """The order of this name made since the journal was written."""
        since = urlencode({"date.from": asked.begun_at.isoformat()})
        for number in self._asked("GET", f"/me/order?{since}") or ():
            for line in self._asked("GET", f"/me/order/{number}/details") or ():
                detail = self._found(f"/me/order/{number}/details/{line}") or {}
                # Until it is delivered a line may carry a number instead of the name, which its words tell.
                told = (str(detail.get("domain", "")), str(detail.get("description", "")).partition(" ")[0])
                if asked.name in told:
                    return str(number)
        return ""

    def _found(self, path: str) -> dict[str, Any] | None:
        return known(lambda: self._asked("GET", path))

    def _asked(self, method: str, path: str, body: Mapping[str, Any] | None = None, *hidden: str) -> Any:
        return self._signing.ask(method, path, body, *hidden)


def _availability(offers: Sequence[Mapping[str, Any]]) -> Availability:
    actions = {str(offer.get("action")) for offer in offers}
    if CREATE in actions:
        premium = any(offer.get("pricingMode") not in {None, "default", "create-default"} for offer in offers)
        return Availability.PREMIUM if premium else Availability.FREE
    return Availability.TAKEN if TRANSFER in actions else Availability.UNKNOWN

"""Gandi, API v5 (https://api.gandi.net/docs/domains/): a personal access token, changes that are accepted then done.

Written from its documentation and tried on a stand-in of ours: not verified on the real service.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.asking.door import Asking
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
    Step,
)
from deploy.drivers.registrar.domains import DomainDriver
from deploy.names.rdap import day_of

FREE, PREMIUM = "available", "unavailable_premium"
FAILED = frozenset({"error", "cancelled", "refused", "failed"})


def driver() -> DomainDriver:
    """The driver that ``BEFFROI_REGISTRAR=gandi`` chooses."""
    return DomainDriver(
        Gandi(settings.BEFFROI_GANDI_ADDRESS, settings.BEFFROI_GANDI_TOKEN, settings.BEFFROI_GANDI_ORGANISATION)
    )


class Gandi:
    """``organisation`` is the one that pays (``sharing_id``); empty for the account's own."""

    name = "gandi"

    def __init__(self, address: str, token: str, organisation: str = "") -> None:
        self._asking = Asking(address, (token,), REGISTRAR)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._organisation = organisation

    def capabilities(self) -> Capabilities:
        """Answers come later, by asking."""
        return Capabilities(dry_run=True)

    def check(self, names: Collection[str]) -> Mapping[str, Availability]:
        """One request a name: the first product of the answer is its creation."""
        return {name: self._availability(name) for name in names}

    def get(self, name: str) -> DomainInfo | None:
        """The domain in the account; 404 when it is not there."""
        found = self._found(f"/domain/domains/{quote(name)}")
        if found is None:
            return None
        dates = found.get("dates") or {}
        renewal = found.get("autorenew")
        return DomainInfo(
            name,
            day_of(str(dates.get("registry_ends_at") or "")),
            renewal.get("enabled") if isinstance(renewal, dict) else renewal,
            tuple(str(one) for one in found.get("status") or ()),
            tuple(sorted(str(one).lower() for one in found.get("nameservers") or ())),
            str(((found.get("contacts") or {}).get("owner") or {}).get("orgname") or ""),
        )

    def register(
        self, name: str, years: int, registrant: Registrant, nameservers: Sequence[str], approval: Approval
    ) -> Answer:
        """Accepted (202), then done within minutes."""
        body: dict[str, Any] = {"fqdn": name, "duration": years, "owner": _owner(registrant)}
        if nameservers:
            body["nameservers"] = list(nameservers)
        self._spent("/domain/domains", body, approval)
        return Answer(Step.PENDING, name, _("Gandi a accepté la réservation et la fait."))

    def renew(self, name: str, years: int, current_expiry: date, approval: Approval) -> Answer:
        """Gandi has no guard of its own against a second renewal: the end is read first."""
        info = self._held(name)
        if info.expires is None:
            raise DoubtError(_("Gandi ne dit pas quand finit « %s ».") % name)
        if info.expires > current_expiry:
            return Answer(Step.DONE, name, expires=info.expires)
        self._spent(f"/domain/domains/{quote(name)}/renew", {"duration": years}, approval)
        return Answer(Step.PENDING, name, _("Gandi a accepté le renouvellement et le fait."))

    def transfer_in(self, name: str, code: AuthCode, registrant: Registrant, approval: Approval) -> Answer:
        """Accepted (202); the registrar that loses it then has some days to answer."""
        body = {"fqdn": name, "duration": 1, "owner": _owner(registrant), "authinfo": code.reveal()}
        self._spent("/domain/transferin", body, approval, code.reveal())
        return Answer(
            Step.PENDING, name, _("le transfert est demandé : le bureau actuel a quelques jours pour répondre.")
        )

    def transfer_status(self, name: str, ref: str) -> Answer:
        """``ref`` is the name: it has one transfer at most."""
        found = self._found(f"/domain/transferin/{quote(ref or name)}")
        if found is None:
            return Answer(Step.FAILED, ref, _("Gandi ne connaît pas ce transfert : redonnez le code."))
        step = str(found.get("step") or "")
        if step.lower() in FAILED:
            return Answer(Step.FAILED, ref, _("le transfert a échoué (%s).") % step)
        return Answer(Step.PENDING, ref, _("le transfert est en cours (%s).") % step)

    def set_nameservers(self, name: str, nameservers: Sequence[str]) -> None:
        """All of them at once."""
        self._asked("PUT", f"/domain/domains/{quote(name)}/nameservers", {"nameservers": list(nameservers)})

    def set_autorenew(self, name: str, *, on: bool) -> None:
        """For a year at a time."""
        self._asked("PATCH", f"/domain/domains/{quote(name)}/autorenew", {"enabled": on, "duration": 1})

    def set_ds(self, name: str, records: Sequence[str]) -> None:  # noqa: ARG002
        """Gandi computes DS from the public keys: it takes DNSKEY alone."""
        raise Refused(NOT_FOUND, _("Gandi veut les clés publiques (DNSKEY), pas les DS : donnez-les sur son site."))

    def poll(self, asked: Asked) -> Answer | None:
        """In the account or not; else where its creation or its transfer stands; else whether the name is free."""
        info = self.get(asked.name)
        if info is not None and (asked.before is None or (info.expires is not None and info.expires > asked.before)):
            return Answer(Step.DONE, asked.name, expires=info.expires)
        if asked.kind == "transfer":
            answer = self.transfer_status(asked.name, asked.ref)
            return None if answer.step is Step.FAILED and not asked.ref else answer
        if asked.kind == "renew":
            return Answer(Step.PENDING, asked.name) if asked.ref else None
        return self._creation(asked)

    def _creation(self, asked: Asked) -> Answer | None:
        creation = self._found(f"/domain/domains/{quote(asked.name)}/createstatus")
        if creation is not None:
            step = str(creation.get("step") or creation.get("status") or "")
            if step.lower() in FAILED:
                return Answer(Step.FAILED, asked.name, _("la réservation a échoué (%s).") % step)
            return Answer(Step.PENDING, asked.name, _("la réservation est en cours (%s).") % step)
        if asked.ref:
            return Answer(Step.PENDING, asked.name)
        if self._availability(asked.name) is Availability.FREE:
            return None
        return Answer(Step.FAILED, sentence=_("quelqu’un d’autre l’a réservé entre-temps."))

    def _availability(self, name: str) -> Availability:
        found = self._asked("GET", f"/domain/check?{urlencode({'name': name})}")
        products = found.get("products") if isinstance(found, dict) else None
        status = str(products[0].get("status", "")) if products else ""
        if status == FREE:
            return Availability.PREMIUM if products and products[0].get("premium") is True else Availability.FREE
        if status == PREMIUM:
            return Availability.PREMIUM
        return Availability.TAKEN if status.startswith("unavailable") else Availability.UNKNOWN

    def _held(self, name: str) -> DomainInfo:
        info = self.get(name)
        if info is None:
            raise Refused(NOT_FOUND, _("« %s » n’est pas dans notre compte.") % name)
        return info

    def _found(self, path: str) -> dict[str, Any] | None:
        return known(lambda: self._asked("GET", path))

    def _spent(self, path: str, body: Mapping[str, Any], approval: Approval, *hidden: str) -> None:
        """The key goes along for their support: the API promises nothing about it."""
        query = f"?{urlencode({'sharing_id': self._organisation})}" if self._organisation else ""
        headers = self._headers | {"X-Request-Id": approval.key}
        content = json.dumps(body, ensure_ascii=False).encode()
        self._asking.ask("POST", f"{path}{query}", headers, content, hidden=hidden)

    def _asked(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        content = json.dumps(body).encode() if body is not None else b""
        return self._asking.ask(method, path, self._headers, content)[1]


def _owner(registrant: Registrant) -> dict[str, str]:
    """The commune as a public body."""
    given, _space, family = registrant.person.partition(" ")
    return {
        "type": "publicbody",
        "orgname": registrant.organisation,
        "given": given,
        "family": family or given,
        "streetaddr": registrant.street,
        "zip": registrant.postcode,
        "city": registrant.city,
        "country": registrant.country,
        "phone": registrant.phone,
        "email": registrant.email,
        "siren": registrant.siren,
    }

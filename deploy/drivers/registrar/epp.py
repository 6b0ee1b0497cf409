"""A registry that we are accredited by, by EPP: domains (RFC 5731), contacts (RFC 5733), DNSSEC (RFC 5910).

Few centres de gestion are; it is also the reference that the other drivers are compared with.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from secrets import token_urlsafe
from typing import TypeVar
from xml.etree.ElementTree import Element

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.registrar.base import (
    Answer,
    Approval,
    Asked,
    AuthCode,
    Availability,
    Capabilities,
    DomainInfo,
    Registrant,
    RegistrarError,
    Step,
)
from deploy.drivers.registrar.domains import DomainDriver
from deploy.drivers.registrar.eppwire import Account, EppRefusedError, Reply, Session, command, node, session
from deploy.names.rdap import day_of

# Result codes (RFC 5730 §3).
PENDING, EXISTS, ABSENT, NOT_PENDING = 1001, 2302, 2303, 2301
# States of a transfer (RFC 5730 §2.9.3.4).
GRANTED = frozenset({"clientApproved", "serverApproved"})
REFUSED = frozenset({"clientRejected", "clientCancelled", "serverCancelled"})
PORT = 700  # RFC 5734 §2
T = TypeVar("T")


def driver() -> DomainDriver:
    """The driver that ``BEFFROI_REGISTRAR=epp`` chooses."""
    host, _colon, port = settings.BEFFROI_EPP_ADDRESS.partition(":")
    account = Account(
        host,
        int(port or PORT),
        settings.BEFFROI_EPP_LOGIN,
        settings.BEFFROI_EPP_PASSWORD,
        settings.BEFFROI_EPP_AUTHORITY,
        settings.BEFFROI_EPP_CERTIFICATE,
    )
    return DomainDriver(Epp(account))


class Epp:
    """Each call is one session."""

    name = "epp"

    def __init__(self, account: Account) -> None:
        self.account = account

    def capabilities(self) -> Capabilities:
        """Registries answer at once, but for transfers."""
        return Capabilities(prompt=True)

    def check(self, names: Collection[str]) -> Mapping[str, Availability]:
        """RFC 5731 §3.1.1; a name left out of the answer is unknown."""
        root, _inside, verb = command("check")
        asked = node(verb, "d:check")
        for name in names:
            node(asked, "d:name", name)
        reply = self._ask(root, "check")
        found = {}
        for one in reply.all(".//d:chkData/d:cd/d:name"):
            free = one.get("avail") in {"1", "true"}
            found[(one.text or "").strip().lower()] = Availability.FREE if free else Availability.TAKEN
        return {name: found.get(name, Availability.UNKNOWN) for name in names}

    def get(self, name: str) -> DomainInfo | None:
        """RFC 5731 §3.1.2; a domain whose sponsor is somebody else is not ours."""
        reply = self._info(name)
        if reply is None or reply.text(".//d:infData/d:clID") != self.account.login:
            return None
        return DomainInfo(
            name,
            day_of(reply.text(".//d:infData/d:exDate")),
            None,
            tuple(one.get("s", "") for one in reply.all(".//d:infData/d:status")),
            tuple(sorted((one.text or "").lower() for one in reply.all(".//d:infData/d:ns/d:hostObj"))),
            reply.text(".//d:infData/d:registrant"),
        )

    def register(
        self, name: str, years: int, registrant: Registrant, nameservers: Sequence[str], approval: Approval
    ) -> Answer:
        """RFC 5731 §3.2.1, after the contact: one for each commune, made once."""

        def talk(talking: Session) -> Reply:
            contact = _contact(talking, registrant)
            root, _inside, verb = command("create")
            asked = node(verb, "d:create")
            node(asked, "d:name", name)
            node(asked, "d:period", str(years), unit="y")
            if nameservers:
                servers = node(asked, "d:ns")
                for server in nameservers:
                    node(servers, "d:hostObj", server)
            node(asked, "d:registrant", contact)
            for kind in ("admin", "tech"):
                node(asked, "d:contact", contact, type=kind)
            # Whoever needs it asks for a new one: this one is kept nowhere.
            node(node(asked, "d:authInfo"), "d:pw", token_urlsafe(24))
            return talking.ask(root, approval.key)

        reply = self._talk(talk)
        return _answer(reply, name, day_of(reply.text(".//d:creData/d:exDate")))

    def renew(self, name: str, years: int, current_expiry: date, approval: Approval) -> Answer:
        """RFC 5731 §3.2.3: the current end is part of the request, and makes a second one void."""
        expires, told = self._end(name)
        if expires > current_expiry:
            return Answer(Step.DONE, name, expires=expires)
        root, _inside, verb = command("renew")
        asked = node(verb, "d:renew")
        node(asked, "d:name", name)
        node(asked, "d:curExpDate", told)
        node(asked, "d:period", str(years), unit="y")
        reply = self._ask(root, approval.key)
        return _answer(reply, name, day_of(reply.text(".//d:renData/d:exDate")))

    def transfer_in(self, name: str, code: AuthCode, registrant: Registrant, approval: Approval) -> Answer:  # noqa: ARG002
        """RFC 5731 §3.2.4. The registrant stays whom the registry knows."""
        root = _transfer("request", name, code.reveal())
        return _transferred(self._ask(root, approval.key, code.reveal()), name)

    def transfer_status(self, name: str, ref: str) -> Answer:  # noqa: ARG002  # a name has one transfer at most
        """RFC 5731 §3.1.3."""
        try:
            return _transferred(self._ask(_transfer("query", name), "query"), name)
        except EppRefusedError as error:
            if error.code == NOT_PENDING and self.get(name) is not None:
                return Answer(Step.DONE, name)
            raise

    def set_nameservers(self, name: str, nameservers: Sequence[str]) -> None:
        """RFC 5731 §3.2.5: what is missing is added, what is too many is taken away."""
        info = self._held(name)
        missing, surplus = set(nameservers) - set(info.nameservers), set(info.nameservers) - set(nameservers)
        root, _inside, verb = command("update")
        asked = node(verb, "d:update")
        node(asked, "d:name", name)
        for what, servers in (("add", missing), ("rem", surplus)):
            if servers:
                listed = node(node(asked, f"d:{what}"), "d:ns")
                for server in sorted(servers):
                    node(listed, "d:hostObj", server)
        if missing or surplus:
            self._ask(root, f"servers:{name}")

    def set_autorenew(self, name: str, *, on: bool) -> None:
        """Registries know of no such thing: we renew, or we do not."""

    def set_ds(self, name: str, records: Sequence[str]) -> None:
        """RFC 5910 §5.2.5: all of the old ones go, these come."""
        root, inside, verb = command("update")
        node(node(verb, "d:update"), "d:name", name)
        signed = node(node(inside, "e:extension"), "s:update")
        node(node(signed, "s:rem"), "s:all", "true")
        added = node(signed, "s:add") if records else None
        for record in records:
            tag, algorithm, kind, digest = record.split(maxsplit=3)
            data = node(added, "s:dsData")
            for part, value in (("keyTag", tag), ("alg", algorithm), ("digestType", kind), ("digest", digest)):
                node(data, f"s:{part}", value.replace(" ", "").upper())
        self._ask(root, f"ds:{name}")

    def poll(self, asked: Asked) -> Answer | None:
        """A registry's table is the truth: ours or not, its end moved or not."""
        if asked.kind == "transfer":
            return self._polled_transfer(asked)
        info = self.get(asked.name)
        if info is None:
            if self._info(asked.name) is not None:
                return Answer(Step.FAILED, sentence=_("quelqu’un d’autre l’a réservé entre-temps."))
            return None if not asked.ref else Answer(Step.PENDING, asked.ref)
        if asked.before is not None and (info.expires is None or info.expires <= asked.before):
            return None if not asked.ref else Answer(Step.PENDING, asked.ref)
        return Answer(Step.DONE, asked.name, expires=info.expires)

    def _polled_transfer(self, asked: Asked) -> Answer | None:
        info = self.get(asked.name)
        if info is not None:
            return Answer(Step.DONE, asked.name, expires=info.expires)
        try:
            return self.transfer_status(asked.name, asked.ref)
        except EppRefusedError as error:
            if error.code == NOT_PENDING:
                return Answer(Step.FAILED, sentence=_("la demande de transfert n’a pas abouti : redonnez le code."))
            raise

    def _held(self, name: str) -> DomainInfo:
        info = self.get(name)
        if info is None:
            raise RegistrarError(_("« %s » n’est pas dans notre compte.") % name)
        return info

    def _end(self, name: str) -> tuple[date, str]:
        """The end as a day in Paris, and as the registry writes it: it counts days in UTC."""
        reply = self._info(name)
        told = reply.text(".//d:infData/d:exDate") if reply is not None else ""
        expires = day_of(told)
        if expires is None:
            raise RegistrarError(_("« %s » n’a pas d’échéance connue du registre.") % name)
        return expires, told[:10]

    def _info(self, name: str) -> Reply | None:
        root, _inside, verb = command("info")
        node(node(verb, "d:info"), "d:name", name)
        try:
            return self._ask(root, "info")
        except EppRefusedError as error:
            if error.code == ABSENT:
                return None
            raise

    def _ask(self, root: Element, key: str, *hidden: str) -> Reply:
        return self._talk(lambda talking: talking.ask(root, key), *hidden)

    def _talk(self, talk: Callable[[Session], T], *hidden: str) -> T:
        with session(self.account, *hidden) as talking:
            return talk(talking)


def _answer(reply: Reply, name: str, expires: date | None) -> Answer:
    return Answer(Step.PENDING if reply.code == PENDING else Step.DONE, name, expires=expires)


def _transfer(operation: str, name: str, code: str = "") -> Element:
    root, _inside, verb = command("transfer")
    verb.set("op", operation)
    asked = node(verb, "d:transfer")
    node(asked, "d:name", name)
    if code:
        node(node(asked, "d:authInfo"), "d:pw", code)
    return root


def _transferred(reply: Reply, name: str) -> Answer:
    status = reply.text(".//d:trnData/d:trStatus")
    if status in REFUSED:
        return Answer(Step.FAILED, name, _("le transfert a été refusé (%s).") % status)
    step = Step.DONE if status in GRANTED else Step.PENDING
    return Answer(step, name, _("le transfert est demandé : le bureau actuel a quelques jours pour répondre."))


def _contact(talking: Session, registrant: Registrant) -> str:
    """RFC 5733 §3.2.1; a contact that exists is used as it is."""
    number = f"BF-{registrant.insee}"
    root, _inside, verb = command("create")
    asked = node(verb, "c:create")
    node(asked, "c:id", number)
    card = node(asked, "c:postalInfo", type="loc")
    node(card, "c:name", registrant.person)
    node(card, "c:org", registrant.organisation)
    address = node(card, "c:addr")
    node(address, "c:street", registrant.street)
    node(address, "c:city", registrant.city)
    node(address, "c:pc", registrant.postcode)
    node(address, "c:cc", registrant.country)
    node(asked, "c:voice", registrant.phone)
    node(asked, "c:email", registrant.email)
    node(node(asked, "c:authInfo"), "c:pw", token_urlsafe(24))
    try:
        talking.ask(root, f"contact:{number}")
    except EppRefusedError as error:
        if error.code != EXISTS:
            raise
    return number

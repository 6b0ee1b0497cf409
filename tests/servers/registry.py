"""A registry of our own, on loopback: one table of domains, told by EPP (RFC 5730 to 5734) and by RDAP (RFC 9083).

No registry stands in Debian. It keeps what it was sent, answers with the codes of the RFC, and can be made to fail.
"""

import json
import socketserver
import ssl
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from tests.servers.certificates import self_signed

EPP = "urn:ietf:params:xml:ns:epp-1.0"
DOMAIN = "urn:ietf:params:xml:ns:domain-1.0"
CONTACT = "urn:ietf:params:xml:ns:contact-1.0"
SECDNS = "urn:ietf:params:xml:ns:secDNS-1.1"
NS = {"e": EPP, "d": DOMAIN, "c": CONTACT, "s": SECDNS}
YEAR = timedelta(days=365)
LOGIN, PASSWORD = "CDG46", "mot-de-passe-du-registre"


@dataclass
class Record:
    """A registered domain."""

    sponsor: str
    code: str
    expires: datetime
    nameservers: list[str] = field(default_factory=list)
    registrant: str = ""
    ds: list[str] = field(default_factory=list)
    asked_by: str = ""  # the sponsor that a pending transfer would have
    rejected: bool = False


@dataclass
class Registry:
    """The table, and what befell it."""

    domains: dict[str, Record] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)  # « create cahors.fr »
    keys: list[str] = field(default_factory=list)  # the clTRID of what changes something
    heard: list[str] = field(default_factory=list)  # whole requests
    mute: set[str] = field(default_factory=set)  # « create » or « create cahors.fr »: done, then never answered
    deaf: set[str] = field(default_factory=set)  # the same: they cut the line before anything is done
    silence: float = 0.0  # seconds before a mute answer cuts the line
    silent: threading.Event = field(default_factory=threading.Event)
    rdap_fault: str = ""  # "500", "slow", "large", "nonsense"
    epp_port: int = 0
    rdap_port: int = 0
    authority: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def rdap(self) -> str:
        """The address of its RDAP."""
        return f"http://127.0.0.1:{self.rdap_port}"

    def put(self, name: str, sponsor: str = "autre", days: int = 200, code: str = "code-de-cahors") -> Record:
        """A domain that stands there already."""
        end = (datetime.now(UTC) + timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)
        self.domains[name] = Record(sponsor, code, end, ["ns1.autre.example"])
        return self.domains[name]

    def grant(self, name: str) -> None:
        """The other registrar lets it go."""
        record = self.domains[name]
        record.sponsor, record.asked_by, record.expires = record.asked_by, "", record.expires + YEAR

    def count(self, what: str) -> int:
        """How many times it was asked."""
        return self.received.count(what)


@contextmanager
def registry(folder: Path) -> Generator[Registry, None, None]:
    """A registry that answers on two loopback ports until the context ends."""
    it = Registry()
    certificate, key = self_signed(folder, "127.0.0.1")
    it.authority = str(certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    epp = _Epp(("127.0.0.1", 0), _Talk)
    epp.registry, epp.context = it, context
    rdap = ThreadingHTTPServer(("127.0.0.1", 0), type("Rdap", (_Rdap,), {"registry": it}))
    rdap.daemon_threads = True
    it.epp_port, it.rdap_port = epp.server_address[1], rdap.server_address[1]
    threads = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in (epp, rdap)]
    for thread in threads:
        thread.start()
    try:
        yield it
    finally:
        for server in (epp, rdap):
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join(10)


class _Epp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    registry: Registry
    context: ssl.SSLContext

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients come and go."""


class _Talk(socketserver.BaseRequestHandler):
    """One session."""

    server: _Epp

    def handle(self) -> None:
        with suppress(OSError, EOFError):
            self.stream = self.server.context.wrap_socket(self.request, server_side=True)
            try:
                self._session()
            finally:
                self.stream.close()

    def _session(self) -> None:
        root = Element(f"{{{EPP}}}epp")
        SubElement(SubElement(root, f"{{{EPP}}}greeting"), f"{{{EPP}}}svID").text = "essai"
        self._send(root)
        who = ""
        while True:
            tree = self._receive()
            inside = tree.find("e:command", NS)
            assert inside is not None
            verb = inside[0]
            name = verb.tag.rpartition("}")[2]
            if name == "login":
                good = verb.findtext("e:pw", "", NS) == PASSWORD
                who = verb.findtext("e:clID", "", NS) if good else ""
                self._answer(1000 if good else 2200)
            elif name == "logout":
                self._answer(1500)
                return
            elif not who:
                self._answer(2002)
            else:
                self._obey(verb, name, who, inside)

    def _obey(self, verb: Element, name: str, who: str, inside: Element) -> None:
        it = self.server.registry
        about = verb[0].findtext("d:name", "", NS) or verb[0].findtext("c:id", "", NS)
        said = {name, f"{name} {about}"}
        if said & it.deaf:
            raise EOFError
        with it.lock:
            if name in {"create", "renew", "transfer", "update"}:
                it.keys.append(inside.findtext("e:clTRID", "", NS))
            it.received.append(f"{name} {verb.get('op', '')} {about}".replace("  ", " "))
            code, data = _do(it, verb, name, who, inside)
        if said & it.mute:
            it.silent.wait(it.silence)
            raise EOFError
        self._answer(code, data)

    def _answer(self, code: int, data: Element | None = None) -> None:
        root = Element(f"{{{EPP}}}epp")
        response = SubElement(root, f"{{{EPP}}}response")
        result = SubElement(response, f"{{{EPP}}}result", {"code": str(code)})
        SubElement(result, f"{{{EPP}}}msg").text = WORDS.get(code, "Command completed successfully")
        if data is not None:
            SubElement(response, f"{{{EPP}}}resData").append(data)
        self._send(root)

    def _send(self, root: Element) -> None:
        content = tostring(root, encoding="utf-8", xml_declaration=True)
        self.stream.sendall(struct.pack("!I", len(content) + 4) + content)

    def _receive(self) -> Element:
        size = struct.unpack("!I", self._exactly(4))[0] - 4
        content = self._exactly(size)
        self.server.registry.heard.append(content.decode())
        tree: Element = fromstring(content)
        return tree

    def _exactly(self, count: int) -> bytes:
        content = b""
        while len(content) < count:
            part = self.stream.recv(count - len(content))
            if not part:
                raise EOFError
            content += part
        return content


WORDS = {
    2002: "Command use error",
    2101: "Unimplemented command",
    2200: "Authentication error",
    2201: "Authorization error",
    2202: "Invalid authorization information",
    2301: "Object not pending transfer",
    2302: "Object exists",
    2303: "Object does not exist",
    2306: "Parameter value policy error",
}


def _do(  # noqa: PLR0911  # one answer for each verb
    it: Registry, verb: Element, name: str, who: str, inside: Element
) -> tuple[int, Element | None]:
    """What a command does to the table: a code of RFC 5730 §3, and its data."""
    asked = verb[0]
    if asked.tag.startswith(f"{{{CONTACT}}}"):
        number = asked.findtext("c:id", "", NS)
        if number in it.contacts:
            return 2302, None
        it.contacts[number] = asked.findtext("c:postalInfo/c:org", "", NS)
        return 1000, None
    if name == "check":
        return 1000, _checked(it, asked)
    domain = asked.findtext("d:name", "", NS).lower()
    record = it.domains.get(domain)
    if name == "create":
        return _create(it, asked, domain, who) if record is None else (2302, None)
    if record is None:
        return 2303, None
    if name == "info":
        return 1000, _told(domain, record)
    if name == "transfer":
        return _transfer(record, asked, domain, who, verb.get("op", ""))
    if record.sponsor != who:
        return 2201, None
    if name == "renew":
        return _renew(record, asked, domain)
    return (_update(record, asked, inside), None) if name == "update" else (2101, None)


def _checked(it: Registry, asked: Element) -> Element:
    data = Element(f"{{{DOMAIN}}}chkData")
    for one in asked.findall("d:name", NS):
        free = (one.text or "").lower() not in it.domains
        told = SubElement(SubElement(data, f"{{{DOMAIN}}}cd"), f"{{{DOMAIN}}}name", {"avail": "1" if free else "0"})
        told.text = one.text
    return data


def _create(it: Registry, asked: Element, domain: str, who: str) -> tuple[int, Element]:
    if asked.findtext("d:registrant", "", NS) not in it.contacts:
        return 2303, Element("none")
    years = int(asked.findtext("d:period", "1", NS))
    end = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + YEAR * years
    servers = [str(one.text) for one in asked.findall("d:ns/d:hostObj", NS)]
    code = asked.findtext("d:authInfo/d:pw", "", NS)
    it.domains[domain] = Record(who, code, end, servers, asked.findtext("d:registrant", "", NS))
    return 1000, _dated("creData", domain, end)


def _renew(record: Record, asked: Element, domain: str) -> tuple[int, Element | None]:
    """RFC 5731 §3.2.3: the current end must be the one that the client believes."""
    if asked.findtext("d:curExpDate", "", NS) != record.expires.date().isoformat():
        return 2306, None
    record.expires += YEAR * int(asked.findtext("d:period", "1", NS))
    return 1000, _dated("renData", domain, record.expires)


def _transfer(record: Record, asked: Element, domain: str, who: str, op: str) -> tuple[int, Element | None]:
    data = _dated("trnData", domain, record.expires)
    status = SubElement(data, f"{{{DOMAIN}}}trStatus")
    status.text = "clientRejected" if record.rejected else "pending"
    if op == "query":
        return (1000, data) if record.asked_by == who else (2301, None)
    if asked.findtext("d:authInfo/d:pw", "", NS) != record.code:
        return 2202, None
    record.asked_by = who
    return 1001, data


def _update(record: Record, asked: Element, inside: Element) -> int:
    added = [str(one.text) for one in asked.findall("d:add/d:ns/d:hostObj", NS)]
    gone = {str(one.text) for one in asked.findall("d:rem/d:ns/d:hostObj", NS)}
    record.nameservers = [one for one in record.nameservers if one not in gone] + added
    if inside.find("e:extension/s:update/s:rem/s:all", NS) is not None:
        record.ds = []
    for one in inside.findall("e:extension/s:update/s:add/s:dsData", NS):
        record.ds.append(
            " ".join(one.findtext(f"s:{part}", "", NS) for part in ("keyTag", "alg", "digestType", "digest"))
        )
    return 1000


def _dated(tag: str, domain: str, end: datetime) -> Element:
    data = Element(f"{{{DOMAIN}}}{tag}")
    SubElement(data, f"{{{DOMAIN}}}name").text = domain
    SubElement(data, f"{{{DOMAIN}}}exDate").text = end.strftime("%Y-%m-%dT%H:%M:%S.0Z")
    return data


def _told(domain: str, record: Record) -> Element:
    data = _dated("infData", domain, record.expires)
    SubElement(data, f"{{{DOMAIN}}}status", {"s": "ok"})
    SubElement(data, f"{{{DOMAIN}}}registrant").text = record.registrant
    servers = SubElement(data, f"{{{DOMAIN}}}ns")
    for server in record.nameservers:
        SubElement(servers, f"{{{DOMAIN}}}hostObj").text = server
    SubElement(data, f"{{{DOMAIN}}}clID").text = record.sponsor
    return data


class _Rdap(BaseHTTPRequestHandler):
    """RFC 9082: ``/domain/<name>``."""

    registry: Registry

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Silent."""

    def do_GET(self) -> None:
        """One domain, or the fault that was asked for."""
        it = self.registry
        if it.rdap_fault == "slow":
            threading.Event().wait(2)
        name = self.path.rpartition("/")[2]
        with it.lock:
            record = it.domains.get(name)
        status, content = 200, b""
        if it.rdap_fault == "500":
            status = 500
        elif it.rdap_fault == "large":
            content = b"[" + b"1," * 400_000 + b"1]"
        elif it.rdap_fault == "nonsense":
            content = b"<html>"
        elif record is None:
            status = 404
        else:
            content = json.dumps(_rdap_of(name, record)).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/rdap+json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)


def _rdap_of(name: str, record: Record) -> dict[str, Any]:
    return {
        "objectClassName": "domain",
        "ldhName": name.upper(),
        "status": ["active"],
        "events": [
            {"eventAction": "registration", "eventDate": "2020-01-01T00:00:00Z"},
            {"eventAction": "expiration", "eventDate": record.expires.strftime("%Y-%m-%dT%H:%M:%SZ")},
        ],
        "nameservers": [{"objectClassName": "nameserver", "ldhName": server} for server in record.nameservers],
        "entities": [
            {
                "objectClassName": "entity",
                "roles": ["registrar"],
                "handle": record.sponsor,
                "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", record.sponsor]]],
            }
        ],
    }

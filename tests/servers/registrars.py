"""Stand-ins of two registrars' APIs, written from their documentation: what the drivers ask of them, and faults."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "jeton-de-gandi"
APPLICATION, SECRET, CONSUMER = "application-ovh", "secret-ovh", "consommateur-ovh"
Reply = tuple[int, Any]


@dataclass
class Standin:
    """One API: the domains of the account, those of others, what was asked, and how it fails."""

    port: int = 0
    mine: dict[str, dict[str, Any]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)  # « POST /domain/domains »
    bodies: list[Any] = field(default_factory=list)
    transfers: dict[str, str] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)  # OVH: the name that each order buys
    carts: dict[str, dict[str, Any]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    fault: Callable[[str], str] = lambda _asked: ""  # « mute » (done, unanswered), « 500 », « slow », « 400 »

    def count(self, what: str) -> int:
        """How many times it was asked."""
        return self.asked.count(what)

    def deliver(self, end: str = "2027-12-01T10:00:00Z") -> None:
        """What was ordered or is renewed is there."""
        for order, name in list(self.orders.items()):
            self.mine.setdefault(name, domain(end))
            self.states[order] = "delivered"


def domain(end: str, servers: tuple[str, ...] = ("ns1.autre.example",)) -> dict[str, Any]:
    """A domain of the account."""
    return {"end": end, "servers": list(servers), "autorenew": True}


@contextmanager
def standin(answer: Callable[[Standin, str, str, dict[str, str], Any, Any], Reply]) -> Generator[Standin, None, None]:
    """An API on a loopback port; ``answer(it, method, path, query, body, headers)`` says what it replies."""
    it = Standin()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Silent."""

        def _reply(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(text) if text else None
            asked = f"{self.command} {parts.path}"
            it.asked.append(asked)
            it.bodies.append(body)
            fault = it.fault(asked)
            if fault in {"500", "400"}:
                return self._send(int(fault), {"message": f"panne {json.dumps(body)} {TOKEN} {SECRET}"})
            self.text = text.decode()
            status, content = answer(it, self.command, parts.path, query, body, self)
            if fault == "mute":
                self.close_connection = True
                self.connection.close()
                return None
            if fault == "slow":
                time.sleep(1.5)
            return self._send(status, content)

        def _send(self, status: int, content: Any) -> None:
            out = b"" if content is None and status != 200 else json.dumps(content).encode()
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

        do_GET = do_POST = do_PUT = do_PATCH = _reply  # noqa: N815

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A connection cut on purpose is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    it.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield it
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def gandi(it: Standin, method: str, path: str, query: dict[str, str], body: Any, handler: Any) -> Reply:
    """API v5 of Gandi: domains, transfers, availability."""
    if handler.headers.get("Authorization") != f"Bearer {TOKEN}":
        return 401, {"message": "Unauthorized", "cause": "Unauthorized"}
    if path == "/domain/check":
        name = query["name"]
        taken = name in it.others or name in it.mine
        status = "unavailable" if taken else "available"
        return 200, {"products": [{"status": status, "name": name, "process": "create", "premium": "prime" in name}]}
    if path == "/domain/domains" and method == "POST":
        it.orders[len(it.orders) + 1] = body["fqdn"]
        return 202, {"message": "Domain creation accepted"}
    if path == "/domain/transferin" and method == "POST":
        it.transfers[body["fqdn"]] = "TRANSFER_AT_REGISTRY"
        return 202, {"message": "Domain transfer accepted"}
    if found := re.fullmatch(r"/domain/transferin/([^/]+)", path):
        step = it.transfers.get(found[1])
        return (200, {"fqdn": found[1], "step": step}) if step else (404, {"message": "not found"})
    found = re.fullmatch(r"/domain/domains/([^/]+)(?:/([a-z]+))?", path)
    assert found is not None, path
    return _gandi_domain(it, found[1], found[2] or "", method, body)


def _gandi_domain(it: Standin, name: str, what: str, method: str, body: Any) -> Reply:
    if what == "createstatus":
        pending = name in it.orders.values() and name not in it.mine
        return (200, {"step": "RUN"}) if pending else (404, {"message": "not found"})
    if name not in it.mine:
        return 404, {"message": "The resource could not be found.", "cause": "Not Found"}
    held = it.mine[name]
    if what == "nameservers" and method == "PUT":
        held["servers"] = body["nameservers"]
    elif what == "autorenew":
        held["autorenew"] = body["enabled"]
    elif what == "renew" and method == "POST":
        held["renewed"] = held.get("renewed", 0) + 1
    else:
        return 200, {
            "fqdn": name,
            "dates": {"registry_ends_at": held["end"]},
            "nameservers": held["servers"],
            "autorenew": {"enabled": held["autorenew"]},
            "status": ["clientTransferProhibited"],
        }
    return 202, {"message": "accepted"}


def ovh(it: Standin, method: str, path: str, query: dict[str, str], body: Any, handler: Any) -> Reply:
    """API 1.0 of OVH: carts, orders, domains; the signature is checked."""
    if path == "/auth/time":
        return 200, int(time.time()) + 1000
    if not _signed(it, method, handler):
        return 400, {"message": "Invalid signature"}
    for pattern, reply in OVH.items():
        if found := re.fullmatch(pattern, f"{method} {path}"):
            return reply(it, query, body, *found.groups())
    return 404, {"message": "This service does not exist"}


def _signed(it: Standin, method: str, handler: Any) -> bool:
    headers = handler.headers
    moment = headers.get("X-Ovh-Timestamp", "0")
    address = f"http://127.0.0.1:{it.port}{handler.path}"
    text = f"{SECRET}+{CONSUMER}+{method}+{address}+{handler.text}+{moment}"
    expected = f"$1${hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()}"
    ahead = abs(int(moment) - time.time() - 1000)
    return headers.get("X-Ovh-Signature") == expected and headers.get("X-Ovh-Application") == APPLICATION and ahead < 60


def _cart(it: Standin, _query: Any, body: Any) -> Reply:
    number = f"cart-{len(it.carts) + 1}"
    it.carts[number] = {"description": body["description"], "configuration": {}}
    return 200, {"cartId": number}


def _offers(it: Standin, query: Any, _body: Any, _cart: str) -> Reply:
    name = query["domain"]
    action = "transfer" if name in it.others else "create"
    offer = {"action": action, "offerId": f"fr-{action}", "orderable": True, "pricingMode": "default"}
    return 200, [] if name in it.mine else [offer]


def _line(it: Standin, _query: Any, body: Any, cart: str) -> Reply:
    it.carts[cart]["name"] = body["domain"]
    return 200, {"itemId": 7, "cartId": cart}


def _required(_it: Standin, _query: Any, _body: Any, _cart: str, _item: str) -> Reply:
    labels = ("OWNER_LEGAL_AGE", "OWNER_CONTACT", "ADMIN_ACCOUNT", "TECH_ACCOUNT", "DNS", "AUTH_INFO")
    return 200, [{"label": label, "type": "String"} for label in labels]


def _configured(it: Standin, _query: Any, body: Any, cart: str, _item: str) -> Reply:
    it.carts[cart]["configuration"][body["label"]] = body["value"]
    return 200, {"id": 1, **body}


def _checked_out(it: Standin, _query: Any, _body: Any, cart: str) -> Reply:
    number = 9000 + len(it.orders)
    it.orders[number], it.states[number] = it.carts[cart]["name"], "checking"
    return 200, {"orderId": number}


def _details(it: Standin, _query: Any, _body: Any, order: str) -> Reply:
    return 200, [1]


def _detail(it: Standin, _query: Any, _body: Any, order: str, _line: str) -> Reply:
    name = it.orders[int(order)]
    return 200, {"domain": "*001", "description": f"{name} - .fr demande d’enregistrement - 1 an"}


def _service(it: Standin, _query: Any, body: Any, name: str) -> Reply:
    if name not in it.mine:
        return 404, {"message": "This service does not exist"}
    held = it.mine[name]
    if body is not None:
        held["autorenew"] = body["renew"]["automatic"]
        return 200, None
    return 200, {"expiration": held["end"][:10], "renew": {"automatic": held["autorenew"]}}


def _servers(it: Standin, _query: Any, body: Any, name: str) -> Reply:
    it.mine[name]["servers"] = [one["host"] for one in body["nameServers"]]
    return 200, {"id": 1}


OVH: dict[str, Callable[..., Reply]] = {
    r"POST /order/cart": _cart,
    r"POST /order/cart/([^/]+)/assign": lambda *_: (200, None),
    r"GET /order/cart/([^/]+)/domain": _offers,
    r"POST /order/cart/([^/]+)/domain": _line,
    r"GET /order/cart/([^/]+)/item/([^/]+)/requiredConfiguration": _required,
    r"POST /order/cart/([^/]+)/item/([^/]+)/configuration": _configured,
    r"POST /order/cart/([^/]+)/checkout": _checked_out,
    r"POST /me/contact": lambda *_: (200, {"id": 123}),
    r"GET /me/order": lambda it, *_: (200, list(it.orders)),
    r"GET /me/order/([0-9]+)/details": _details,
    r"GET /me/order/([0-9]+)/details/([0-9]+)": _detail,
    r"GET /me/order/([0-9]+)/status": lambda it, _query, _body, order: (200, it.states[int(order)]),
    r"GET /domain/([^/]+)": lambda it, _query, _body, name: (
        (200, {"domain": name, "transferLockStatus": "locked"}) if name in it.mine else (404, {"message": "no"})
    ),
    r"(?:GET|PUT) /domain/([^/]+)/serviceInfos": _service,
    r"GET /domain/([^/]+)/nameServer": lambda it, _query, _body, name: (
        200,
        list(range(len(it.mine[name]["servers"]))),
    ),
    r"GET /domain/([^/]+)/nameServer/([0-9]+)": lambda it, _query, _body, name, rank: (
        200,
        {"host": it.mine[name]["servers"][int(rank)]},
    ),
    r"POST /domain/([^/]+)/nameServers/update": _servers,
}

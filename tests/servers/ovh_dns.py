"""A stand-in of OVHcloud’s zones, after api.ovh.com (``/domain/zone``): signed requests, records by number.

Its filters are « like »: an empty name filters nothing.
"""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers.stand_in import Answer, Asked, Refusal, answering

APPLICATION, SECRET, CONSUMER = "application-des-essais", "secret-des-essais-ovh", "consommateur-des-essais"
SERVERS = ("dns10.ovh.net.", "ns10.ovh.net.")


@dataclass
class Ovh:
    """The zones it holds, record by record, and how often each was published."""

    zones: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    refreshed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""
    broken_after: int | None = None  # so many writings, then an error of the server
    number: int = 0

    def open(self, zone: str) -> None:
        """A zone as it is delivered with a domain: name servers only."""
        self.zones[zone] = {}
        for server in SERVERS:
            self.add(zone, {"subDomain": "", "fieldType": "NS", "target": server, "ttl": 3600})

    def add(self, zone: str, record: dict[str, Any]) -> dict[str, Any]:
        """One record, with its number."""
        self.number += 1
        self.zones[zone][self.number] = {"id": self.number, "zone": zone, **record}
        return self.zones[zone][self.number]

    def export(self, zone: str) -> str:
        """The text of the zone, as the vendor writes it."""
        lines = ["$TTL 3600", f"@\tIN SOA {SERVERS[0]} tech.ovh.net. (2026112201 86400 3600 3600000 60)"]
        for record in self.zones[zone].values():
            kind = "TXT" if record["fieldType"] in {"DKIM", "SPF", "DMARC"} else record["fieldType"]
            target = record["target"]
            if kind == "TXT" and not target.startswith('"'):
                target = " ".join(f'"{target[start : start + 255]}"' for start in range(0, len(target), 255))
            lines.append(f"{record['subDomain'] or '@'}\t{record['ttl'] or 3600}\tIN {kind}\t{target}")
        return "\n".join(lines) + "\n"

    def answer(self, asked: Asked) -> Answer:
        """As documented; anything else is a 404."""
        if asked.path == "/auth/time":
            return 200, 1_700_000_000, {}
        self._check(asked)
        self.asked.append(f"{asked.method} {asked.path}")
        zone = asked.parts[2]
        if zone not in self.zones:
            raise Refusal(404, {"message": "This service does not exist"})
        if asked.method == "GET":
            return 200, self._read(asked, zone), {}
        if self.broken_after is not None:
            self.broken_after -= 1
            if self.broken_after < 0:
                raise Refusal(500, {"message": "Internal server error"})
        return 200, self._write(asked, zone), {}

    def _read(self, asked: Asked, zone: str) -> object:
        records = self.zones[zone]
        match asked.parts[3:]:
            case ["export"]:
                return self.export(zone)
            case ["record"]:
                return [number for number, one in records.items() if asked.query.items() <= one.items()]
            case ["record", number] if int(number) in records:
                return records[int(number)]
        raise Refusal(404, {"message": "Got an invalid (or empty) URL"})

    def _write(self, asked: Asked, zone: str) -> object:
        match asked.method, asked.parts[3:]:
            case "POST", ["record"]:
                return self.add(zone, asked.body)
            case "DELETE", ["record", number]:
                del self.zones[zone][int(number)]
                return None
            case "POST", ["refresh"]:
                self.refreshed.append(zone)
                return None
        raise Refusal(404, {"message": "Got an invalid (or empty) URL"})

    def _check(self, asked: Asked) -> None:
        """The signature: SHA-1 of the secret, the consumer's key, the method, the address, the body and the time."""
        signed = "+".join(
            [
                SECRET,
                CONSUMER,
                asked.method,
                f"{self.url}{asked.target}",
                asked.raw,
                asked.headers["X-Ovh-Timestamp"] or "",
            ]
        )
        right = "$1$" + hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324  # the vendor's own way
        if asked.headers["X-Ovh-Signature"] != right or asked.headers["X-Ovh-Application"] != APPLICATION:
            raise Refusal(403, {"message": "Invalid signature"})


@contextmanager
def ovh() -> Generator[Ovh, None, None]:
    """Give a running stand-in without a zone."""
    vendor = Ovh()
    with answering(vendor.answer) as url:
        vendor.url = url
        yield vendor

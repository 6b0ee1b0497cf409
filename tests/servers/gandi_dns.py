"""A stand-in of Gandi's LiveDNS, after api.gandi.net/docs/livedns: records by name and type, values together."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.stand_in import Answer, Asked, Refusal, answering

TOKEN = "jeton-des-essais-gandi"
SERVERS = ["ns-1.gandi.net.", "ns-2.gandi.net."]


@dataclass
class Gandi:
    """The domains of the account, and the zones made for them."""

    domains: set[str] = field(default_factory=set)
    zones: dict[str, dict[tuple[str, str], dict[str, object]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def open(self, zone: str) -> None:
        """A zone as it is delivered: name servers only."""
        self.domains.add(zone)
        self.zones[zone] = {}
        self.put(zone, "@", "NS", SERVERS)

    def put(self, zone: str, name: str, kind: str, values: list[str], ttl: int = 3600) -> None:
        """The values of one name and type; a text without quotes gets them."""
        if kind == "TXT":
            values = [value if value.startswith('"') else f'"{value}"' for value in values]
        record = {"rrset_name": name, "rrset_type": kind, "rrset_ttl": ttl, "rrset_values": values}
        self.zones[zone][name, kind] = record

    def answer(self, asked: Asked) -> Answer:
        """As documented; anything else is a 404."""
        if asked.headers["Authorization"] != f"Bearer {TOKEN}":
            raise Refusal(401, {"code": 401, "message": "The server could not verify that you authorized"})
        self.asked.append(f"{asked.method} {asked.path}")
        if asked.method == "POST" and asked.parts == ["v5", "livedns", "domains"]:
            if asked.body["fqdn"] not in self.domains:
                raise Refusal(404, {"code": 404, "message": "The resource could not be found."})
            self.open(asked.body["fqdn"])
            return 201, {"message": "Domain Created"}, {}
        zone, rest = asked.parts[3], asked.parts[4:]
        if zone not in self.zones:
            raise Refusal(404, {"code": 404, "message": "The resource could not be found."})
        records = self.zones[zone]
        match asked.method, rest:
            case "GET", []:
                return 200, {"fqdn": zone}, {}
            case "GET", ["records"]:
                return 200, list(records.values()), {"total-count": str(len(records))}
            case "POST", ["records"]:
                body = asked.body
                key = body["rrset_name"], body["rrset_type"]
                if key in records:
                    raise Refusal(409, {"code": 409, "message": "A DNS Record already exists with same value"})
                self.put(zone, *key, body["rrset_values"], body["rrset_ttl"])
                return 201, {"message": "DNS Record Created"}, {}
            case "DELETE", ["records", name, kind]:
                records.pop((name, kind), None)
                return 204, None, {}
        raise Refusal(404, {"code": 404, "message": "The resource could not be found."})


@contextmanager
def gandi() -> Generator[Gandi, None, None]:
    """Give a running stand-in without a domain."""
    vendor = Gandi()
    with answering(vendor.answer) as url:
        vendor.url = f"{url}/v5"
        yield vendor

"""Between our records and octoDNS's: the text of a zone file, without its quotes and final dots on our side."""

from collections.abc import Iterable

import dns.rdata
from octodns.record import Record
from octodns.record.rr import Rrset
from octodns.zone import Zone

from deploy.resources import DnsRecord

#: A type of which each value is somebody's own: ours and those of others stand side by side in one record.
SHARED = "TXT"
CHUNK = 255  # RFC 1035 §3.3: the octets of one character-string
_NAMED = frozenset({"CNAME", "MX", "NS", "PTR", "SRV", "ALIAS", "DNAME"})
_ROOT_TARGET = "."


def text_of(kind: str, rdata: str) -> str:
    """One value of a record, as a resource writes it."""
    if kind == SHARED:
        strings: Iterable[bytes] = dns.rdata.from_text("IN", kind, rdata).strings  # type: ignore[attr-defined]
        return b"".join(strings).decode("utf-8", "replace")
    if kind == "CAA":
        return rdata.replace('"', "")
    if kind in _NAMED and not rdata.endswith(f" {_ROOT_TARGET}"):
        return rdata.removesuffix(".").lower()
    return rdata


def rdata_of(kind: str, text: str) -> str:
    """One value of a resource, as a zone file writes it."""
    if kind == SHARED:
        octets = text.encode()
        chunks = [octets[start : start + CHUNK] for start in range(0, len(octets), CHUNK)] or [b""]
        return " ".join(f'"{_escaped(chunk)}"' for chunk in chunks)
    if kind == "CAA":
        flags, tag, value = text.split(" ", 2)
        return f'{flags} {tag} "{value}"'
    if kind in _NAMED and not text.endswith("."):
        return f"{text}."
    return text


def _escaped(octets: bytes) -> str:
    """RFC 1035 §5.1: quotes and backslashes by a backslash, what is not ASCII by its number."""
    return "".join(
        f"\\{chr(octet)}" if chr(octet) in '"\\' else chr(octet) if 32 <= octet < 127 else f"\\{octet:03}"  # noqa: PLR2004  # ASCII
        for octet in octets
    )


def record_of(zone: Zone, name: str, kind: str, ttl: int, rdatas: Iterable[str]) -> Record:
    """A record of octoDNS; nothing is checked but what makes it readable, since others wrote some of them."""
    return Record.from_rrset(zone, Rrset(f"{name}.", kind, ttl, list(rdatas)), lenient=True)


def rdatas_of(record: Record) -> list[str]:
    """Its values as a zone file writes them, sorted."""
    return sorted(record.to_rrset().rdatas)


def texts_of(record: Record) -> list[str]:
    """Its values as a resource writes them, sorted."""
    return sorted(text_of(record._type, rdata) for rdata in record.to_rrset().rdatas)  # noqa: SLF001  # octoDNS's API


def key_of(record: Record) -> tuple[str, str]:
    """Name, without final dot, and type."""
    return record.fqdn.removesuffix("."), record._type  # noqa: SLF001  # octoDNS's API


def indexed(zone: Zone) -> dict[tuple[str, str], Record]:
    """Every record of a zone by name and type."""
    return {key_of(record): record for record in zone.records}


def resource(insee: str, zone: str, key: tuple[str, str], values: Iterable[str], ttl: int) -> DnsRecord:
    """A record as plans show it."""
    return DnsRecord(insee, zone, key[0], key[1], tuple(sorted(values)), ttl)

"""An entry as a vCard 3.0 (RFC 2426), which telephones and mail programs keep."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modules.annuaire.listing import Entry

FILE = "fiche.vcf"
MOST = 75  # octets of a line (RFC 2425 §5.8.1)


def card(entry: "Entry") -> bytes:
    """What is shown on the page, and nothing else."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{escaped(entry.name)}",
        f"N:{escaped(entry.name)};;;;",
        f"ORG:{escaped(entry.name)}",
    ]
    if entry.has_address:
        parts = ("", entry.complement, entry.street, entry.city, "", entry.postcode, "France")
        lines.append("ADR;TYPE=WORK:" + ";".join(map(escaped, parts)))
    if entry.phone:
        lines.append(f"TEL;TYPE=WORK,VOICE:{escaped(entry.phone)}")
    if entry.email:
        lines.append(f"EMAIL;TYPE=INTERNET:{escaped(entry.email)}")
    if entry.website:
        lines.append(f"URL:{escaped(entry.website)}")
    if entry.point:
        lines.append(f"GEO:{entry.point.latitude:.6f};{entry.point.longitude:.6f}")
    if entry.about:
        lines.append(f"NOTE:{escaped(entry.about)}")
    if entry.category:
        lines.append(f"CATEGORIES:{escaped(entry.category)}")
    lines.append("END:VCARD")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """RFC 2426 §2.4.2: a backslash before what parts values, ends of lines written by a backslash and an n."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """Lines of 75 octets at most; a letter is never cut."""
    parts, size = [""], 0
    for sign in line:
        weight = len(sign.encode())
        if size + weight > MOST:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += weight
    return "\r\n".join(parts)

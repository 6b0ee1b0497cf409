"""The only way a ``Host`` header becomes a folder name.

A host name is data from a stranger that ends in a file path: whatever is not plainly a host name is refused before
the disk is touched. ``deploy/host/Caddyfile`` holds the same rule; a test compares both.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches

LONGEST_NAME = 253  # RFC 1035 §2.3.4, without the final dot
LONGEST_HEADER = LONGEST_NAME + len(".:65535")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"{LABEL}(?:\.{LABEL})*")
PORT = re.compile(r"[1-9][0-9]{0,4}")
HIGHEST_PORT = 65535


def parse_host(header: str) -> str | None:
    """The host name that ``header`` means: lower case, without its port and without one final dot.

    ``None`` for anything else: empty, ``.``, ``..``, slashes, NUL, an IPv6 literal, a port out of range, a name too
    long. Pure, and linear in a length that is checked first.
    """
    if len(header) > LONGEST_HEADER or not header.isascii():
        return None
    name, colon, port = header.partition(":")
    if colon and (not PORT.fullmatch(port) or int(port) > HIGHEST_PORT):
        return None
    name = name.lower().removesuffix(".")
    return name if len(name) <= LONGEST_NAME and NAME.fullmatch(name) else None


def nearest(host: str, known: Sequence[str]) -> list[str]:
    """Up to three known names that look like ``host``, the nearest first: the suggestion of an error message."""
    by_label = {name.partition(".")[0]: name for name in reversed(known)}
    close = get_close_matches(host, known, n=3, cutoff=0.75)
    for label in get_close_matches(host.partition(".")[0], list(by_label), n=3, cutoff=0.6):
        if by_label[label] not in close:
            close.append(by_label[label])
    return close[:3]

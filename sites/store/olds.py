"""Old addresses with a query (``/index.php?id=12``, ``/spip.php?article34``), in one form. Pure.

Whoever writes them (lists, take-over), bakes them and looks for them has this form; parameters come in any order.
"""

import re
from urllib.parse import quote, unquote

# Characters of a query that is looked for: no old address of ours is longer.
LONGEST = 255
# What RFC 3986 §3.4 lets stand in a query, less what parts it.
PLAIN = "=/:,;@!$'()*+-._~"
# The only queries that a log of lost addresses keeps: numbers of contents and names of screens, behind a program.
# Nothing that a person types in a form. ``deploy/host/Caddyfile`` holds the same; a test compares both.
PROGRAM = r"/[^?]*\.(?:php[3-8]?|aspx?|cfm|jsp|html?)"
ITEM = (
    "(?:(?:article|rubrique|breve|mot|page|id)[0-9]{1,6}|[A-Za-z_]{1,20}=[0-9]{1,6}"
    "|(?:option|view|page|task|layout|lang|action)=[A-Za-z_]{1,30})"
)
TOLD = re.compile(rf"{PROGRAM}[?]{ITEM}(?:&{ITEM}){{0,3}}")


def query_of(raw: str) -> str:
    """A query as a browser sends it, its parameters in order; empty for none, or for one too long to be ours."""
    if len(raw) > LONGEST:
        return ""
    parts = (quote(unquote(part, errors="replace"), safe=PLAIN) for part in raw.split("&") if part)
    return "&".join(sorted(parts))


def key(path: str, raw: str) -> str:
    """The name of an address in the table of a generation; ``path`` is not encoded. Empty without a query."""
    query = query_of(raw)
    return f"{quote(path.rstrip('/') or '/')}?{query}" if query else ""


def told(path: str, raw: str) -> str:
    """What a log may say of an address that is not found, ``path`` being encoded: often the path alone."""
    whole = f"{path}?{raw}"
    return whole if raw and TOLD.fullmatch(whole) else path

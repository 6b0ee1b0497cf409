"""E-mail addresses written so that programs which gather them from pages find none.

Each sign becomes its number (``&#97;``): browsers, screen readers and the clipboard see the address itself.
"""

import re
from functools import lru_cache

# What browsers do not decode: numbers would be shown there as they are written.
RAW = re.compile(r"(<(?=[sS!])(?:((?i:script|style))\b.*?</(?i:\2)\s*>|!--.*?-->))", re.DOTALL)
BEFORE = re.compile(r"(?:mailto:)?[\w.+%-]+\Z")
AFTER = re.compile(r"\w[\w-]*(?:\.\w[\w-]*)+")
# RFC 5321 §4.5.3.1: 64 signs, and the scheme. Nothing longer is looked at, so that the cost is that of the addresses.
LONGEST = 64 + len("mailto:")
SIGNS = ("_", ".", "+", "%", "-")  # in an address before its at sign, besides letters and digits
EVERY = 3  # the text, the whole raw part, the name of its element


def veil(html: str) -> str:
    """The same page, its addresses in numbers; what has none is given back untouched."""
    if not _may_have_one(html):
        return html
    parts = RAW.split(html)
    pieces = []
    for start in range(0, len(parts), EVERY):
        pieces.append(_veiled(parts[start]))
        pieces.extend(parts[start + 1 : start + 2])
    return "".join(pieces)


def _may_have_one(html: str) -> bool:
    """Whether an at sign stands between two signs of an address: in a link to a social network it does not."""
    at = html.find("@")
    while at != -1:
        before, after = html[max(0, at - 1) : at], html[at + 1 : at + 2]
        if (before.isalnum() or before in SIGNS) and (after.isalnum() or after == "_"):
            return True
        at = html.find("@", at + 1)
    return False


def _veiled(text: str) -> str:
    if "@" not in text:
        return text
    done = []
    left, *others = text.split("@")
    for right in others:
        before, after = BEFORE.search(left[-LONGEST:]), AFTER.match(right)
        if before is None or after is None:
            done.append(f"{left}@")
            left = right
            continue
        done.append(left.removesuffix(before[0]) + _numbers(f"{before[0]}@{after[0]}"))
        left = right[after.end() :]
    return "".join([*done, left])


@lru_cache(maxsize=4096)  # a commune writes its few addresses on every page
def _numbers(text: str) -> str:
    return "".join([f"&#{ord(sign)};" for sign in text])

"""The last part of a page's address, from its title."""

import re
from collections.abc import Callable

from slugify import slugify

MAX_LENGTH = 60
VALID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAMELESS = "page"  # a title without any letter, in any alphabet
# The apostrophe parts two words; ligatures are two letters; « n° 3 » is number 3.
REPLACEMENTS = (("’", "-"), ("'", "-"), ("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"), ("n°", "n-"), ("N°", "n-"))


def slug_of(title: str) -> str:
    """A valid slug of 60 characters at most, whatever the alphabet and the length of ``title``."""
    return slugify(title, max_length=MAX_LENGTH, word_boundary=True, replacements=REPLACEMENTS) or NAMELESS


def is_valid(slug: str) -> bool:
    """Lower-case letters without accent, figures and single hyphens."""
    return len(slug) <= MAX_LENGTH and VALID.fullmatch(slug) is not None


def first_free(slug: str, is_free: Callable[[str], bool]) -> str:
    """``slug``, or ``slug-2`` and so on: the first that ``is_free`` accepts."""
    candidate, number = slug, 1
    while not is_free(candidate):
        number += 1
        suffix = f"-{number}"
        candidate = slug[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix
    return candidate

"""Which questions may be kept, and in what form. Pure.

What people type may be about themselves: an address, a telephone, a file number is not kept, nor whole sentences.
"""

import re

from cms.search.french.words import words

LONGEST, MOST_WORDS = 60, 8  # characters and words of a question
# Digits in a row, and in all whatever stands between them: a telephone, a date of birth, an account; not a post code.
DIGITS_IN_A_ROW, DIGITS = 6, 8
_DIGITS = re.compile(rf"\d{{{DIGITS_IN_A_ROW}}}")


def kept(text: str) -> str:
    """The words of a question, folded, in their order; empty when it is not to be kept."""
    if len(text) > LONGEST or "@" in text or _DIGITS.search(text) or sum(map(str.isdigit, text)) >= DIGITS:
        return ""
    said = [word.text for word in words(text)]
    if len(said) > MOST_WORDS or not any(word.isalpha() for word in said):
        return ""
    return " ".join(said)[:LONGEST]

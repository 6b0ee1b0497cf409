"""Light stemming of folded French words: number, gender and the commonest endings, never the meaning.

After J. Savoy, "Light Stemming Approaches for the French, Portuguese, German and Hungarian Languages", SAC 2006. The
endings are data, read from top to bottom; the first that fits is replaced, once.
"""

from functools import lru_cache

SHORTEST = 4
# (ending, letters that the word counts at least, what stands in its place)
ENDINGS: tuple[tuple[str, int, str], ...] = (
    ("issement", 10, "ir"),
    ("issant", 9, "ir"),
    ("ivement", 9, "if"),
    ("ement", 7, "e"),
    ("ficatrice", 12, "fier"),
    ("ficateur", 11, "fier"),
    ("catrice", 10, "quer"),
    ("cateur", 9, "quer"),
    ("atrice", 9, "er"),
    ("ateur", 8, "er"),
    ("trice", 7, "teur"),
    ("ieme", 6, ""),
    ("teuse", 8, "ter"),
    ("euse", 6, "eu"),
    ("iere", 7, "ier"),
    ("ive", 6, "if"),
    ("nnelle", 9, "n"),
    ("nnel", 8, "n"),
    ("elle", 7, "el"),
    ("isation", 10, "iser"),
    ("ation", 8, "er"),
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """``word``, folded, less its ending: ``municipaux`` and ``municipale`` both give ``municipal``."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    return _trimmed(_without_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 5:  # noqa: PLR2004  # « eaux », « taux »
        return word[:-2] + "l"
    return word[:-1] if word[-1] in "sx" and len(word) > SHORTEST - 1 else word


def _without_ending(word: str) -> str:
    for ending, least, instead in ENDINGS:
        if word.endswith(ending) and len(word) >= least:
            return word[: -len(ending)] + instead
    return word


def _trimmed(word: str) -> str:
    """Without what a feminine, an infinitive or a participle adds."""
    for ending in ("ie", "r", "e", "e"):
        if len(word) > SHORTEST and word.endswith(ending):
            word = word[: -len(ending)]
    if len(word) > SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word

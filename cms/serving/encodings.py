"""Which of the forms of a file that lie on disk a visitor gets (RFC 9110 §12.5.3)."""

from functools import lru_cache

# In order of preference where the visitor has none, with the suffix of the file beside the plain one.
SUFFIXES = {"br": ".br", "gzip": ".gz"}
ALIASES = {"x-gzip": "gzip"}
LONGEST_HEADER = 1024  # browsers send under 50 characters


def order(header: str) -> tuple[str, ...]:
    """The encodings a visitor accepts, the best first; ends with ``""``, the plain file.

    The plain file is never refused to anyone: a visitor who forbids ``identity`` still gets an answer.
    """
    return _order(header) if len(header) <= LONGEST_HEADER else ("",)


@lru_cache(maxsize=256)
def _order(header: str) -> tuple[str, ...]:
    asked = weights(header)
    others = asked.get("*", 0.0)
    floor = asked.get("identity", 0.0)
    ranked = sorted(((asked.get(name, others), name) for name in SUFFIXES), key=lambda pair: -pair[0])
    return (*(name for weight, name in ranked if weight > 0 and weight >= floor), "")


def weights(header: str) -> dict[str, float]:
    """``"br;q=0.5, *"`` → ``{"br": 0.5, "*": 1.0}``. A weight that is no number between 0 and 1 is a refusal."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, _, parameters = part.partition(";")
        name = name.strip().lower()
        if name:
            found[ALIASES.get(name, name)] = _weight(parameters)
    return found


def _weight(parameters: str) -> float:
    key, _, value = parameters.partition("=")
    if not key.strip():
        return 1.0
    if key.strip().lower() != "q":
        return 0.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0

"""Numbers of rows, as addresses, forms and stored texts name them."""

LONGEST = 18  # figures of what a column of 64 bits surely holds; ``int`` itself refuses some thousands


def number_in(text: str) -> int | None:
    """The number that plain figures write; ``None`` for anything else, however long."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None

"""What Whoosh makes of a text: our words, as stems to be found or whole to be completed."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer

from cms.search.french.stems import stem
from cms.search.french.words import stop_words, words

# To be changed with what it does to words: indexes made before are then made anew.
VERSION = 1


class French(Tokenizer):
    """Stems without stop words; or with ``whole``, every word as it is written, folded.

    Positions count the words kept: a phrase is found whatever stop words stand in it.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self.whole = whole

    def __eq__(self, other: object) -> bool:
        return isinstance(other, French) and other.whole == self.whole

    def __hash__(self) -> int:
        return hash((French, self.whole))

    def __call__(  # Whoosh's contract
        self,
        value: str,
        positions: bool = False,  # noqa: FBT001, FBT002
        chars: bool = False,  # noqa: FBT001, FBT002
        keeporiginal: bool = False,  # noqa: FBT001, FBT002
        removestops: bool = True,  # noqa: FBT001, FBT002
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        """One token, always the same object, filled anew for each word."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **options)
        kept = (word for word in words(value) if self.whole or word.text not in stop_words())
        for position, word in enumerate(kept, start_pos):
            token.text = word.text if self.whole else stem(word.text)
            token.boost = 1.0
            if keeporiginal:
                token.original = word.text
            if positions:
                token.pos = position
            if chars:
                token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token

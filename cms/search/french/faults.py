"""How far two words are, as people mistype: a letter too many, missing, wrong, or two that changed places."""

from collections.abc import Iterable

ONE_FROM, TWO_FROM = 4, 6  # letters of a word in which one fault is forgiven, and two


def allowed(word: str) -> int:
    """How many faults a word may hold; none in a number."""
    return 0 if len(word) < ONE_FROM or word.isdigit() else 1 if len(word) < TWO_FROM else 2


def distance(one: str, other: str, most: int) -> int:
    """Faults between two words (optimal string alignment); ``most`` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str:
    """The known word that ``word`` most likely stands for; empty when none is near. ``known`` has frequencies."""
    most = allowed(word)
    near = [
        (faults, word[0] != other[0], -frequency, other)
        for other, frequency in known
        if (faults := distance(word, other, most)) <= most
    ]
    return min(near)[-1] if near else ""

"""What a commune writes of its own words: a line for each thing, its names parted by « = »."""

from django.utils.translation import gettext as _

from cms.search.french.synonyms import LONGEST, stems_of

MOST_LINES, MOST_NAMES = 100, 8
LONGEST_NAME = 60  # characters

Names = list[str]


class RefusedLineError(ValueError):
    """A line that means nothing; the message is a French sentence."""


def names_in(text: str) -> list[Names]:
    """Lines in order, empty ones passed over. Raises ``RefusedLineError``."""
    found = [_names(line.strip()) for line in text.splitlines() if line.strip()]
    if len(found) > MOST_LINES:
        raise RefusedLineError(_("%(most)s lignes au plus.") % {"most": MOST_LINES})
    return found


def _names(line: str) -> Names:
    names = list(dict.fromkeys(" ".join(name.split()) for name in line.split("=") if name.strip()))
    stems = [stems_of(name) for name in names]
    if len(set(stems)) < 2:  # noqa: PLR2004  # a name, and another for the same thing
        raise _refused(line, _("deux noms différents sont attendus, avec «\u00a0=\u00a0» entre eux."))
    if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
        raise _refused(line, _("huit noms au plus, de soixante caractères au plus."))
    if not all(1 <= len(own) <= LONGEST for own in stems):
        raise _refused(line, _("un nom compte un à six mots, sans compter les petits mots comme «\u00a0de\u00a0»."))
    return names


def _refused(line: str, sentence: str) -> RefusedLineError:
    return RefusedLineError(f"«\u00a0{line[:80]}\u00a0»\u00a0: {sentence}")


def written(lines: list[Names]) -> str:
    """The same, to be corrected."""
    return "\n".join(" = ".join(names) for names in lines)

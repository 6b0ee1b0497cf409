"""What is said when a folder cannot be taken over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

# How a text calls the fields that models validate.
KEYS_OF_FIELDS = {
    "title": "titre",
    "intro": "resume",
    "tagline": "accroche",
    "search_description": "description",
    "seo_title": "titre_seo",
    "banner": "image",
    "banner_alt": "alt",
    "image_alt": "alt",
    "category": "categorie",
    "archive_at": "archive_le",
    "go_live_at": "publier_le",
    "expire_at": "retirer_le",
    "brand": "couleur",
}


class TakeoverError(Exception):
    """One sentence in French, and the file (relative to the folder) it is about."""

    def __init__(self, file: str, sentence: str, line: int = 0) -> None:
        self.file = file
        self.line = line
        self.sentence = sentence
        super().__init__(str(self))

    def __str__(self) -> str:
        where = _("%(file)s, ligne %(line)d") % {"file": self.file, "line": self.line} if self.line else self.file
        return f"{where} : {self.sentence}"


class ContentError(Exception):
    """A sentence about a text, by somebody who does not know which file it comes from. ``line`` counts from 1."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        self.line = line
        super().__init__(sentence)


@contextmanager
def about(file: str, first_line: int = 1) -> Iterator[None]:
    """Name ``file`` in the errors of what runs inside; lines are counted from ``first_line`` of the file."""
    try:
        yield
    except ContentError as error:
        raise TakeoverError(file, str(error), error.line + first_line - 1 if error.line else 0) from error
    except ValidationError as error:
        raise TakeoverError(file, " ".join(sentences(error))) from error


def sentences(error: Any) -> list[str]:
    """Every message of a validation error, those of nested blocks included, each once and in order."""
    found: list[str] = []
    _collect(error, found)
    return list(dict.fromkeys(found))


def _collect(error: Any, found: list[str]) -> None:
    """Blocks keep the errors of their children aside (``block_errors``); plain errors are lists or dictionaries."""
    children = getattr(error, "block_errors", None)
    if children:
        for child in children.values() if isinstance(children, dict) else children:
            _collect(child, found)
    elif isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            prefix = "" if name == NON_FIELD_ERRORS else f"{KEYS_OF_FIELDS.get(name, name)} : "
            found.extend(f"{prefix}{message}" for message in messages)
    elif isinstance(error, ValidationError):
        found.extend(str(message) for message in error.messages)
    elif isinstance(error, list | tuple):
        for child in error:
            _collect(child, found)

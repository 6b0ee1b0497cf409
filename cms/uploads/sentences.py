"""Refusing a file, in one sentence that says what to do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sites.rendering.french import size_fr


def refuse(code: str, sentence: str, **values: Any) -> ValidationError:
    """The error of a form."""
    return ValidationError(sentence % values if values else sentence, code=code)


def too_heavy(size: int, limit: int) -> ValidationError:
    """More bytes than are accepted."""
    return refuse(
        "too_heavy",
        _("Ce fichier pèse %(size)s\u202f: la limite est de %(limit)s. Réduisez-le avant de l’envoyer."),
        size=size_fr(size),
        limit=size_fr(limit),
    )


def empty() -> ValidationError:
    """No byte at all."""
    return refuse("empty", _("Ce fichier est vide\u202f: choisissez-en un autre."))

"""Whose order a webmestre may prepare, communes without a site among them."""

from typing import Any

from django.db.models import Q
from slugify import slugify

from deploy.models import CommuneReference
from deploy.models.billing import AREA
from deploy.models.names import references_within
from sites.models import User
from sites.tenancy.scope import Scope

CHANGE = frozenset({"change"})
# One types « espere » for Espère, « st cere » for Saint-Céré, and an apostrophe of any kind.
_ACCENTED = {"a": "àâä", "c": "ç", "e": "éèêë", "i": "îï", "o": "ôö", "u": "ùûü", "y": "ÿ", "-": " '’"}
_SAINT = {"st": "saint", "ste": "sainte"}


def named(words: str) -> Q:
    """The communes of a postcode, of an INSEE code, or whose name holds ``words``, whatever the accents and hyphens."""
    if any(char.isdigit() for char in words):
        return Q(insee__iexact=words) | Q(postcodes__contains=words)
    if not slugify(words):
        return Q(pk__in=[])  # signs alone name nobody
    parts = [_SAINT.get(part, part) for part in slugify(words).split("-")]
    return Q(name__iregex="".join(_alike(char) for char in "-".join(parts)))


def _alike(char: str) -> str:
    return f"[{_ACCENTED[char]}{char}]" if char in _ACCENTED else char


def references_kept(user: User) -> Any:
    """The communes of the reference for which ``user`` may order: one site, a département, or all of them."""
    rows = CommuneReference.objects.filter(current=True)
    if user.is_superuser:
        return rows
    kept = references_within(Scope.of(user), AREA, CHANGE)
    return rows if kept is None else rows.filter(pk__in=kept.values("pk"))

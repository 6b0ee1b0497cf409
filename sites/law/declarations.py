"""What the law asks of a commune's site before it is online. Pure.

Law n° 2004-575 (LCEN), article 1-1: address, telephone, director of publication of whoever edits a site.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

# Columns of the town hall, and how a sentence calls what is missing.
MANDATORY: Mapping[str, str] = MappingProxyType(
    {
        "address": "l’adresse de la mairie",
        "postcode": "son code postal",
        "phone": "son téléphone",
        "director": "le nom du directeur ou de la directrice de la publication",
    }
)


def missing_facts(mairie: Mapping[str, Any]) -> list[str]:
    """What must be known before a site goes online, and is not, as words of a sentence."""
    return [words for column, words in MANDATORY.items() if not str(mairie.get(column) or "").strip()]

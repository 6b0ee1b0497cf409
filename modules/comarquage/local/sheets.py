"""Which sheet somebody means: its number, its address here or on the official site, or words of its title."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from unicodedata import combining, normalize

from django.conf import settings
from django.utils.translation import gettext as _

from modules.comarquage.packing.ledger import kept
from modules.comarquage.packing.update import LEDGER, SHELF
from modules.comarquage.reading.scene import AUDIENCES

NAMED = re.compile(r"(?:\b(particuliers|professionnels|associations)\b[^ ]*?)?\b([FNR]\d{1,7})\b", re.IGNORECASE)
SHOWN = 5


class UnknownSheetError(ValueError):
    """No sheet, or several; the message is a French sentence."""


def titles() -> Mapping[str, str]:
    """The titles of the sheets there are, by key (``particuliers/F1427``)."""
    path = Path(settings.BEFFROI_VAR) / SHELF / LEDGER
    try:
        stamp = path.stat()
    except OSError:
        return {}
    return _titles(path, stamp.st_ino, stamp.st_mtime_ns)


@lru_cache(maxsize=1)
def _titles(path: Path, _inode: int, _moment: int) -> Mapping[str, str]:
    return {key: line.title for key, line in kept(path).items()}


def meant(said: str) -> str:
    """The key of the sheet. Raises ``UnknownSheetError``."""
    known = titles()
    if not known:
        raise UnknownSheetError(_("Le guide n’est pas encore arrivé. Revenez demain."))
    found = NAMED.search(said)
    if found:
        folders = [found[1].lower()] if found[1] else list(AUDIENCES.values())
        key = next((f"{it}/{found[2].upper()}" for it in folders if f"{it}/{found[2].upper()}" in known), None)
        if key is None:
            raise UnknownSheetError(_("La fiche %(sheet)s n’est pas dans le guide.") % {"sheet": found[2].upper()})
        return key
    return _worded(said, known)


def _worded(said: str, known: Mapping[str, str]) -> str:
    words = _plain(said).split()
    alike = sorted(key for key, title in known.items() if words and all(it in _plain(title) for it in words))
    exact = [key for key in alike if _plain(known[key]) == " ".join(words)]
    if len(exact or alike) == 1:
        return (exact or alike)[0]
    if not alike:
        raise UnknownSheetError(
            _("Aucune fiche n’a ces mots dans son titre. Ouvrez-la dans le guide et collez ici son adresse.")
        )
    shown = " ; ".join(f"«\u00a0{known[key]}\u00a0» ({key.partition('/')[2]})" for key in alike[:SHOWN])
    raise UnknownSheetError(
        _("Plusieurs fiches ont ces mots. Recopiez le numéro de la vôtre\u00a0: %(sheets)s.") % {"sheets": shown}
    )


def _plain(said: str) -> str:
    """Without accents, capitals and signs."""
    bare = "".join(sign for sign in normalize("NFD", said) if not combining(sign)).casefold()
    return " ".join(re.findall(r"\w+", bare))

"""Which sheet somebody means: its number, its address here or on the official site, or words of its title."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.search.french.words import words
from modules.comarquage.feeds.audiences import BY_CODE
from modules.comarquage.packing.ledger import kept
from modules.comarquage.packing.update import LEDGER, SHELF
from modules.comarquage.reading.scene import AUDIENCES

NAMED = re.compile(r"(?:\b(particuliers|professionnels|associations)\b[^ ]*?)?\b([FNR]\d{1,7})\b", re.IGNORECASE)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """``pk`` is its key (``particuliers/F1427``), ``plain`` its title without accents, capitals and signs."""

    pk: str
    title: str
    plain: str = ""

    def __str__(self) -> str:
        return self.title

    @property
    def audience(self) -> str:
        """Whom it speaks to."""
        code = self.pk.partition("/")[0]
        return str(BY_CODE[code].label) if code in BY_CODE else ""

    @property
    def number(self) -> str:
        """That of the national guide."""
        return self.pk.partition("/")[2]


class UnknownSheetError(ValueError):
    """No sheet, or several; the message is a French sentence."""


def sheets() -> Mapping[str, Sheet]:
    """Those there are, by key, in the order of their titles."""
    path = Path(settings.BEFFROI_VAR) / SHELF / LEDGER
    try:
        stamp = path.stat()
    except OSError:
        return {}
    return _sheets(path, stamp.st_ino, stamp.st_mtime_ns)


@lru_cache(maxsize=1)
def _sheets(path: Path, _inode: int, _moment: int) -> Mapping[str, Sheet]:
    read = [Sheet(key, line.title, _plain(line.title)) for key, line in kept(path).items()]
    return {it.pk: it for it in sorted(read, key=lambda it: (it.plain, it.pk))}


def of_key(key: str) -> Sheet:
    """That of the guide; bearing its key as its title where the guide holds it no more."""
    return sheets().get(key) or Sheet(key, key)


def found(said: str) -> list[Sheet]:
    """Those that ``said`` may mean, titles that begin with its words first."""
    known = sheets()
    named = NAMED.search(said)
    if named:
        folders = [named[1].lower()] if named[1] else list(AUDIENCES.values())
        keys = [f"{it}/{named[2].upper()}" for it in folders]
        return [known[key] for key in keys if key in known]
    asked = _plain(said)
    alike = [it for it in known.values() if asked and all(word in it.plain for word in asked.split())]
    return sorted(alike, key=lambda it: not it.plain.startswith(asked))


def meant(said: str) -> str:
    """The key of the sheet. Raises ``UnknownSheetError``."""
    if not sheets():
        raise UnknownSheetError(_("Le guide n’est pas encore arrivé. Revenez demain."))
    alike = found(said)
    named = NAMED.search(said)
    exact = alike[:1] if named else [it for it in alike if it.plain == _plain(said)]
    if len(exact or alike) == 1:
        return (exact or alike)[0].pk
    if named:
        raise UnknownSheetError(_("La fiche %(sheet)s n’est pas dans le guide.") % {"sheet": named[2].upper()})
    if not alike:
        raise UnknownSheetError(
            _("Aucune fiche n’a ces mots dans son titre. Ouvrez-la dans le guide et collez ici son adresse.")
        )
    shown = " ; ".join(f"«\u00a0{it.title}\u00a0» ({it.number})" for it in alike[:SHOWN])
    raise UnknownSheetError(
        _("Plusieurs fiches ont ces mots. Recopiez le numéro de la vôtre\u00a0: %(sheets)s.") % {"sheets": shown}
    )


def _plain(said: str) -> str:
    """Its words as the search folds them: without accents, ligatures, capitals and signs."""
    return " ".join(word.text for word in words(said))

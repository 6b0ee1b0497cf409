"""Whose notice it is: by the SIREN, else by the exact name and postcode, else nobody's until somebody says it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from modules.marches.avis.notice import Buyer
from modules.marches.parse.values import plain

TITLES = re.compile(r"^(?:la |le )?(?:commune|ville|mairie|municipalite)(?: de la | de l'| de | du | des | d'| )")
SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


@dataclass(frozen=True, slots=True)
class Known:
    """A commune that has the module. ``siren`` and ``postcode`` may be unknown, and match nothing then."""

    id: int
    name: str
    siren: str = ""
    postcode: str = ""


def name_key(name: str) -> str:
    """A name as names are compared: « VILLE DE COMPIEGNE » and « Commune de Compiègne (60) » are one."""
    words = re.sub(r"\([^)]*\)", " ", plain(name).strip())
    words = TITLES.sub("", " ".join(words.split()))
    return " ".join(SHORT.get(word, word) for word in re.split(r"[^a-z0-9]+", words) if word)


def match(buyer: Buyer, communes: Iterable[Known]) -> Known | None:
    """The commune that buys. A SIREN that is another's excludes a commune, whatever its name."""
    known = tuple(communes)
    if buyer.siren:
        for one in known:
            if one.siren == buyer.siren:
                return one
    if not (buyer.name and buyer.postcode):
        return None
    key = name_key(buyer.name)
    same = [
        one
        for one in known
        if one.postcode == buyer.postcode
        and name_key(one.name) == key
        and not (one.siren and buyer.siren and one.siren != buyer.siren)
    ]
    return same[0] if len(same) == 1 else None


def may_be(buyer: Buyer, communes: Iterable[Known]) -> bool:
    """Whether somebody should look: it bears the name of a commune, which is a part of its own.

    A national source holds hospitals, départements and firms, which would hide what is to be attached.
    """
    words = f" {name_key(buyer.name)} "
    return bool(words.strip()) and any(
        f" {name_key(one.name)} " in words
        and (not buyer.postcode or buyer.postcode[:2] == one.postcode[:2] or not one.postcode)
        for one in communes
    )


def queue_key(buyer: Buyer) -> str:
    """What names a buyer that nobody attached yet, so that it is attached once for all."""
    return buyer.siret or f"{name_key(buyer.name)}|{buyer.postcode}"

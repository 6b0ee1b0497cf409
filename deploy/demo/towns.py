"""The communes of the demonstration: which ones, with which pack, under which invented mayor. Deterministic."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from slugify import slugify

from deploy.subscriptions import CommuneFacts
from sites.packs import CONFORT, DECOUVERTE, EXPERT, MINI_SITE, Pack

DEPARTEMENT = "46"


class Showcase(NamedTuple):
    """A rich site; ``folder`` is the one of its content in ``demo/``, ``modules`` are bought besides the pack."""

    folder: str
    pack: Pack
    theme: str
    modules: tuple[str, ...] = ()


# One for each pack, and for each theme.
SHOWCASES: Mapping[str, Showcase] = {
    "46042": Showcase("cahors", EXPERT, "causse", ("comarquage",)),
    "46127": Showcase("gourdon", CONFORT, "garonne"),
    "46045": Showcase("cajarc", DECOUVERTE, "quercy"),
    "46256": Showcase("saint-cirq-lapopie", MINI_SITE, "utopia"),
}
# What the others wear, by turns, where their pack lets them choose.
THEMES = ("causse", "garonne", "quercy")
SMALL = 500  # inhabitants, below which a commune takes a mini-site
LARGER = (DECOUVERTE, CONFORT, EXPERT)

# First names of everybody and surnames of the causse: nobody is called so.
FIRST_NAMES = (
    "Camille", "Claude", "Dominique", "Maxime", "Sacha", "Alix", "Charlie", "Lou", "Eden", "Noa", "Morgan", "Andréa",
    "Swann", "Ange", "Gaby", "Céleste", "Thaïs", "Yaël", "Jocelyn", "Pascale",
)  # fmt: skip
SURNAMES = (
    "Genévrier", "Noyer", "Tournesol", "Lavande", "Châtaigner", "Pommier", "Bruyère", "Fougère", "Bouleau", "Sureau",
    "Peuplier", "Roseau", "Figuier", "Buis", "Coquelicot", "Lichen", "Hirondelle", "Martinet", "Genêt", "Thym",
    "Églantier", "Merisier", "Aubépine", "Chèvrefeuille", "Pervenche", "Cornouiller", "Érable", "Orchidée", "Grillon",
    "Huppe", "Milan", "Truite", "Écrevisse", "Luciole", "Hérisson",
)  # fmt: skip
# Arcep's numbering plan sets these numbers aside for fiction: they never ring anywhere.
FICTIONAL_PREFIX = "05 36 49"
HOURS: Sequence[Mapping[str, Sequence[str]]] = (
    {"mardi": ["9h-12h"], "vendredi": ["14h-18h"]},
    {"lundi": ["14h-17h"], "jeudi": ["9h-12h", "14h-17h"]},
    {"lundi": ["9h-12h"], "mercredi": ["9h-12h"], "vendredi": ["9h-12h", "14h-17h"]},
    {"mardi": ["9h-12h", "14h-18h"], "jeudi": ["9h-12h"]},
    {"lundi": ["9h-12h"], "mardi": ["9h-12h"], "jeudi": ["9h-12h", "14h-18h"], "vendredi": ["9h-12h"]},
)


@dataclass(frozen=True, slots=True)
class Town:
    """A commune of the demonstration."""

    commune: CommuneFacts
    pack: Pack
    folder: str = ""
    """Its folder in ``demo/``, for a showcase."""

    @property
    def slug(self) -> str:
        """Part of file names and of invented addresses."""
        return slugify(self.commune.name)

    @property
    def theme(self) -> str:
        """Always the same."""
        if self.commune.insee in SHOWCASES:
            return SHOWCASES[self.commune.insee].theme
        drawn = THEMES[_draw(self.commune.insee) % len(THEMES)]
        return drawn if self.pack.accepts_theme(drawn) else self.pack.default_theme

    @property
    def modules(self) -> tuple[str, ...]:
        """Those that the pack does not hold."""
        return SHOWCASES[self.commune.insee].modules if self.commune.insee in SHOWCASES else ()

    @property
    def phone(self) -> str:
        """A number that nobody has: the end of the INSEE code keeps them apart."""
        return f"{FICTIONAL_PREFIX} {self.commune.insee[1:3]} {self.commune.insee[3:5]}"

    @property
    def mayor(self) -> str:
        """Invented, and always the same."""
        number = _draw(self.commune.insee)
        return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[number // 97 % len(SURNAMES)]}"

    @property
    def hours(self) -> Mapping[str, Sequence[str]]:
        """Invented, and always the same."""
        return HOURS[_draw(self.commune.insee) % len(HOURS)]


def towns(communes: Iterable[CommuneFacts], limit: int | None = None) -> list[Town]:
    """The showcases, then as many of the others as ``limit`` allows; a larger limit only adds to a smaller one."""
    found = {commune.insee: commune for commune in communes}
    shown = [Town(found[insee], one.pack, one.folder) for insee, one in SHOWCASES.items()]
    others = sorted((commune for insee, commune in found.items() if insee not in SHOWCASES), key=_order)
    kept = others if limit is None else others[: max(0, limit - len(shown))]
    return [*shown, *(Town(commune, pack_of(commune)) for commune in kept)]


def pack_of(commune: CommuneFacts) -> Pack:
    """A mini-site for the smallest, one of the three others for the rest."""
    if (commune.population or 0) < SMALL:
        return MINI_SITE
    return LARGER[_draw(commune.insee) % len(LARGER)]


def _order(commune: CommuneFacts) -> tuple[int, str]:
    return _draw(commune.insee), commune.insee


def _draw(insee: str) -> int:
    """A number drawn from the code, the same on every machine."""
    return int.from_bytes(hashlib.sha256(insee.encode()).digest()[:4])

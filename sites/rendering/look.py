"""How a site looks: its theme, what the commune chose of it, and the files made for that commune alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from sites.landscape import banner
from sites.modules import Module
from sites.packs import OUR_THEMES
from sites.palette import palette
from sites.rendering.bundles import bundles
from sites.rendering.lettering import Lettering
from sites.themes import ICONS, StaticFile, Theme, ThemeError, environment, icon, load, static_file

SITE_CSS = "site.css"
BANNER = "banner.svg"
# As many communes as a worker is likely to meet between two releases.
KEPT = 1024


@dataclass(frozen=True, slots=True)
class Look:
    """``tokens`` are the colours, by the names of ``sites.palette``; ``scene`` the view drawn, empty for any."""

    theme: Theme
    tokens: Mapping[str, str]
    lettering: Lettering
    scene: str = ""


def look_of(theme: Theme, identity: Mapping[str, Any]) -> Look:
    """The theme's own colours and fonts but where ``identity`` says other ones.

    What is no colour, or names a lettering that is gone, never stops a site from being online.
    """
    brand, accent = identity.get("brand") or "", identity.get("accent") or ""
    own = theme.colours
    tokens = _tokens(brand, accent, own["brand"], own["accent"], own.get("paper"))
    chosen = letterings().get(identity.get("lettering") or "")
    return Look(theme, tokens, chosen or theme.lettering, identity.get("scene") or "")


def letterings() -> Mapping[str, Lettering]:
    """Those that any commune may wear: of the themes that come with the platform, told by their label."""
    found = (load(name) for name in sorted(OUR_THEMES))
    return {theme.name: theme.lettering for theme in found if theme.lettering.label}


@lru_cache(maxsize=KEPT)
def _tokens(brand: str, accent: str, own_brand: str, own_accent: str, paper: float | None) -> Mapping[str, str]:
    try:
        return palette(brand or own_brand, accent or own_accent, paper).tokens
    except ValueError:
        return palette(own_brand, own_accent, paper).tokens


@dataclass(frozen=True, slots=True)
class Statics:
    """Addresses of static files: the theme's, and above them those made for one commune."""

    look: Look
    own: dict[str, StaticFile]
    prefix: str = ""

    def __call__(self, name: str) -> str:
        """The address of a file; ``ThemeError`` when there is none of that name."""
        found = self.own.get(name)
        return self.prefix + (found.url if found else self.look.theme.static(name))

    def present(self, *names: str) -> tuple[str, ...]:
        """The addresses of those that the site has."""
        return tuple(self(name) for name in names if name in self.own or name in self.look.theme.statics)

    @property
    def fonts(self) -> tuple[str, ...]:
        """The addresses of the fonts, that of headings first: asked for before the style sheet names them."""
        return self.present(*(font.file for font in self.look.lettering.fonts))

    def landscape(self, insee: str) -> str:
        """The address of the landscape drawn for a commune that has no photo."""
        self.own[BANNER] = _drawn(insee, tuple(self.look.tokens.items()), self.look.scene)
        return self(BANNER)

    def icon(self, name: str, class_: str = "") -> Markup:
        """An icon of the sprite."""
        return icon(self(ICONS), name, class_)

    def every(self) -> list[StaticFile]:
        """All that a site may refer to."""
        return [*{**self.look.theme.statics, **self.own}.values()]


def statics_of(look: Look, modules: Iterable[Module] = (), prefix: str = "") -> Statics:
    """The static files of a site: those of the theme, of its modules, and its own style sheet in its own colours."""
    return Statics(look, {**_own(look), **bundles(modules)}, prefix)


_made: dict[tuple[Any, ...], Mapping[str, StaticFile]] = {}


def _own(look: Look) -> Mapping[str, StaticFile]:
    key = (look.theme.name, look.theme.folders, look.lettering, tuple(look.tokens.items()))
    if key not in _made:
        if len(_made) > KEPT:
            _made.clear()
        _made[key] = _for_one(look)
    return _made[key]


def _for_one(look: Look) -> dict[str, StaticFile]:
    """The style sheet of a site, and the fonts that it takes from another theme."""
    own = _borrowed(look)
    template = environment(look.theme).get_template(SITE_CSS)
    text = template.render(palette=look.tokens, lettering=look.lettering, site={"static": Statics(look, own)})
    own[SITE_CSS] = static_file(SITE_CSS, text.encode(), own=True)
    return own


def _borrowed(look: Look) -> dict[str, StaticFile]:
    if look.lettering == look.theme.lettering:
        return {}
    theirs = load(look.lettering.name).statics
    wanted = [look.lettering.licences, *(font.file for font in look.lettering.fonts)]
    missing = [name for name in wanted if name not in theirs]
    if missing:
        raise ThemeError(f"Le thème « {look.lettering.name} » n’a pas de fichier « {missing[0]} ».")
    return {name: theirs[name] for name in wanted}


@lru_cache(maxsize=KEPT)
def _drawn(insee: str, tokens: tuple[tuple[str, str], ...], scene: str) -> StaticFile:
    """The landscape of a commune that has no photo."""
    return static_file(BANNER, banner(insee, dict(tokens), scene).encode(), own=True)

"""Reads the folder of a site to take over. Nothing is written here, and the database is not asked.

::

    site.toml                     colours, logo, what becomes of the starter pages
    accueil.md                    the home page
    pages/<slug>.md               a page
    pages/<slug>/index.md         a rubrique; its pages stand beside this file
    <module>/<slug>.md            a content of a module, such as actualites/
    <module>.toml                 the rows of a module that are no pages
    images/…  documents/…         files that the texts name
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from slugify import slugify

from cms.takeover import toml
from cms.takeover.errors import ContentError, TakeoverError, about

FENCE = "+++"
HOME, SITE, PAGES, INDEX = "accueil.md", "site.toml", "pages", "index.md"
MEDIA = ("images", "documents")
MAX_TEXT = 2_000_000  # bytes: a longer text is no page

KEYS: Mapping[str, type] = {
    "titre": str,
    "resume": str,
    "accroche": str,
    "description": str,
    "titre_seo": str,
    "menu": bool,
    "ordre": int,
    "image": str,
    "alt": str,
    "date": date,
    "categorie": str,
    "archive_le": date,
    "a_la_une": bool,
    "publier_le": datetime,
    "retirer_le": datetime,
}
SITE_KEYS: Mapping[str, type] = {"remplace_les_pages_de_depart": bool, "identite": dict, "menu": dict}
IDENTITY_KEYS: Mapping[str, type] = {"couleur": str, "accent": str, "logo": str}


@dataclass(frozen=True, slots=True)
class Source:
    """One text. ``url`` is its address in the site; ``module`` the folder it stands in, empty for pages."""

    file: str
    url: str
    module: str
    is_rubrique: bool
    keys: Mapping[str, Any]
    body: str
    body_line: int

    @property
    def title(self) -> str:
        """Its title; the home page may do without."""
        return str(self.keys.get("titre", ""))

    @property
    def parent_url(self) -> str:
        """The address it stands below."""
        return self.url.rstrip("/").rpartition("/")[0] + "/"

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.url.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Folder:
    """A site to take over. ``sources`` come parents first, in the order of the menu."""

    root: Path
    sources: tuple[Source, ...]
    identity: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    replaces_starter: bool = False
    menu: Mapping[str, str] = field(default_factory=dict)
    """Code of a module → address of the page that its own page is put under."""

    @property
    def home(self) -> Source | None:
        """The home page, when the folder has one."""
        return next((source for source in self.sources if source.url == "/"), None)


def read(root: Path, modules: frozenset[str], tables: frozenset[str] = frozenset()) -> Folder:
    """The whole folder; ``TakeoverError`` at the first file that is wrong.

    ``modules`` name folders of contents, ``tables`` files of rows.
    """
    if not root.is_dir():
        raise TakeoverError(str(root), _("ce dossier n’existe pas."))
    files = {code: root / table_of(code) for code in sorted(tables)}
    _refuse_strangers(root, modules | {file.name for file in files.values()})
    sources = list(_sources(root, modules))
    if not sources:
        raise TakeoverError(str(root), _("ce dossier ne contient aucun texte à reprendre."))
    site = _site(root)
    return Folder(
        root,
        _ordered(sources),
        site.get("identite", {}),
        {code: _table(file) for code, file in files.items() if file.is_file()},
        site.get("remplace_les_pages_de_depart", False),
        site.get("menu", {}),
    )


def table_of(code: str) -> str:
    """The file that holds the rows of a module."""
    return f"{code}.toml"


def _table(path: Path) -> dict[str, Any]:
    with about(path.name):
        return toml.parse(text_of(path))


def _refuse_strangers(root: Path, more: frozenset[str]) -> None:
    known = {HOME, SITE, PAGES, *MEDIA, *more}
    for path in sorted(root.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            raise TakeoverError(
                path.name,
                _("ce nom n’est pas prévu ; le dossier contient : %(known)s.") % {"known": ", ".join(sorted(known))},
            )


def _sources(root: Path, modules: frozenset[str]) -> Iterator[Source]:
    if (root / HOME).is_file():
        yield _source(root, root / HOME, "/", "")
    seen: dict[str, str] = {}
    for top in (PAGES, *sorted(modules)):
        for path in sorted((root / top).rglob("*")):
            if path.is_dir() or path.name.startswith("."):
                continue
            file = path.relative_to(root).as_posix()
            if path.suffix != ".md":
                raise TakeoverError(file, _("seuls des textes en .md sont repris de ce dossier."))
            module = "" if top == PAGES else top
            url = _url(path.relative_to(root / top), file)
            if module and url.count("/") > len("//"):
                raise TakeoverError(file, _("les contenus d’un module se rangent sans sous-dossier."))
            if (module + url) in seen:
                raise TakeoverError(file, _("même adresse que %(other)s.") % {"other": seen[module + url]})
            seen[module + url] = file
            yield _source(root, path, url, module)


def _url(path: Path, file: str) -> str:
    """« pages/ma-mairie/équipe.md » stands at ``/ma-mairie/equipe/``."""
    names = list(path.parts[:-1]) if path.name == INDEX and len(path.parts) > 1 else [*path.parts[:-1], path.stem]
    slugs = [slugify(name, max_length=80) for name in names]
    if not all(slugs):
        raise TakeoverError(
            file, _("ce nom de fichier ne peut pas devenir une adresse : écrivez-le en lettres latines.")
        )
    return "/" + "/".join(slugs) + "/"


def _source(root: Path, path: Path, url: str, module: str) -> Source:
    file = path.relative_to(root).as_posix()
    with about(file):
        keys, body, line = front_matter(text_of(path))
        required = () if url == "/" else ("titre",)
        keys = toml.checked(keys, KEYS, required)
    return Source(file, url, module, path.name == INDEX, keys, body, line)


def text_of(path: Path) -> str:
    """The text of a file, UTF-8."""
    if path.stat().st_size > MAX_TEXT:
        raise ContentError(_("ce texte dépasse 2 Mo."))
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(_("ce fichier n’est pas en UTF-8.")) from error


def front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """``(keys, body, line where the body begins)`` of a text that opens with TOML between two ``+++`` lines."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise ContentError(_("la première ligne d’un texte est « +++ », suivie de ses clés."), 1)
    for number, content in enumerate(lines[1:], 1):
        if content.strip() == FENCE:
            keys = toml.parse("\n".join(lines[1:number]))
            return keys, "\n".join(lines[number + 1 :]), number + 2
    raise ContentError(_("l’en-tête n’est pas refermé par une ligne « +++ »."), 1)


def _ordered(sources: list[Source]) -> tuple[Source, ...]:
    """Parents first, then ``ordre``, then the name of the file. Every parent must exist in the folder."""
    pages = {source.url for source in sources if not source.module}
    for source in sources:
        if not source.module and source.url != "/" and source.parent_url not in pages | {"/"}:
            missing = f"{PAGES}{source.parent_url}{INDEX}"
            raise TakeoverError(source.file, _("il manque la rubrique au-dessus : %(file)s.") % {"file": missing})

    def rank(source: Source) -> tuple[Any, ...]:
        return bool(source.module), source.module, source.url.count("/"), source.keys.get("ordre", 1000), source.file

    home = [source for source in sources if source.url == "/" and not source.module]
    return (*home, *sorted((source for source in sources if source not in home), key=rank))


def _site(root: Path) -> dict[str, Any]:
    path = root / SITE
    if not path.is_file():
        return {}
    with about(SITE):
        site = toml.checked(toml.parse(text_of(path)), SITE_KEYS)
        toml.checked(site.get("identite", {}), IDENTITY_KEYS)
        toml.checked(site.get("menu", {}), dict.fromkeys(site.get("menu", {}), str))
    return site

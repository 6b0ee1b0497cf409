"""From TOML to what is ordered, strictly: a key that is not known or a value of the wrong type is refused. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deploy.orders import values
from deploy.orders.source import OrderError, Path, Source, meant
from deploy.orders.values import Reader
from deploy.subscriptions import OrderedMailbox, OrderedPerson
from sites.packs import EXTRA_MAILBOX, INCLUDED_MAILBOX_GB, MODULE_LABELS, PACKS, RIGHT_LABELS, Pack

STYLES = frozenset({"classique", "collaborative"})
# Beyond, a redirection is a mailing list, which mail servers refuse to unfold (Postfix: a thousand addresses at once).
MOST_ALIASES, MOST_TARGETS = 500, 200


@dataclass(frozen=True)
class Known:
    """What only the install knows: its themes, and the roles of the CMS."""

    themes: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True)
class ParsedCommune:
    """One commune of an order, as the file says it: hosts and addresses are still to be completed and checked."""

    source: Source
    path: Path
    insee: str
    pack: Pack
    theme: str
    since: date | None = None
    until: date | None = None
    demo: bool = False
    label: str = ""
    domains: tuple[str, ...] = ()
    mailboxes: tuple[OrderedMailbox, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    modules_on: tuple[str, ...] = ()
    modules_off: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    people: tuple[OrderedPerson, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def error(self, key: str, problem: str) -> OrderError:
        """A problem with one key of this commune."""
        return self.source.error((*self.path, key), problem)


@dataclass(frozen=True)
class ParsedOrder:
    """One file."""

    source: Source
    author: str
    date: date | None
    communes: tuple[ParsedCommune, ...]


Schema = Mapping[str, Reader | None]  # None: a table, read apart

_ORDER: Schema = {"auteur": values.text(120), "date": values.day, "commune": None}
_MAILBOX: Schema = {
    "adresse": values.mailbox,
    "go": values.one_of(
        values.number, frozenset(EXTRA_MAILBOX), lambda size: f"une boîte de {size} Go n’est pas vendue : 5 ou 10 Go."
    ),
    "type": values.one_of(
        values.text(), STYLES, lambda style: f"type de boîte inconnu « {style} » : « classique » ou « collaborative »."
    ),
    "secours": values.email,
    "partage": values.many(values.mailbox),
}
_ALIAS: Schema = {"adresse": values.mailbox, "vers": values.many(values.email)}
_MAIRIE: Mapping[str, tuple[str, Reader]] = {
    "adresse": ("address", values.text()),
    "code_postal": ("postcode", values.postcode),
    "ville": ("city", values.text(100)),
    "telephone": ("phone", values.phone),
    "courriel": ("email", values.email),
    "directeur": ("director", values.text(120)),
    "fonction": ("director_role", values.text(80)),
    "dpo": ("dpo", values.text(200)),
    "horaires": ("hours", values.hours),
    "note_horaires": ("hours_note", values.text(200)),
}

_LOOK: Schema = {"couleur": values.colour, "accent": values.colour}
_LOOK_FACTS = {"couleur": "brand", "accent": "accent"}


_MODULE = values.one_of(
    values.text(), MODULE_LABELS, lambda code: f"module inconnu « {code} ».{meant(code, MODULE_LABELS)}"
)
_COMMUNE: Schema = {
    "insee": values.insee,
    "pack": values.one_of(values.text(), PACKS, lambda code: f"pack inconnu « {code} ».{meant(code, PACKS)}"),
    "modele": values.text(40),
    "debut": values.day,
    "fin": values.day,
    "demonstration": values.boolean,
    "sous_domaine": values.subdomain,
    "domaines": values.many(values.domain),
    "modules": values.many(_MODULE),
    "sans_modules": values.many(_MODULE),
    "droits": values.many(
        values.one_of(values.text(), RIGHT_LABELS, lambda code: f"droit inconnu « {code} ».{meant(code, RIGHT_LABELS)}")
    ),
    "boite": None,
    "alias": None,
    "pages": values.many(values.slug),
    "personne": None,
    "mairie": None,
    "apparence": None,
}


def parse(source: Source, known: Known) -> ParsedOrder:
    """Read a whole file; ``OrderError`` at the first thing that is wrong."""
    try:
        document = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise OrderError(f"{source.name} : ce fichier n’est pas du TOML valide ({_french(str(error))}).") from error
    top = _table(source, (), document, _ORDER)
    raw = document.get("commune")
    if raw is None:
        raise OrderError(f"{source.name} : aucune commune n’est commandée ; il manque un tableau [[commune]].")
    single = isinstance(raw, dict)
    paths: list[tuple[Path, Any]] = (
        [(("commune",), raw)] if single else _tables(source, ("commune",), raw, "[[commune]]")
    )
    communes = tuple(_commune(source, path, table, known) for path, table in paths)
    return ParsedOrder(source, top.get("auteur", ""), top.get("date"), communes)


def _commune(source: Source, path: Path, table: Any, known: Known) -> ParsedCommune:
    clean = _table(source, path, table, _COMMUNE, required=("insee", "pack"))
    pack = PACKS[clean["pack"]]
    commune = ParsedCommune(
        source=source,
        path=path,
        insee=clean["insee"],
        pack=pack,
        theme=clean.get("modele", pack.default_theme),
        since=clean.get("debut"),
        until=clean.get("fin"),
        demo=clean.get("demonstration", False),
        label=clean.get("sous_domaine", ""),
        domains=clean.get("domaines", ()),
        modules_on=clean.get("modules", ()),
        modules_off=clean.get("sans_modules", ()),
        rights=clean.get("droits", ()),
        mailboxes=tuple(_mailboxes(source, path, table.get("boite", []))),
        aliases=tuple(_aliases(source, path, table.get("alias", []))),
        people=tuple(_people(source, path, table.get("personne", []), known)),
        facts={
            **_facts(source, (*path, "mairie"), table.get("mairie", {})),
            **_look(source, (*path, "apparence"), table.get("apparence", {})),
            **({"pages": list(clean["pages"])} if "pages" in clean else {}),
        },
    )
    _agree(commune, known)
    return commune


def _agree(commune: ParsedCommune, known: Known) -> None:
    """What the pack sells, and what the dates allow."""
    pack = commune.pack
    if commune.theme not in known.themes:
        raise commune.error("modele", f"modèle inconnu « {commune.theme} ».{meant(commune.theme, known.themes)}")
    if refused := pack.theme_refused(commune.theme):
        raise commune.error("modele", refused)
    for code in commune.modules_on:
        if not pack.sells(code):
            raise commune.error("modules", f"le pack {pack.label} ne vend pas le module « {MODULE_LABELS[code]} ».")
    for code in commune.rights:
        if code not in pack.rights | pack.on_request:
            raise commune.error("droits", f"le pack {pack.label} ne vend pas : {RIGHT_LABELS[code]}.")
    if commune.since and commune.until and commune.until <= commune.since:
        raise commune.error("fin", "l’abonnement finirait avant d’avoir commencé.")


def _mailboxes(source: Source, path: Path, raw: Any) -> Iterable[OrderedMailbox]:
    for place, table in _tables(source, (*path, "boite"), raw, "[[commune.boite]]"):
        clean = _table(source, place, table, _MAILBOX, required=("adresse",))
        yield OrderedMailbox(
            address=clean["adresse"],
            gigabytes=clean.get("go", INCLUDED_MAILBOX_GB),
            style=clean.get("type", "classique"),
            recovery=clean.get("secours", ""),
            members=clean.get("partage", ()),
        )


def _aliases(source: Source, path: Path, raw: Any) -> Iterable[tuple[str, tuple[str, ...]]]:
    tables = _tables(source, (*path, "alias"), raw, "[[commune.alias]]")
    if len(tables) > MOST_ALIASES:
        problem = f"{len(tables)} alias pour une commune ; {MOST_ALIASES} au plus."
        raise source.error((*path, "alias"), problem)
    for place, table in tables:
        clean = _table(source, place, table, _ALIAS, required=("adresse", "vers"))
        if not clean["vers"]:
            raise source.error((*place, "vers"), "un alias redirige vers une adresse au moins.")
        if len(clean["vers"]) > MOST_TARGETS:
            problem = f"un alias mène à {MOST_TARGETS} adresses au plus ; celui-ci en nomme {len(clean['vers'])}."
            raise source.error((*place, "vers"), problem)
        yield clean["adresse"], clean["vers"]


def _people(source: Source, path: Path, raw: Any, known: Known) -> Iterable[OrderedPerson]:
    role = values.one_of(values.text(), known.roles, lambda code: f"rôle inconnu « {code} ».{meant(code, known.roles)}")
    schema: Schema = {"nom": values.text(120), "courriel": values.email, "role": role}
    seen: set[str] = set()
    for place, table in _tables(source, (*path, "personne"), raw, "[[commune.personne]]"):
        clean = _table(source, place, table, schema, required=("nom", "courriel", "role"))
        if clean["courriel"] in seen:
            raise source.error((*place, "courriel"), f"« {clean['courriel']} » est nommé deux fois.")
        seen.add(clean["courriel"])
        yield OrderedPerson(clean["courriel"], clean["nom"], clean["role"])


def _facts(source: Source, path: Path, raw: Any) -> dict[str, Any]:
    clean = _table(source, path, raw, {key: reader for key, (_, reader) in _MAIRIE.items()})
    return {_MAIRIE[key][0]: value for key, value in clean.items()}


def _look(source: Source, path: Path, raw: Any) -> dict[str, Any]:
    return {_LOOK_FACTS[key]: value for key, value in _table(source, path, raw, _LOOK).items()}


def _tables(source: Source, path: Path, raw: Any, header: str) -> list[tuple[Path, Any]]:
    """A list of tables, each with its path."""
    if not isinstance(raw, list):
        raise source.error(path, f"attendu : un tableau {header}.")
    return [((*path, position), table) for position, table in enumerate(raw)]


def _table(source: Source, path: Path, raw: Any, schema: Schema, required: Iterable[str] = ()) -> dict[str, Any]:
    """The keys of one table, each through its reader."""
    if not isinstance(raw, dict):
        raise source.error(path, str(values.wrong_type("un tableau", raw)))
    clean: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in schema:
            raise source.error((*path, key), f"clé inconnue.{meant(key, schema)}")
        if reader := schema[key]:
            try:
                clean[key] = reader(value)
            except ValueError as error:
                raise source.error((*path, key), str(error)) from error
    for key in required:
        if key not in raw:
            raise source.error(path, f"il manque la clé « {key} ».")
    return clean


def _french(message: str) -> str:
    """Python names the line and the column in English."""
    for english, french in (
        ("Cannot overwrite a value", "clé écrite deux fois"),
        ("Cannot declare", "tableau déclaré deux fois :"),
        ("Expected '=' after a key in a key/value pair", "il manque un « = » après une clé"),
        ("Invalid value", "valeur illisible"),
        ("Invalid statement", "ligne illisible"),
        ("Unterminated string", "guillemets non fermés"),
        ("Illegal character", "caractère interdit"),
        ("at end of document", "à la fin du fichier"),
        ("at line", "ligne"),
        ("column", "colonne"),
    ):
        message = message.replace(english, french)
    return message

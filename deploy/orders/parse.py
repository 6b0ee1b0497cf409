"""From TOML to what is ordered, strictly: a key that is not known or a value of the wrong type is refused. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from deploy.orders import values
from deploy.orders.faults import Fault, Gathering, OrderError, accepted
from deploy.orders.source import Known, Path, Source, meant
from deploy.orders.values import Reader
from deploy.subscriptions import OrderedMailbox, OrderedPerson
from sites.packs import EXTRA_MAILBOX, INCLUDED_MAILBOX_GB, MODULE_LABELS, PACKS, RIGHT_LABELS, Pack

STYLES = frozenset({"classique", "collaborative"})
# Beyond, a redirection is a mailing list, which mail servers refuse to unfold (Postfix: a thousand addresses at once).
MOST_ALIASES, MOST_TARGETS = 500, 200


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
    training: bool = False
    label: str = ""
    domains: tuple[str, ...] = ()
    mailboxes: tuple[OrderedMailbox, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    modules_on: tuple[str, ...] = ()
    modules_off: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    people: tuple[OrderedPerson, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    opens: bool = False  # refused where the commune has subscribed already

    def error(self, key: str, problem: str) -> OrderError:
        """A problem with one key of this commune."""
        return self.source.error((*self.path, key), problem, self.insee)


@dataclass(frozen=True)
class ParsedOrder:
    """One file."""

    source: Source
    author: str
    date: date | None
    communes: tuple[ParsedCommune, ...]


Schema = Mapping[str, Reader | None]  # None: a table, read apart

_ORDER: Schema = {"auteur": values.text(120), "date": values.day, "ouvertures": values.boolean, "commune": None}
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
    "entrainement": values.boolean,
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
    """Read a whole file; ``OrderError`` says all that is wrong in it."""
    order, faults = read(source, known)
    if faults:
        raise OrderError(*faults)
    return order


def read(source: Source, known: Known) -> tuple[ParsedOrder, Sequence[Fault]]:
    """What can be read of a file, and all that is wrong in it: communes that are well said can still be checked."""
    gathering = Gathering()
    gathering.faults += source.faults
    document = gathering.of(source.document, known)
    if document is None:
        return ParsedOrder(source, "", None, ()), gathering.faults
    top = gathering.of(_table, source, (), document, _ORDER) or {}
    communes = []
    for path, table in gathering.of(_communes, source, document) or ():
        if commune := gathering.of(_commune, source, path, table, known):
            communes.append(replace(commune, opens=top.get("ouvertures", False)))
    return ParsedOrder(source, top.get("auteur", ""), top.get("date"), tuple(communes)), gathering.faults


def _communes(source: Source, document: Mapping[str, Any]) -> list[tuple[Path, Any]]:
    raw = document.get("commune")
    if raw is None:
        raise OrderError(f"{source.name} : aucune commune n’est commandée ; il manque un tableau [[commune]].")
    return [(("commune",), raw)] if isinstance(raw, dict) else _tables(source, ("commune",), raw, "[[commune]]")


def _commune(source: Source, path: Path, table: Any, known: Known) -> ParsedCommune:
    gathering = Gathering()
    clean = gathering.of(_table, source, path, table, _COMMUNE, required=("insee", "pack")) or {}
    within = table if isinstance(table, dict) else {}
    boxes = gathering.of(_mailboxes, source, path, within.get("boite", []))
    aliases = gathering.of(_aliases, source, path, within.get("alias", []))
    people = gathering.of(_people, source, path, within.get("personne", []), known)
    facts = gathering.of(_facts, source, (*path, "mairie"), within.get("mairie", {}))
    look = gathering.of(_look, source, (*path, "apparence"), within.get("apparence", {}))
    gathering.refuse()
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
        training=clean.get("entrainement", False),
        label=clean.get("sous_domaine", ""),
        domains=clean.get("domaines", ()),
        modules_on=clean.get("modules", ()),
        modules_off=clean.get("sans_modules", ()),
        rights=clean.get("droits", ()),
        mailboxes=tuple(boxes or ()),
        aliases=tuple(aliases or ()),
        people=tuple(people or ()),
        facts={
            **(facts or {}),
            **(look or {}),
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


def _mailboxes(source: Source, path: Path, raw: Any) -> list[OrderedMailbox]:
    gathering, boxes = Gathering(), []
    for place, table in _tables(source, (*path, "boite"), raw, "[[commune.boite]]"):
        if clean := gathering.of(_table, source, place, table, _MAILBOX, required=("adresse",)):
            boxes.append(
                OrderedMailbox(
                    address=clean["adresse"],
                    gigabytes=clean.get("go", INCLUDED_MAILBOX_GB),
                    style=clean.get("type", "classique"),
                    recovery=clean.get("secours", ""),
                    members=clean.get("partage", ()),
                )
            )
    gathering.refuse()
    return boxes


def _aliases(source: Source, path: Path, raw: Any) -> list[tuple[str, tuple[str, ...]]]:
    tables = _tables(source, (*path, "alias"), raw, "[[commune.alias]]")
    if len(tables) > MOST_ALIASES:
        problem = f"{len(tables)} alias pour une commune ; {MOST_ALIASES} au plus."
        raise source.error((*path, "alias"), problem)
    gathering = Gathering()
    read_ones = [gathering.of(_alias, source, place, table) for place, table in tables]
    gathering.refuse()
    return [one for one in read_ones if one]


def _alias(source: Source, place: Path, table: Any) -> tuple[str, tuple[str, ...]]:
    clean = _table(source, place, table, _ALIAS, required=("adresse", "vers"))
    if not clean["vers"]:
        raise source.error((*place, "vers"), "un alias redirige vers une adresse au moins.")
    if len(clean["vers"]) > MOST_TARGETS:
        problem = f"un alias mène à {MOST_TARGETS} adresses au plus ; celui-ci en nomme {len(clean['vers'])}."
        raise source.error((*place, "vers"), problem)
    return clean["adresse"], clean["vers"]


def _people(source: Source, path: Path, raw: Any, known: Known) -> list[OrderedPerson]:
    role = values.one_of(values.text(), known.roles, lambda code: f"rôle inconnu « {code} ».{meant(code, known.roles)}")
    schema: Schema = {"nom": values.text(120), "courriel": values.email, "role": role}
    gathering, people = Gathering(), dict[str, OrderedPerson]()
    for place, table in _tables(source, (*path, "personne"), raw, "[[commune.personne]]"):
        clean = gathering.of(_table, source, place, table, schema, required=("nom", "courriel", "role"))
        if clean and clean["courriel"] in people:
            gathering.faults += source.error(
                (*place, "courriel"), f"« {clean['courriel']} » est nommé deux fois."
            ).faults
        elif clean:
            people[clean["courriel"]] = OrderedPerson(clean["courriel"], clean["nom"], clean["role"])
    gathering.refuse()
    return list(people.values())


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
    gathering = Gathering()
    for key, value in raw.items():
        if key not in schema:
            gathering.faults += source.error((*path, key), f"clé inconnue.{meant(key, schema)}").faults
        elif reader := schema[key]:
            try:
                clean[key] = reader(accepted(value))
            except ValueError as error:
                gathering.faults += source.error((*path, key), str(error)).faults
    for key in required:
        if key not in raw:
            gathering.faults += source.error(path, f"il manque la clé « {key} ».").faults
    gathering.refuse()
    return clean

"""What a subscription turns into: the resources that drivers read and write. Pure data.

Each resource knows its kind, its rank (the order of construction), the commune it belongs to, and whether a plan may
delete it: a domain, a mailbox and a site never are.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, TypeAlias

from sites.plan import Key, Thing


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain name of the commune's own, reserved or transferred in."""

    kind: ClassVar[str] = "domain"
    rank: ClassVar[int] = 10
    kept: ClassVar[bool] = True
    insee: str
    name: str

    @property
    def identity(self) -> str:
        """The name."""
        return self.name


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """All the values of one name and type (an RRset), in the zone that holds it."""

    kind: ClassVar[str] = "dns"
    rank: ClassVar[int] = 20
    kept: ClassVar[bool] = False
    insee: str
    zone: str
    name: str  # whole, without final dot
    type: str
    values: tuple[str, ...]
    ttl: int = 3600

    @property
    def identity(self) -> str:
        """« cahors.fr MX »."""
        return f"{self.name} {self.type}"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox: quota in gigabytes, style ``classique`` or ``collaborative``; who else opens it, from boxes of theirs.

    ``recovery`` is where the link that opens the box goes: an address that its owner can read already.
    """

    kind: ClassVar[str] = "mailbox"
    rank: ClassVar[int] = 30
    kept: ClassVar[bool] = True
    insee: str
    address: str
    gigabytes: int
    style: str
    recovery: str = ""
    members: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """The address."""
        return self.address


@dataclass(frozen=True, slots=True)
class Alias:
    """An address that redirects and stores nothing."""

    kind: ClassVar[str] = "alias"
    rank: ClassVar[int] = 40
    kept: ClassVar[bool] = False
    insee: str
    address: str
    targets: tuple[str, ...]

    @property
    def identity(self) -> str:
        """The address."""
        return self.address


@dataclass(frozen=True, slots=True)
class Vhost:
    """A name the web server answers for: the site itself, or a redirection to ``target``."""

    kind: ClassVar[str] = "vhost"
    rank: ClassVar[int] = 50
    kept: ClassVar[bool] = False
    insee: str
    host: str
    target: str = ""

    @property
    def identity(self) -> str:
        """The host name."""
        return self.host


@dataclass(frozen=True, slots=True)
class CmsSite:
    """The site in the CMS: pack, theme, hosts, and the facts its first pages are written from."""

    kind: ClassVar[str] = "site"
    rank: ClassVar[int] = 60
    kept: ClassVar[bool] = True
    insee: str
    commune: Mapping[str, Any]
    pack: str
    theme: str
    host: str
    redirects: tuple[str, ...] = ()
    modules_on: tuple[str, ...] = ()
    modules_off: tuple[str, ...] = ()
    rights_on: tuple[str, ...] = ()
    demo: bool = False
    training: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """The INSEE code."""
        return self.insee


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works on the site of one commune."""

    kind: ClassVar[str] = "person"
    rank: ClassVar[int] = 70
    kept: ClassVar[bool] = False
    insee: str
    email: str
    role: str
    name: str

    @property
    def identity(self) -> str:
        """The address, and the commune: one person may work for several."""
        return f"{self.email} {self.insee}"


Resource: TypeAlias = Domain | DnsRecord | Mailbox | Alias | Vhost | CmsSite | Person
RESOURCES: tuple[type[Resource], ...] = (Domain, DnsRecord, Mailbox, Alias, Vhost, CmsSite, Person)
_BY_KIND: Mapping[str, type[Resource]] = {resource.kind: resource for resource in RESOURCES}

# The words a person reads in a plan: kinds first, then the fields of payloads.
WORDS: Mapping[str, str] = {
    "domain": "domaine",
    "dns": "enregistrement DNS",
    "mailbox": "boîte aux lettres",
    "alias": "alias",
    "vhost": "nom d’hôte",
    "site": "site",
    "person": "personne",
    "address": "adresse",
    "accent": "couleur d’accent",
    "brand": "couleur principale",
    "pages": "premières pages",
    "city": "ville",
    "departement": "département",
    "departement_name": "nom du département",
    "director": "direction de la publication",
    "director_role": "sa fonction",
    "dpo": "délégué à la protection des données",
    "epci_name": "intercommunalité",
    "epci_siren": "SIREN de l’intercommunalité",
    "hours": "horaires",
    "monday": "lundi",
    "tuesday": "mardi",
    "wednesday": "mercredi",
    "thursday": "jeudi",
    "friday": "vendredi",
    "saturday": "samedi",
    "sunday": "dimanche",
    "hours_note": "remarque sur les horaires",
    "latitude": "latitude",
    "longitude": "longitude",
    "phone": "téléphone",
    "population": "population",
    "postcode": "code postal",
    "postcodes": "codes postaux",
    "region_name": "région",
    "siren": "SIREN",
    "commune": "commune",
    "demo": "démonstration",
    "training": "entraînement",
    "email": "courriel",
    "facts": "mairie",
    "gigabytes": "taille (Go)",
    "host": "hôte",
    "insee": "INSEE",
    "members": "ouverte aussi à",
    "modules_off": "modules éteints",
    "modules_on": "modules en plus",
    "name": "nom",
    "pack": "pack",
    "recovery": "adresse de secours",
    "redirects": "hôtes redirigés",
    "rights_on": "droits en plus",
    "role": "rôle",
    "style": "type",
    "target": "redirige vers",
    "targets": "vers",
    "theme": "modèle",
    "ttl": "durée (s)",
    "type": "type",
    "values": "valeurs",
    "zone": "zone",
}

# What a plan does not list when a thing is new: the reference, and the default life of a DNS record.
SILENT = frozenset({"commune", "insee", "ttl"})

# Told when true alone: plans approved before these existed keep their checksums.
WHEN_TRUE = frozenset({"training"})


def key(resource: Resource) -> Key:
    """The kind and the name: what makes two resources the same thing."""
    return resource.kind, resource.identity


def payload(resource: Resource) -> dict[str, Any]:
    """The resource as a JSON value; ``resource_of`` reads it back."""
    values = asdict(resource)
    told = {name: value for name, value in values.items() if value or name not in WHEN_TRUE}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def resource_of(kind: str, values: Mapping[str, Any]) -> Resource:
    """The resource that ``payload`` wrote."""
    arguments = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    kind_of_resource: Any = _BY_KIND[kind]  # the fields of each are checked where it is made
    return kind_of_resource(**arguments)


def thing(resource: Resource) -> Thing:
    """What a plan weighs: payload, rank, and the commune as group."""
    return Thing(key(resource), payload(resource), resource.rank, resource.insee, resource.kept)

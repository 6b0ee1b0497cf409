"""What is sold, as data: page rights, modules, limits, included addresses and dated prices of the four packs.

Nothing here knows Django: the editor, the baker and the provisioning all read the same table. A module that is not
installed yet stands in the table all the same, and stays invisible to everyone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from sites.law.dated import begun
from sites.rendering.french import counted


class Right(StrEnum):
    """What a commune's own people may do with one type of page."""

    CREATE = "create"
    EDIT = "edit"
    GENERATED = "generated"
    ABSENT = "absent"


class Offer(StrEnum):
    """How a module is sold: working from the first day, on request or à la carte, or not at all."""

    ON = "on"
    ON_REQUEST = "on_request"
    NOT_SOLD = "not_sold"


@dataclass(frozen=True, slots=True)
class DatedPrice:
    """Euros a year, all taxes included, from a day on. A yearly revision (Syntec index) is one more row."""

    since: date
    euros: Decimal


@dataclass(frozen=True, slots=True)
class Usage:
    """What a commune really has, to be held against a pack: numbers of pages by type, addresses, modules and rights."""

    pages: Mapping[str, int] = field(default_factory=dict)
    mailboxes: int = 0
    domains: int = 0
    modules: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """One line of the catalogue."""

    code: str
    label: str
    page_rights: Mapping[str, Right]
    modules: Mapping[str, Offer]
    rights: frozenset[str]
    on_request: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    mailboxes: int = 0
    domains: int = 0
    default_theme: str = "causse"
    themes: frozenset[str] | None = None
    prices: tuple[DatedPrice, ...] = ()
    contributor_modules: frozenset[str] | None = None
    """The modules that a contributeur fills in; ``None`` for all. Wider roles fill in all that the commune has."""

    @property
    def page_limit(self) -> int | None:
        """How many rubriques and pages together; ``None`` for no limit."""
        return self.limits.get("pages")

    @property
    def default_modules(self) -> tuple[str, ...]:
        """Codes of the modules that work from the first day."""
        return tuple(code for code, offer in self.modules.items() if offer is Offer.ON)

    def sells(self, module: str) -> bool:
        """Whether a commune of this pack may have the module at all."""
        return self.modules.get(module, Offer.NOT_SOLD) is not Offer.NOT_SOLD

    def filled_by_contributor(self, active: Iterable[str]) -> frozenset[str]:
        """Of the modules that a commune has, those that its contributeurs fill in."""
        found = frozenset(active)
        return found if self.contributor_modules is None else found & self.contributor_modules

    def accepts_theme(self, theme: str) -> bool:
        """Whether the pack may wear this theme; a contractor's, with the right to it alone."""
        if theme not in OUR_THEMES and "contractor_theme" not in self.rights:
            return False
        return self.themes is None or theme in self.themes

    def theme_refused(self, theme: str) -> str:
        """Why the pack may not wear this theme, a French sentence; empty when it may."""
        if self.accepts_theme(theme):
            return ""
        if theme in OUR_THEMES:
            return f"le pack {self.label} ne propose pas le modèle «\u00a0{theme}\u00a0»."
        return f"«\u00a0{theme}\u00a0» est le modèle d’un prestataire\u00a0: seul le pack Expert permet de le porter."

    def price_on(self, day: date) -> Decimal | None:
        """The yearly price in force on ``day``; ``None`` where each CDG sets its own or none was in force yet."""
        return price_on(self.prices, day)

    def plus(
        self,
        code: str,
        label: str,
        *,
        pages: Mapping[str, Right] | None = None,
        modules: Iterable[str] = (),
        on_request: Iterable[str] = (),
        rights: Iterable[str] = (),
        mailboxes: int | None = None,
        prices: tuple[DatedPrice, ...] = (),
    ) -> "Pack":
        """A richer pack: everything of this one, more modules and rights, and no limit on pages."""
        offers = dict(self.modules) | dict.fromkeys(on_request, Offer.ON_REQUEST) | dict.fromkeys(modules, Offer.ON)
        return replace(
            self,
            code=code,
            label=label,
            page_rights=MappingProxyType(dict(self.page_rights) | dict(pages or {})),
            modules=MappingProxyType(offers),
            rights=self.rights | frozenset(rights),
            limits=MappingProxyType({}),
            mailboxes=self.mailboxes if mailboxes is None else mailboxes,
            prices=prices,
        )


def price_on(prices: Iterable[DatedPrice], day: date) -> Decimal | None:
    """The last price whose first day has come."""
    price = begun(prices, day)
    return price.euros if price else None


# One and several, of what a commune may have some.
PAGE_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rubrique": ("rubrique", "rubriques"),
        "page": ("page", "pages"),
        "page_legale": ("page légale", "pages légales"),
    }
)

# Themes that come with the platform; any other is a contractor's.
OUR_THEMES = frozenset({"base", "causse", "garonne", "quercy", "utopia"})

# A page that counts against a pack's limit: what belongs to a module never does.
COUNTED_PAGES = ("rubrique", "page")

MODULE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "actualites": "Actualités",
        "horaires": "Horaires",
        "alerte": "Message d’alerte",
        "equipe_municipale": "Équipe municipale",
        "documents": "Documents et actes",
        "contact": "Contact",
        "recherche": "Recherche",
        "statistiques": "Statistiques",
        "agenda": "Agenda",
        "plan": "Plan et accès",
        "acces_rapide": "Accès rapide",
        "reseaux_sociaux": "Réseaux sociaux",
        "portail": "Portail enfance et citoyen",
        "marches": "Marchés publics",
        "galerie_photos": "Galerie photos",
        "annuaire": "Annuaire",
        "formulaires": "Formulaires",
        "lexique": "Lexique",
        "flash_infos": "Flash infos",
        "galerie_videos": "Galerie vidéos",
        "location_salle": "Location de salle",
        "meteo": "Météo",
        "sondage": "Sondage",
        "enquetes_publiques": "Enquêtes publiques",
        "newsletter": "Lettre d’information",
        "multilingue": "Multilingue",
        "reseaux_sociaux_avances": "Réseaux sociaux avancés",
        "evenements_avances": "Gestion des évènements avancée",
        "comarquage": "Guide des droits et démarches",
        "demarches": "Démarches en ligne",
        "paiement": "Paiement en ligne (PayFiP)",
        "partage": "Partage avec d’autres sites",
        "flux_externes": "Flux extérieurs",
    }
)

RIGHT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "tree": "gestion de l’arborescence",
        "pages": "création de pages",
        "library": "dépôt et liste des documents",
        "files": "gestionnaire des fichiers",
        "forms": "gestionnaire des formulaires",
        "users": "gestion des utilisateurs",
        "workflow": "circuit de validation",
        "banner": "photo du bandeau",
        "tone": "tonalité choisie dans un nuancier",
        "colours": "couleurs du modèle",
        "photos": "photos du modèle",
        "contractor_theme": "modèle d’un prestataire",
    }
)

EVERYWHERE = (
    "actualites", "horaires", "alerte", "equipe_municipale", "documents", "contact", "recherche", "statistiques",
    "partage", "flux_externes",
)  # fmt: skip
E_ADMINISTRATION = ("comarquage", "demarches")


def _offers(on: Iterable[str], on_request: Iterable[str]) -> Mapping[str, Offer]:
    table = dict.fromkeys(MODULE_LABELS, Offer.NOT_SOLD)
    return MappingProxyType(table | dict.fromkeys(on_request, Offer.ON_REQUEST) | dict.fromkeys(on, Offer.ON))


def _since_2020(euros: str) -> tuple[DatedPrice, ...]:
    return (DatedPrice(date(2020, 1, 1), Decimal(euros)),)


MINI_SITE = Pack(
    "mini_site",
    "Mini-site",
    page_rights=MappingProxyType(
        {
            "accueil": Right.EDIT,
            "rubrique": Right.ABSENT,
            "page": Right.EDIT,
            "page_legale": Right.GENERATED,
            "plan_du_site": Right.GENERATED,
        }
    ),
    modules=_offers(on=(*EVERYWHERE, "agenda", "plan"), on_request=E_ADMINISTRATION),
    rights=frozenset({"library", "banner", "tone"}),
    limits=MappingProxyType(
        {"pages": 5}
    ),  # the seven default pages, of which Accueil and Mentions légales do not count
    mailboxes=0,
    domains=0,
    default_theme="utopia",
    themes=frozenset({"utopia"}),
    contributor_modules=frozenset({"actualites", "documents"}),
)

DECOUVERTE = Pack(
    "decouverte",
    "Découverte",
    page_rights=MappingProxyType(
        {
            "accueil": Right.EDIT,
            "rubrique": Right.EDIT,
            "page": Right.CREATE,
            "page_legale": Right.GENERATED,
            "plan_du_site": Right.GENERATED,
        }
    ),
    modules=_offers(on=EVERYWHERE, on_request=E_ADMINISTRATION),
    rights=frozenset({"pages"}),
    on_request=frozenset({"workflow"}),
    limits=MappingProxyType({"pages": 15}),
    mailboxes=2,
    domains=1,
    prices=_since_2020("352.58"),
)

CONFORT = DECOUVERTE.plus(
    "confort",
    "Confort",
    pages={"rubrique": Right.CREATE},
    modules=(
        "agenda",
        "plan",
        "acces_rapide",
        "reseaux_sociaux",
        "portail",
        "marches",
        "galerie_photos",
        "annuaire",
        "formulaires",
        "lexique",
    ),
    on_request=("paiement",),
    rights=("tree", "library", "files", "forms", "banner", "colours", "photos"),
    mailboxes=5,
    prices=_since_2020("636.12"),
)

EXPERT = CONFORT.plus(
    "expert",
    "Expert",
    modules=(
        "flash_infos",
        "galerie_videos",
        "location_salle",
        "meteo",
        "sondage",
        "enquetes_publiques",
        "newsletter",
        "multilingue",
        "reseaux_sociaux_avances",
        "evenements_avances",
    ),
    rights=("users", "contractor_theme"),
    prices=_since_2020("1272.24"),
)

PACKS: Mapping[str, Pack] = MappingProxyType({pack.code: pack for pack in (MINI_SITE, DECOUVERTE, CONFORT, EXPERT)})

# À la carte, euros a year, all taxes included.
EXTRA_DOMAIN = (DatedPrice(date(2020, 1, 1), Decimal("15.00")),)
EXTRA_MAILBOX: Mapping[int, tuple[DatedPrice, ...]] = MappingProxyType(
    {
        5: (DatedPrice(date(2020, 1, 1), Decimal("12.26")),),
        10: (DatedPrice(date(2020, 1, 1), Decimal("20.38")),),  # 12.26 and 8.12 for the five gigabytes more
    }
)
INCLUDED_MAILBOX_GB = 5
# Outside the packs: euros a day, estimated first, then accepted.
DAY_OF_WORK = (DatedPrice(date(2020, 1, 1), Decimal("250.00")),)


def exceeds(pack: Pack, usage: Usage) -> list[str]:
    """What a commune already has and ``pack`` does not sell, one French sentence each. Nothing is deleted for it."""
    return [*_too_many_pages(pack, usage), *_too_many_addresses(pack, usage), *_not_sold(pack, usage)]


def _too_many_pages(pack: Pack, usage: Usage) -> list[str]:
    sentences = [
        f"{counted(count, *PAGE_NAMES[kind])}\u00a0: le pack {pack.label} n’en comporte pas. "
        + (
            "Elles restent en ligne, mais la commune ne peut plus les modifier."
            if count > 1
            else "Elle reste en ligne, mais la commune ne peut plus la modifier."
        )
        for kind, count in sorted(usage.pages.items())
        if count and kind in PAGE_NAMES and pack.page_rights.get(kind, Right.ABSENT) is Right.ABSENT
    ]
    held = sum(usage.pages.get(kind, 0) for kind in COUNTED_PAGES)
    if pack.page_limit is not None and held > pack.page_limit:
        sentences.append(
            f"{held} pages et rubriques : le pack {pack.label} en comporte {pack.page_limit}. Elles restent en "
            f"ligne, mais il faudra en supprimer {held - pack.page_limit} avant d’en créer une nouvelle."
        )
    return sentences


def _too_many_addresses(pack: Pack, usage: Usage) -> list[str]:
    sentences = []
    if (more := usage.domains - pack.domains) > 0:
        sentences.append(f"{counted(more, 'nom de domaine', 'noms de domaine')} au-delà du pack {pack.label}, en sus.")
    if (more := usage.mailboxes - pack.mailboxes) > 0:
        sentences.append(
            f"{counted(more, 'boîte aux lettres', 'boîtes aux lettres')} au-delà du pack {pack.label}, en sus."
        )
    return sentences


def _not_sold(pack: Pack, usage: Usage) -> list[str]:
    sentences = [
        f"Le module « {MODULE_LABELS.get(code, code)} » n’est pas vendu avec le pack {pack.label} : il est éteint, "
        "ses contenus sont conservés."
        for code in sorted(usage.modules)
        if not pack.sells(code)
    ]
    lost = sorted(RIGHT_LABELS.get(code, code) for code in usage.rights - pack.rights - pack.on_request)
    if lost:
        sentences.append(f"Le pack {pack.label} ne comprend pas : {', '.join(lost)}.")
    if usage.theme and not pack.accepts_theme(usage.theme):
        sentences.append(
            f"Le pack {pack.label} ne propose pas le modèle « {usage.theme} » : "
            f"le site prendra « {pack.default_theme} »."
        )
    return sentences

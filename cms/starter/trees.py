"""What each pack starts with. The order is that of the menu."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from cms.models import PageLegale, PlanDuSite
from cms.starter import commune_pages as commune
from cms.starter import daily_pages as daily
from cms.starter import service_pages as service
from cms.starter.facts import Facts
from cms.starter.raw import Raw, block, cards, text, town_hall_hours
from cms.starter.seeds import Seed, branch
from sites.packs import MINI_SITE, Pack, Right


def content(pack: Pack, facts: Facts) -> Sequence[Seed]:
    """The pages that the commune then keeps, changes or removes."""
    if pack is MINI_SITE:
        return _mini_site(facts)
    if pack.page_rights.get("rubrique") is Right.CREATE:
        return _full(facts)
    return _decouverte(facts)


def kept(seeds: Sequence[Seed], slugs: Collection[str]) -> Sequence[Seed]:
    """The seeds whose slug is among ``slugs``, and those that lead to one; all of them when ``slugs`` is empty."""
    if not slugs:
        return seeds
    found = [replace(seed, children=tuple(kept(seed.children, slugs))) for seed in seeds]
    return [seed for seed in found if seed.page.slug in slugs or seed.children]


def _mini_site(facts: Facts) -> Sequence[Seed]:
    return (
        commune.discover(facts, "Découvrir la commune", "decouvrir-la-commune"),
        commune.council(facts),
        daily.practical(facts),
        service.procedures(facts),
        commune.contact_page(facts),
    )


def _decouverte(facts: Facts) -> Sequence[Seed]:
    return (
        branch(
            "Vie municipale", "vie-municipale", "Vos élus et leurs décisions.",
            (commune.council(facts), commune.meetings(facts)),
        ),
        branch(
            "Vie pratique", "vie-pratique", "Les services de tous les jours.",
            (service.procedures(facts), daily.waste(facts), daily.useful_numbers()),
        ),
        commune.discover(facts, "Découvrir la commune", "decouvrir-la-commune"),
        commune.contact_page(facts),
    )  # fmt: skip


def _full(facts: Facts) -> Sequence[Seed]:
    return (
        branch(
            "Vie municipale", "vie-municipale", "Vos élus, leurs décisions, l’intercommunalité.",
            (commune.council(facts), commune.meetings(facts), commune.epci(facts)),
        ),
        branch(
            "Démarches", "demarches", "Vos démarches à la mairie et en ligne.",
            (service.civil_status(), service.identity_papers(), service.citizenship(), service.planning(facts)),
        ),
        branch(
            "Vie quotidienne", "vie-quotidienne", "Grandir, habiter, s’entraider.",
            (
                service.childhood(facts), daily.waste(facts), daily.solidarity(), daily.associations(facts),
                daily.useful_numbers(),
            ),
        ),
        commune.discover(facts, "Découvrir la commune", "decouvrir-la-commune"),
        commune.contact_page(facts),
    )  # fmt: skip


def generated() -> Sequence[Seed]:
    """The pages that every site must have, whatever its pack."""
    legal = (
        (PageLegale.Kind.MENTIONS, "Mentions légales", "mentions-legales"),
        (PageLegale.Kind.ACCESSIBILITE, "Accessibilité", "accessibilite"),
        (PageLegale.Kind.DONNEES, "Données personnelles", "donnees-personnelles"),
    )
    pages = [PageLegale(title=title, slug=slug, kind=kind) for kind, title, slug in legal]
    plan = PlanDuSite(title="Plan du site", slug="plan-du-site")
    return [Seed(page) for page in (*pages, plan)]


def home_body(pack: Pack, facts: Facts) -> list[Raw]:
    """The home page: news first, then what people come for."""
    council, procedures = "equipe-municipale", "demarches-administratives"
    if pack.page_rights.get("rubrique") is Right.CREATE:
        procedures = "demarches"
    return [
        block("news", {"title": "À la une", "count": 4}),
        text(
            f"<h2>Bienvenue {facts.at}</h2>",
            "Ce site est celui de votre mairie. Vous y trouverez les nouvelles de la commune, les horaires du "
            "secrétariat, vos démarches et les décisions du conseil municipal.",
        ),
        service.procedures_block(),
        cards(
            "La commune",
            (
                ("Découvrir la commune", "Quelques repères pour faire connaissance.", "decouvrir-la-commune"),
                ("L’équipe municipale", "Vos élus, et comment les rencontrer.", council),
                ("Démarches", "Ce que la mairie fait pour vous.", procedures),
            ),
        ),
        town_hall_hours("La mairie vous accueille"),
    ]


def tagline(facts: Facts) -> str:
    """Under the name of the commune."""
    return f"Bienvenue sur le site de la commune {facts.of}"

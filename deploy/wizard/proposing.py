"""What a form proposes before anybody typed: a pack for the size of a commune, and what it has already ordered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from cms.starter.seeds import Seed
from cms.starter.trees import content
from deploy.drivers.cms_site import known_of
from deploy.models import CommuneReference
from deploy.records import facts_of
from deploy.subscriptions import LineKind, Subscription
from sites.law.dated import Threshold, in_force
from sites.packs import CONFORT, DECOUVERTE, EXPERT, MINI_SITE, Pack

# Inhabitants from which a pack is proposed; a webmestre chooses. The CDG 46 keeps its mini-site for less than 500.
FROM: Sequence[tuple[Pack, tuple[Threshold, ...]]] = (
    (EXPERT, (Threshold(date(2020, 1, 1), 5000),)),
    (CONFORT, (Threshold(date(2020, 1, 1), 1500),)),
    (DECOUVERTE, (Threshold(date(2020, 1, 1), 500),)),
)


def pack_for(population: int | None, day: date) -> Pack:
    """The pack of communes of this size; the smallest where it is not known."""
    return next((pack for pack, rows in FROM if (population or 0) >= in_force(rows, day).number), MINI_SITE)


def first_pages(reference: CommuneReference, pack: Pack) -> list[tuple[str, str]]:
    """``(slug, title)`` of the pages that a new site may keep, those below a rubrique after it."""
    facts = known_of(asdict(facts_of(reference)))
    return [line for seed in content(pack, facts) for line in _lines(seed)]


def _lines(seed: Seed, above: str = "") -> list[tuple[str, str]]:
    title = f"{above} › {seed.page.title}" if above else str(seed.page.title)
    below = [line for child in seed.children for line in _lines(child, title)]
    return below or [(seed.page.slug, title)]


def of_subscription(subscription: Subscription, day: date) -> Mapping[str, Any]:
    """What the commune has on ``day``, in the words of an order."""

    def listed(kind: LineKind) -> list[str]:
        return [line.value for line in subscription.on(day, kind)]

    host = subscription.value_on(day, LineKind.HOST)
    ends = {line.until for line in subscription.on(day, LineKind.PACK)}
    return {
        "pack": subscription.value_on(day, LineKind.PACK),
        "modele": subscription.value_on(day, LineKind.THEME),
        "fin": next(iter(ends), None),
        "sous_domaine": host.partition(".")[0],
        "demonstration": subscription.demo,
        "entrainement": subscription.training,
        "domaines": [
            line.value
            for line in sorted(subscription.on(day, LineKind.DOMAIN), key=lambda line: not line.data["serving"])
        ],
        "modules": listed(LineKind.MODULE_ON),
        "sans_modules": listed(LineKind.MODULE_OFF),
        "droits": listed(LineKind.RIGHT),
        "boite": [
            {
                "adresse": line.value,
                "go": line.data["gigabytes"],
                "type": line.data["style"],
                "secours": line.data.get("recovery", ""),
                "partage": line.data.get("members", []),
            }
            for line in subscription.on(day, LineKind.MAILBOX)
        ],
        "alias": [
            {"adresse": line.value, "vers": line.data["targets"]} for line in subscription.on(day, LineKind.ALIAS)
        ],
        "personne": [
            {"nom": line.data["name"], "courriel": line.value, "role": line.data["role"]}
            for line in subscription.on(day, LineKind.PERSON)
        ],
    }

"""What a new commune starts with: pages that a town hall could publish as they are."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from cms.models import Accueil, BasePage, Mairie
from cms.starter import placing, planting, trees
from cms.starter.facts import Facts
from cms.starter.seeds import Seed
from sites.bake.state import mark_dirty
from sites.models import Commune
from sites.packs import Pack

__all__ = ["Facts", "build"]

SETTINGS_FROM_FACTS = {
    "address": "address",
    "city": "printed_name",
    "phone": "phone",
    "email": "email",
    "director": "director",
    "dpo": "dpo",
    "intercommunality": "epci_name",
    "siren": "siren",
}


@transaction.atomic
def build(home: Accueil, commune: Commune, facts: Facts, pack: Pack, kept: Collection[str] = ()) -> None:
    """Give the commune its starter pages and fill its settings; all or nothing.

    ``kept`` names those that a new site keeps, by slug; all of them when it is empty.

    Run again, it writes what is missing and nobody may remove (legal pages, the pages of a module switched on since),
    fills settings that are still empty, and leaves alone all that people may change: a page deleted stays deleted.
    """
    fill_settings(commune, facts)
    present = set(home.get_children().values_list("slug", flat=True))
    starts = placing.starts(commune, facts.of)
    generated = [seed for seed in trees.generated() if seed.page.slug not in present]
    if present:
        pages = _complete(home, placing.missing(home, starts), generated)
    else:
        pages = planting.plant(home, [*placing.among(trees.kept(trees.content(pack, facts), kept), starts), *generated])
        _welcome(home, facts, pack, pages)
    if pages:
        mark_dirty([commune.pk])


def _complete(home: Accueil, missing: Mapping[BasePage, list[Seed]], generated: list[Seed]) -> list[BasePage]:
    """What a living site lacks, each page at its place."""
    wanted = {parent: seeds for parent, seeds in missing.items() if parent.pk != home.pk}
    at_home = [*missing.get(home, []), *generated]
    pages = planting.plant(home, at_home) if at_home else []
    for parent, seeds in wanted.items():
        pages += planting.plant(parent, seeds)
    return pages


def _welcome(home: Accueil, facts: Facts, pack: Pack, pages: list[BasePage]) -> None:
    if len(home.body):
        return
    home.tagline = home.tagline or trees.tagline(facts)
    home.body = trees.home_body(pack, facts)
    planting.resolve_links(home, {page.slug: page.pk for page in pages})
    home.save_base(raw=True)
    planting.record([home], timezone.now(), {home.pk}, actions=("wagtail.publish",))


def fill_settings(commune: Commune, facts: Facts) -> None:
    """Write in the commune's settings the facts it does not say yet."""
    mairie, _created = Mairie.objects.get_or_create(site_id=commune.site_id)
    values = {name: getattr(facts, fact) for name, fact in SETTINGS_FROM_FACTS.items()}
    values["postcode"] = facts.postcodes[0] if len(facts.postcodes) == 1 else ""
    values["director_role"] = facts.director_role
    changed = [name for name, value in values.items() if value and not getattr(mairie, name)]
    for name in changed:
        setattr(mairie, name, values[name])
    if changed:
        mairie.save(update_fields=changed)

"""What communes have, held against what their packs sell."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType

from cms.models import BasePage, Page, Rubrique
from sites.models import Commune
from sites.packs import COUNTED_PAGES, PACKS, Pack, Usage, exceeds
from sites.rendering.french import counted
from sites.tenancy.paths import within

# The models of the page types that packs name.
PAGE_MODELS = {"rubrique": Rubrique, "page": Page}


def counts(communes: Sequence[Commune]) -> Mapping[int, Counter[str]]:
    """How many pages of each counted type, per commune, drafts included: one query for all of them."""
    kinds = {ContentType.objects.get_for_model(PAGE_MODELS[kind]).pk: kind for kind in COUNTED_PAGES}
    homes = {commune.pk: commune.site.root_page.path for commune in communes}
    rows = BasePage.objects.filter(within("path", list(homes.values())), content_type__in=kinds)
    found: dict[int, Counter[str]] = {pk: Counter() for pk in homes}
    owners = {home: pk for pk, home in homes.items()}
    lengths = {len(home) for home in owners}  # one, but for sites rooted higher than the others
    for path, content_type in rows.values_list("path", "content_type"):
        for pk in {owners.get(path[:length]) for length in lengths}:
            if pk is not None:
                found[pk][kinds[content_type]] += 1
    return found


def pack_of(commune: Commune) -> Pack:
    """What the commune subscribed to."""
    return PACKS[commune.pack]


def pages_left(commune: Commune) -> int | None:
    """How many rubriques and pages may still be created; None without limit, negative after a downgrade."""
    limit = pack_of(commune).page_limit
    return None if limit is None else limit - counts([commune])[commune.pk].total()


def usage_of(commune: Commune, pages: Mapping[str, int]) -> Usage:
    """What ``sites.packs.exceeds`` compares."""
    return Usage(
        pages=pages,
        modules=frozenset(commune.options.get("modules_on", ())),
        rights=frozenset(commune.options.get("rights_on", ())) | ({"workflow"} if commune.validation else set()),
        theme=commune.theme,
    )


def offers_validation(commune: Commune) -> bool:
    """Whether the pack sells the validation before publication, or sells it on request."""
    pack = pack_of(commune)
    return "workflow" in pack.rights | pack.on_request | set(commune.options.get("rights_on", ()))


def _sentence(number: int, pack: Pack) -> str:
    have = counted(number, "page ou rubrique", "pages et rubriques")
    return f"{have} sur les {pack.page_limit} du pack {pack.label}."


def notes(commune: Commune, pages: Counter[str]) -> list[str]:
    """What people read about their pack on the home page: how far they are, and what exceeds it."""
    pack = pack_of(commune)
    said = exceeds(pack, usage_of(commune, pages))
    if pack.page_limit is not None and pages.total() <= pack.page_limit and pack.page_rights.get("page") == "create":
        said.insert(0, _sentence(pages.total(), pack))
    return said

"""Contents that one commune proposes, and another takes."""

from typing import Any

from django.db import connection

from cms.partage import answering
from cms.partage.models import Audience, Proposition, Reception
from modules.actualites.models import Article
from sites.models import BakeState, Commune
from tests.modules.agenda import factories as agenda
from tests.world import Town, add_page, build_commune


def article(town: Town, title: str = "La foire aux truffes", **fields: Any) -> Article:
    """News of ``town``, online."""
    values: dict[str, Any] = {"intro": f"Dimanche, à {town.name}.", "category": town.category, **fields}
    found: Article = add_page(town.actualites, Article(title=title, **values), town.contributeur)
    return found


def proposed(town: Town, page: Any = None, audience: str = Audience.ALL, named: Any = ()) -> Proposition:
    """A content of ``town`` that others may show."""
    return answering.propose(page or article(town), town.commune, audience, named)


def accepted(commune: Commune, row: Proposition) -> Reception:
    """Taken by hand."""
    assert answering.accept(commune, row.pk, None)
    return Reception.objects.get(commune=commune, proposition=row)


def neighbours(town: Town, count: int) -> list[Commune]:
    """Further communes of the département of ``town``."""
    return [build_commune(town.departement, f"{town.commune.insee[:2]}9{n:02d}", f"Voisine{n}") for n in range(count)]


def clean() -> None:
    """As after every site was baked."""
    connection.run_on_commit.clear()
    BakeState.objects.update(dirty_at=None)


def dirty() -> set[str]:
    """The communes to bake, once the transaction is committed."""
    for waiting in connection.run_on_commit:
        waiting[1]()
    connection.run_on_commit.clear()
    return set(BakeState.objects.filter(dirty_at__isnull=False).values_list("commune__name", flat=True))


__all__ = ["accepted", "agenda", "article", "clean", "dirty", "neighbours", "proposed"]

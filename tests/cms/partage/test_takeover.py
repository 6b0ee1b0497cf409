"""``partage.toml`` of a folder that ``beffroi import`` takes over."""

from typing import Any

import pytest
from django.apps import apps

from cms.partage.gateway import granted
from cms.takeover.errors import ContentError
from sites.models import Commune
from tests.cms.partage.factories import article
from tests.world import World

pytestmark = pytest.mark.django_db
MODULE: Any = apps.get_app_config("partage")


def take(commune: Commune, table: dict[str, Any]) -> bool:
    return bool(MODULE.take_over(commune, table, None))


@pytest.mark.parametrize("first", ["propose", "reprend"])
def test_whichever_site_is_taken_over_first_the_content_is_shared_and_once(world: World, first: str) -> None:
    here, there = world.aubord.commune, world.belleville.commune
    article(world.aubord)
    told = {
        "propose": (here, {"propose": [{"page": "/actualites/la-foire-aux-truffes/", "a": "toutes"}]}),
        "reprend": (there, {"reprend": [{"de": "toutes"}]}),
    }
    order = [told[first], *(one for name, one in told.items() if name != first)]
    assert [take(*one) for one in order] == [True, True]
    assert [one.page["title"] for one in granted(there)] == ["La foire aux truffes"]
    assert [take(*one) for one in order] == [False, False]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            {"propose": [{"page": "/actualites/rien/", "a": "toutes"}]},
            "/actualites/rien/.* n’est pas une page",
        ),
        ({"propose": [{"page": "/vie-municipale/", "a": "toutes"}]}, "n’est pas une page que l’on partage"),
        (
            {"propose": [{"page": "/actualites/fete/", "a": "monde"}]},
            "monde.* n’est pas un de intercommunalite",
        ),
        ({"reprend": [{"de": "ailleurs"}]}, "«\u00a0ailleurs\u00a0»"),
        ({"prend": []}, "n’existe pas ici"),
    ],
)
def test_a_fault_is_one_sentence(world: World, table: dict[str, Any], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        take(world.aubord.commune, table)

"""The home of the admin: what one may do for each commune, and what stands online."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sites.models import BakeState, Commune, Membership, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import build_commune

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")


def with_pack(commune: Commune, pack: str) -> None:
    commune.pack = pack
    commune.save(update_fields=["pack"])


def more_communes(world: "World", number: int) -> list[Commune]:
    departement = world.aubord.departement
    return [build_commune(departement, f"30{rank:03}", f"Village-{rank}", "decouverte") for rank in range(number)]


def test_a_contributor_is_asked_what_to_do(world: "World") -> None:
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "Que voulez-vous faire ?" in said
    for action in ("Publier une actualité", "Modifier une page", "Déposer un document", "Voir le site"):
        assert action in said
    assert "Envoyer des fichiers" in said


def test_the_home_names_no_other_commune(world: "World") -> None:
    assert "Belleville" not in words(enter(world.aubord.contributeur).get(HOME).content)


def test_a_mini_site_contributor_sees_news_and_documents_and_nothing_else(world: "World") -> None:
    with_pack(world.aubord.commune, "mini_site")
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "Publier une actualité" in said
    assert "Déposer un document" in said
    assert "Modifier une page" not in said
    assert "Horaires et coordonnées" not in said


def test_a_decouverte_contributor_has_no_document_screen(world: "World") -> None:
    with_pack(world.aubord.commune, "decouverte")
    client = enter(world.aubord.contributeur)
    assert "Envoyer des fichiers" not in words(client.get(HOME).content)
    assert client.get(reverse("wagtaildocs:index")).status_code == 302


def test_the_state_says_the_hour_of_the_last_publication(world: "World") -> None:
    now = timezone.localtime().replace(hour=10, minute=42, second=0, microsecond=0)
    BakeState.objects.filter(commune=world.aubord.commune).update(dirty_at=None, live_at=now)
    assert "En ligne à 10 h 42" in words(enter(world.aubord.contributeur).get(HOME).content)


def test_an_error_says_what_to_do_and_that_the_old_site_stays(world: "World") -> None:
    BakeState.objects.filter(commune=world.aubord.commune).update(
        error="image illisible", error_page="Le conseil", dirty_at=None
    )
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "image illisible" in said
    assert "La version précédente de votre site reste en ligne." in said
    assert "Reprenez la page « Le conseil »" in said


def test_a_contributor_of_three_communes_has_the_buttons_of_each(world: "World") -> None:
    person: User = world.aubord.contributeur
    for commune in more_communes(world, 2):
        Membership.objects.create(user=person, commune=commune, role=Role.CONTRIBUTEUR)
    said = words(enter(person).get(HOME).content)
    for name in ("Aubord", "Village-0", "Village-1"):
        assert name in said
    assert said.count("desk__commune") == 3


def test_a_webmestre_of_many_communes_has_a_list_those_in_error_first(world: "World") -> None:
    communes = more_communes(world, 6)
    BakeState.objects.filter(commune=communes[5]).update(error="plus de place", dirty_at=None)
    said = words(enter(world.webmestre).get(HOME).content)
    assert "Nom, code INSEE ou adresse" in said
    assert said.index("Village-5") < said.index("Village-0")


def test_the_list_costs_the_same_for_one_and_three_times_as_many_communes(world: "World") -> None:
    client = enter(world.webmestre)
    url = reverse("desk:communes")

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = cost()
    more_communes(world, 12)
    assert cost() == few


def test_a_name_an_insee_code_or_an_address_finds_a_commune(world: "World") -> None:
    client = enter(world.webmestre)
    for query in ("aubo", "30020", "aubord.local"):
        said = words(client.get(reverse("desk:communes"), {"q": query}).content)
        assert "Aubord" in said
        assert "Belleville" not in said


def test_the_state_is_told_to_the_people_of_the_commune_only(world: "World") -> None:
    paris = ZoneInfo("Europe/Paris")
    BakeState.objects.filter(commune=world.aubord.commune).update(
        live_at=datetime(2026, 9, 4, 10, 42, tzinfo=paris), dirty_at=None
    )
    url = reverse("desk:state", args=(world.aubord.commune.pk,))
    assert enter(world.aubord.contributeur).get(url).json()["mood"] == "live"
    assert enter(world.belleville.contributeur).get(url).status_code == 404


def test_another_communes_card_does_not_exist(world: "World") -> None:
    url = reverse("desk:commune", args=(world.aubord.commune.pk,))
    assert enter(world.aubord.contributeur).get(url).status_code == 200
    assert enter(world.belleville.gestionnaire).get(url).status_code == 404


def test_the_news_of_one_commune_open_at_once(world: "World") -> None:
    answer = enter(world.aubord.contributeur).get(reverse("desk:module", args=("actualites",)))
    assert answer.headers["Location"] == reverse("wagtailadmin_explore", args=(world.aubord.actualites.pk,))


def test_a_module_that_does_not_exist_is_not_found(world: "World") -> None:
    assert enter(world.aubord.contributeur).get(reverse("desk:module", args=("agenda",))).status_code == 404


def test_an_error_is_tried_again_by_the_commune_and_forced_by_who_looks_after_it(world: "World") -> None:
    states = BakeState.objects.filter(commune=world.aubord.commune)
    states.update(error="trop de pages disparaissent", dirty_at=None, pages=40, removals=0)
    url = reverse("desk:put_online", args=(world.aubord.commune.pk,))
    client = enter(world.aubord.contributeur)
    assert "Publier quand même" not in words(
        client.get(reverse("desk:commune", args=(world.aubord.commune.pk,))).content
    )
    assert client.post(url, {"anyway": "on"}).status_code == 404
    client.post(url)
    assert client.get(reverse("desk:state", args=(world.aubord.commune.pk,))).json()["mood"] == "pending"
    assert states.get().removals == 0
    enter(world.webmestre).post(url, {"anyway": "on"})
    assert states.get().removals == 40
    assert enter(world.belleville.gestionnaire).post(url).status_code == 404

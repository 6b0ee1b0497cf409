"""Entries that a commune proposes to others: what crosses, what follows, who may propose."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.partage import answering
from cms.partage.gateway import count_offered, granted, offered
from cms.partage.models import Audience, Note, Offer, Proposition, Rule, Scope
from cms.search.visitors.find import find
from cms.search.visitors.keeping import synchronise
from modules.annuaire.models import Annuaire, Fiche
from sites.bake.bakery import bake, store_of
from sites.bake.snapshot import take
from sites.models import Commune
from tests.cms.partage.factories import accepted, clean, dirty, proposed
from tests.entering import enter, words
from tests.modules.annuaire.factories import category, entry, index_of
from tests.world import Town, World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
ABROAD = "http://aubord.localhost:8000/annuaire/associations/judo-club/"


@pytest.fixture
def towns(world: World, var: Path) -> World:
    """Both have a directory."""
    for town in world.towns:
        index_of(town)
    return world


def shared(towns: World, **fields: Any) -> Fiche:
    """The club of Aubord, that Belleville shows."""
    row = entry(towns.aubord, "Judo club", **fields)
    accepted(towns.belleville.commune, proposed(towns.aubord, row))
    return row


def shown(commune: Commune) -> list[str]:
    return [one.page["title"] for one in granted(Commune.objects.get(pk=commune.pk))]


def read(town: Town, path: str) -> str:
    return (store_of(town.commune.insee).www / path).read_text(encoding="utf-8")


def test_it_stands_in_the_lists_with_its_commune_and_leads_there(towns: World) -> None:
    shared(towns)
    own = entry(towns.belleville, "Amicale")
    assert bake(towns.belleville.commune, now=NOON).error == ""
    for path in ("annuaire/associations/index.html", "annuaire/a-z/index.html"):
        page = read(towns.belleville, path)
        assert f'<a href="{ABROAD}" rel="external">' in page
        assert "Publié par la commune d’Aubord" in page
        assert page.index("Amicale") < page.index("Judo club")
    assert "2 fiches" in read(towns.belleville, "annuaire/index.html")
    www = store_of(towns.belleville.commune.insee).www
    assert (www / f"annuaire/associations/{own.slug}/index.html").exists()
    assert not (www / "annuaire/associations/judo-club").exists()
    synchronise(towns.belleville.commune)
    assert find(towns.belleville.commune, "judo").hits[0].url == ABROAD


def test_what_people_gave_to_their_own_town_hall_does_not_cross(towns: World) -> None:
    row = shared(towns)
    assert bake(towns.belleville.commune, now=NOON).error == ""
    www = store_of(towns.belleville.commune.insee).www
    pages = "\n".join(path.read_text("utf-8") for path in www.rglob("*.html"))
    for secret in (row.email, "05 65 20 00 00", row.street, row.holder_name, row.holder_email):
        assert secret not in pages


def test_the_words_of_the_receiver_take_the_place_of_its_own(towns: World) -> None:
    shared(towns)
    reception = Proposition.objects.get().receptions.get()
    reception.intro = "Le club accueille nos enfants."
    reception.save()
    assert bake(towns.belleville.commune, now=NOON).error == ""
    assert "Le club accueille nos enfants." in read(towns.belleville, "annuaire/associations/index.html")


def hide(row: Fiche) -> None:
    row.online = False
    row.save()


def unpublish(row: Fiche) -> None:
    Annuaire.objects.descendant_of(row.commune.site.root_page).get().unpublish()


def reserve(row: Fiche) -> None:
    page = Annuaire.objects.descendant_of(row.commune.site.root_page).get()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def switch_off(row: Fiche) -> None:
    row.commune.options = {"modules_off": ["annuaire"]}
    row.commune.save()


def delete(row: Fiche) -> None:
    row.delete()


def remove_page(row: Fiche) -> None:
    Annuaire.objects.descendant_of(row.commune.site.root_page).get().delete()


@pytest.mark.parametrize("leaves", [hide, unpublish, reserve, switch_off, delete, remove_page])
def test_what_citizens_read_no_more_there_is_shown_no_more_here(towns: World, leaves: Any) -> None:
    row = shared(towns)
    assert shown(towns.belleville.commune) == ["Judo club"]
    clean()
    leaves(row)
    assert shown(towns.belleville.commune) == []
    assert "Belleville" in dirty()


def test_hidden_then_shown_it_comes_back(towns: World) -> None:
    row = shared(towns)
    hide(row)
    assert "n’est plus en ligne" in Note.objects.get(commune=towns.belleville.commune).sentence
    row.online = True
    row.save()
    assert shown(towns.belleville.commune) == ["Judo club"]


def test_a_new_name_is_followed_by_the_sites_that_show_it_and_no_other(towns: World) -> None:
    row, other = shared(towns), entry(towns.aubord, "Chorale")
    clean()
    row.name = "Judo et karaté"
    row.save()
    assert dirty() == {"Aubord", "Belleville"}
    assert shown(towns.belleville.commune) == [Proposition.objects.get().title] == ["Judo et karaté"]
    clean()
    other.save()
    assert dirty() == {"Aubord"}


def test_a_page_of_the_same_number_that_is_deleted_buries_nothing(towns: World) -> None:
    row = shared(towns)
    page = towns.aubord.actualites
    Proposition.objects.filter(object_id=row.pk).update(object_id=page.pk)
    page.delete()
    assert Proposition.objects.get().state == Offer.OPEN


def test_a_proposition_of_the_row_of_another_commune_gives_nothing(towns: World) -> None:
    row = entry(towns.belleville, "Amicale de Belleville")
    third = Proposition.objects.create(
        source=towns.aubord.commune, kind="annuaire.Fiche", object_id=row.pk, title="Volée", audience=Audience.ALL
    )
    assert offered(towns.belleville.commune) == []
    assert not answering.accept(towns.belleville.commune, third.pk, None)


def test_a_rule_takes_the_entries_of_a_category(towns: World) -> None:
    sport = category(towns.aubord, "Sport")
    rule = {"commune": towns.belleville.commune, "scope": Scope.ALL, "kind": "annuaire.Fiche", "category": sport.slug}
    Rule.objects.create(**rule)
    proposed(towns.aubord, entry(towns.aubord, "Judo club", category=sport))
    proposed(towns.aubord, entry(towns.aubord, "Chorale"))
    assert shown(towns.belleville.commune) == ["Judo club"]
    assert count_offered([towns.belleville.commune]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_entries_costs_no_query(towns: World, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        accepted(towns.belleville.commune, proposed(towns.aubord, entry(towns.aubord, f"Club {number}")))
    with django_assert_num_queries(3):
        assert len(granted(towns.belleville.commune)) == count
    assert len(take(towns.belleville.commune.pk, NOON).data["annuaire"].listed) == count


def test_who_publishes_there_proposes_it_from_its_screen(towns: World) -> None:
    row = entry(towns.aubord, "Judo club")
    client = enter(towns.aubord.gestionnaire)
    address = reverse("partage:propose_row", args=("annuaire.Fiche", row.pk))
    assert address in client.get(reverse("annuaire_fiches:edit", args=(row.pk,))).content.decode()
    answer = client.post(address, {"audience": Audience.ALL}, follow=True)
    assert "C’est proposé." in words(answer.content)
    assert [one.page["title"] for one in offered(towns.belleville.commune)] == ["Judo club"]
    client.post(address, {"withdraw": "1"})
    assert offered(towns.belleville.commune) == []
    hide(row)
    assert address not in client.get(reverse("annuaire_fiches:edit", args=(row.pk,))).content.decode()
    refused = client.post(address, {"audience": Audience.ALL}, follow=True)
    assert "n’est pas en ligne" in words(refused.content)


def test_nobody_of_another_town_proposes_it(towns: World) -> None:
    row = entry(towns.aubord, "Judo club")
    address = reverse("partage:propose_row", args=("annuaire.Fiche", row.pk))
    for user in (towns.belleville.gestionnaire, towns.belleville.contributeur):
        assert enter(user).post(address, {"audience": Audience.ALL}).status_code in {302, 403, 404}
    assert (
        enter(towns.aubord.gestionnaire)
        .get(reverse("partage:propose_row", args=("actualites.Article", row.pk)))
        .status_code
        == 404
    )
    assert not Proposition.objects.exists()

"""Proposing, taking, refusing, as people of the town halls do."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.desk.waiting import lines
from cms.partage.gateway import granted, offered
from cms.partage.models import Answer, Audience, Note, Proposition, Reception, Rule
from sites.models import Commune
from sites.tenancy.roles import Role
from tests.cms.partage.factories import accepted, article, clean, dirty, proposed
from tests.world import World, member

pytestmark = pytest.mark.django_db


def at_home(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def board(commune: Commune) -> str:
    return reverse("partage:board", args=(commune.pk,))


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def test_a_secretary_proposes_to_a_commune_she_names_and_sees_who_took_it(client: Client, world: World) -> None:
    here, there = world.aubord, world.belleville
    page = article(here)
    url = reverse("partage:propose", args=(page.pk,))
    at_home(client, here.contributeur)
    assert url in client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert "Belleville" not in words(client.get(url)), "nothing is told of who was not named"
    answer = client.post(url, {"audience": "named", "named": "belleville\n"})
    assert answer.status_code == 302
    row = Proposition.objects.get()
    assert list(row.named.all()) == [there.commune]
    accepted(there.commune, row)
    told = words(client.get(url))
    assert "1 commune le montre" in told
    assert "Belleville" in told
    client.post(url, {"withdraw": "1"})
    assert granted(there.commune) == []
    assert Note.objects.get(commune=there.commune).sentence.startswith("La commune d’Aubord ne propose plus")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "Nommez au moins une commune."),
        ("Atlantis", "Aucun autre site ne porte le nom ou le code INSEE « Atlantis »."),
        ("Aubord", "Aucun autre site ne porte le nom ou le code INSEE « Aubord »."),
    ],
)
def test_a_commune_that_is_no_site_is_told(client: Client, world: World, named: str, said: str) -> None:
    url = reverse("partage:propose", args=(article(world.aubord).pk,))
    at_home(client, world.aubord.contributeur)
    assert said in words(client.post(url, {"audience": "named", "named": named}))
    assert not Proposition.objects.exists()


def test_a_draft_and_a_page_that_nobody_shares_are_not_proposed(client: Client, world: World) -> None:
    here = world.aubord
    page = article(here)
    page.unpublish()
    at_home(client, here.contributeur)
    client.post(reverse("partage:propose", args=(page.pk,)), {"audience": "all"})
    assert not Proposition.objects.exists()
    assert client.get(reverse("partage:propose", args=(here.page.pk,))).status_code == 404


def test_where_news_are_validated_a_secretary_neither_proposes_nor_answers(client: Client, world: World) -> None:
    for town in world.towns:
        town.commune.validation = True
        town.commune.save()
    page = article(world.aubord)
    at_home(client, world.aubord.contributeur)
    assert client.get(reverse("partage:propose", args=(page.pk,))).status_code == 404
    proposed(world.aubord, page)
    at_home(client, world.belleville.contributeur)
    assert client.get(board(world.belleville.commune)).status_code == 404
    at_home(client, world.belleville.valideur)
    assert client.get(board(world.belleville.commune)).status_code == 200


def test_what_is_proposed_waits_on_the_home_and_is_taken_adjusted_and_taken_off(client: Client, world: World) -> None:
    there = world.belleville
    row = proposed(world.aubord)
    waiting = {str(line.label): (line.count, line.url) for line in lines(there.contributeur, [there.commune])}
    assert waiting["Proposé par d’autres communes"] == (1, reverse("partage:start"))
    at_home(client, there.contributeur)
    assert client.get(reverse("partage:start")).headers["Location"] == board(there.commune)
    assert "La foire aux truffes" in words(client.get(board(there.commune)))
    clean()
    client.post(board(there.commune), {"do": "accept", "proposition": row.pk})
    assert dirty() == {"Belleville"}
    kept = Reception.objects.get()
    assert (kept.state, kept.by) == (Answer.ACCEPTED, there.contributeur)
    changes = {f"c{kept.pk}-day": "2026-06-02", f"c{kept.pk}-intro": "À côté de chez nous."}
    clean()
    client.post(board(there.commune), {"do": "adjust", "proposition": row.pk, **changes})
    kept.refresh_from_db()
    assert (str(kept.day), kept.intro, kept.on_home) == ("2026-06-02", "À côté de chez nous.", False)
    assert dirty() == {"Belleville"}
    wrong = client.post(board(there.commune), {"do": "adjust", "proposition": row.pk, f"c{kept.pk}-intro": "x" * 301})
    assert "300" in words(wrong)
    client.post(board(there.commune), {"do": "undo", "proposition": row.pk})
    assert (len(granted(there.commune)), len(offered(there.commune))) == (0, 1)


def test_what_is_refused_is_not_asked_again_and_the_refusal_is_undone(client: Client, world: World) -> None:
    there = world.belleville
    row = proposed(world.aubord)
    at_home(client, there.contributeur)
    clean()
    client.post(board(there.commune), {"do": "refuse", "proposition": row.pk})
    assert dirty() == set()
    assert "Ce que vous ne montrez pas" in words(client.get(board(there.commune)))
    client.post(board(there.commune), {"do": "undo", "proposition": row.pk})
    assert len(offered(there.commune)) == 1


def test_a_rule_of_the_desk_takes_all_that_a_commune_proposes(client: Client, world: World) -> None:
    there = world.belleville
    proposed(world.aubord)
    at_home(client, there.contributeur)
    url = board(there.commune)
    assert "Nommez la commune." in words(client.post(url, {"do": "rule", "scope": "commune", "source": ""}))
    client.post(url, {"do": "rule", "scope": "commune", "source": "30020", "kind": "", "category": "", "on_home": "on"})
    rule = Rule.objects.get()
    assert (rule.source, rule.on_home) == (world.aubord.commune, True)
    assert len(granted(there.commune)) == 1
    client.post(url, {"do": "rule", "scope": "commune", "source": "Aubord", "kind": "", "category": ""})
    assert Rule.objects.count() == 1, "the same rule is not kept twice"
    client.post(url, {"do": "forget", "rule": rule.pk})
    assert (Rule.objects.count(), len(granted(there.commune)), len(offered(there.commune))) == (0, 0, 1)


def test_people_of_another_commune_reach_nothing(client: Client, world: World) -> None:
    here, there = world.aubord, world.belleville
    page = article(here)
    row = proposed(here, page, Audience.NAMED, [there.commune])
    accepted(there.commune, row)
    rule = Rule.objects.create(commune=there.commune, scope="all")
    at_home(client, here.contributeur)
    for do in ("accept", "refuse", "undo", "forget", "adjust"):
        sent = {"do": do, "proposition": row.pk, "rule": rule.pk}
        assert client.post(board(there.commune), sent).status_code == 404
        client.post(board(here.commune), sent)
    assert Reception.objects.filter(state=Answer.ACCEPTED).count() == 1
    assert Rule.objects.filter(pk=rule.pk).exists()
    at_home(client, there.contributeur)
    assert client.get(reverse("partage:propose", args=(page.pk,))).status_code == 404
    client.post(reverse("partage:propose", args=(page.pk,)), {"withdraw": "1"})
    assert len(granted(there.commune)) == 1


def test_who_works_for_several_communes_chooses_one(client: Client, world: World) -> None:
    both = member("deux@cdg.example", Role.CONTRIBUTEUR, world.aubord.commune)
    member("deux@cdg.example", Role.CONTRIBUTEUR, world.belleville.commune)
    proposed(world.aubord)
    at_home(client, both)
    told = words(client.get(reverse("partage:start")))
    assert "0 proposition<" in told
    assert "1 proposition<" in told


def test_the_board_costs_as_many_queries_for_three_contents_as_for_one(client: Client, world: World) -> None:
    here, there = world.aubord, world.belleville
    at_home(client, there.contributeur)
    counts = []
    for number in range(3):
        accepted(there.commune, proposed(here, article(here, f"Montrée {number}")))
        proposed(here, article(here, f"Proposée {number}"))
        client.get(board(there.commune))
        with CaptureQueriesContext(connection) as captured:
            client.get(board(there.commune))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]

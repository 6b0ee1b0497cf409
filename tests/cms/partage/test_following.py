"""A shared content changes: exactly the sites that show it are made again, and told why."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.models import Page, Picture
from cms.partage import answering
from cms.partage.gateway import granted, offered
from cms.partage.models import Answer, Audience, Note, Reception, Rule, Scope
from modules.actualites.models import Article
from sites.bake.snapshot import take
from sites.models import Commune
from tests.cms.partage.factories import accepted, article, clean, dirty, neighbours, proposed
from tests.world import World, add_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(world: World) -> tuple[Any, list[Commune]]:
    """News of Aubord that two of its neighbours show, and that a third refused."""
    here = world.aubord
    near = neighbours(here, 4)
    page = article(here, image=here.image, image_alt="La place")
    row = proposed(here, page)
    for commune in near[:2]:
        accepted(commune, row)
    assert answering.refuse(near[2], row.pk, None)
    clean()
    Note.objects.all().delete()
    return page, near


def publish(page: Any, here: Any) -> None:
    page.title = "La foire change de jour"
    page.save_revision(user=here.contributeur).publish(user=here.contributeur)


def move_list(here: Any) -> None:
    type(here.actualites).objects.get(pk=here.actualites.pk).move(
        type(here.rubrique).objects.get(pk=here.rubrique.pk), pos="last-child"
    )


def readdress(page: Any, here: Any) -> None:
    page.slug = "foire"
    page.save_revision().publish(user=here.contributeur)


def rename(here: Any) -> None:
    here.commune.name = "Aubord-le-Neuf"
    here.commune.save()


def the_row() -> Any:
    return Reception.objects.select_related("proposition__source").order_by("pk")[0].proposition


CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "published": publish,
    "written": lambda page, _here: page.save(),
    "unpublished": lambda page, _here: page.unpublish(),
    "deleted": lambda page, _here: page.delete(),
    "moved": lambda page, here: page.move(type(here.home).objects.get(pk=here.home.pk), pos="last-child"),
    "moved with its list": lambda _page, here: move_list(here),
    "another address": readdress,
    "reserved": lambda _page, here: PageViewRestriction.objects.create(page=here.actualites, restriction_type="login"),
    "picture": lambda _page, here: Picture.objects.get(pk=here.image.pk).save(),
    "picture deleted": lambda _page, here: Picture.objects.get(pk=here.image.pk).delete(),
    "renamed": lambda _page, here: rename(here),
    "withdrawn": lambda _page, _here: answering.withdraw(the_row()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_sites_that_show_it_are_made_again_and_no_other(
    world: World, shown: tuple[Any, list[Commune]], change: str
) -> None:
    page, near = shown
    CHANGES[change](type(page).objects.get(pk=page.pk), world.aubord)
    assert dirty() - {"Aubord", "Aubord-le-Neuf"} == {near[0].name, near[1].name}


def test_a_draft_and_another_page_of_the_commune_make_no_other_site(
    world: World, shown: tuple[Any, list[Commune]]
) -> None:
    page, _near = shown
    page.save_revision(user=world.aubord.contributeur)
    article(world.aubord, "Rien que pour nous")
    add_page(world.aubord.rubrique, Page(title="Le marché", slug="marche", intro="Le samedi"), world.superuser)
    assert dirty() == {"Aubord"}


def test_finding_who_shows_it_is_one_query(world: World, shown: tuple[Any, list[Commune]]) -> None:
    page, _near = shown
    with CaptureQueriesContext(connection) as captured:
        page.save()
    asked = [query for query in captured.captured_queries if "partage_" in query["sql"]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("published", "« La foire change de jour » a été modifié par la commune d’Aubord : votre site suit."),
        (
            "unpublished",
            (
                "« La foire aux truffes » n’est plus en ligne sur le site de la commune d’Aubord : "
                "le vôtre ne le montre plus."
            ),
        ),
        (
            "deleted",
            "« La foire aux truffes » a été supprimé par la commune d’Aubord : votre site ne le montre plus.",
        ),
        (
            "withdrawn",
            "La commune d’Aubord ne propose plus « La foire aux truffes » : votre site ne le montre plus.",
        ),
    ],
)
def test_who_shows_it_is_told_once(world: World, shown: tuple[Any, list[Commune]], change: str, said: str) -> None:
    page, near = shown
    CHANGES[change](type(page).objects.get(pk=page.pk), world.aubord)
    told = [(note.commune_id, note.sentence.replace("\u00a0", " ")) for note in Note.objects.order_by("pk")]
    assert told == [(near[0].pk, said), (near[1].pk, said)]


def test_an_unpublished_content_comes_back_when_it_is_published_again(
    world: World, shown: tuple[Any, list[Commune]]
) -> None:
    page, near = shown
    page.unpublish()
    clean()
    assert granted(near[0]) == []
    publish(type(page).objects.get(pk=page.pk), world.aubord)
    assert [one.page["title"] for one in granted(near[0])] == ["La foire change de jour"]
    assert dirty() == {"Aubord", near[0].name, near[1].name}


def test_proposed_again_after_a_withdrawal_it_is_asked_again_and_a_refusal_stays(
    world: World, shown: tuple[Any, list[Commune]]
) -> None:
    page, near = shown
    answering.withdraw(the_row())
    assert set(Reception.objects.values_list("state", flat=True)) == {Answer.WITHDRAWN, Answer.REFUSED}
    proposed(world.aubord, page)
    assert [len(offered(commune)) for commune in near[:3]] == [1, 1, 0]
    assert [len(granted(commune)) for commune in near[:3]] == [0, 0, 0]


def test_a_commune_that_is_deleted_leaves_the_lists_of_others(world: World, shown: tuple[Any, list[Commune]]) -> None:
    _page, near = shown
    Commune.objects.get(pk=world.aubord.commune.pk).delete()
    assert {near[0].name, near[1].name} == dirty()
    assert [granted(commune) for commune in near] == [[], [], [], []]


def rule(commune: Commune, scope: str = Scope.ALL, **fields: Any) -> Rule:
    made = Rule.objects.create(commune=commune, scope=scope, **fields)
    answering.apply(made)
    return made


def test_a_rule_takes_what_waits_and_what_comes_and_gives_it_all_back(
    world: World, shown: tuple[Any, list[Commune]]
) -> None:
    _page, near = shown
    made = rule(near[3], on_home=False)
    proposed(world.aubord, article(world.aubord, "Le marché de Noël"))
    assert [one.page["title"] for one in granted(near[3])] == ["La foire aux truffes", "Le marché de Noël"]
    assert not any(one.reception["on_home"] for one in granted(near[3]))
    assert Note.objects.get(commune=near[3]).sentence.startswith("«\u00a0Le marché de Noël\u00a0»")
    assert near[3].name in dirty()
    clean()
    assert answering.drop(made) == 2
    assert (granted(near[3]), len(offered(near[3]))) == ([], 2)
    assert dirty() == {near[3].name}


def test_a_rule_takes_only_what_it_names(world: World) -> None:
    here, near = world.aubord, neighbours(world.aubord, 7)
    Commune.objects.filter(pk__in=[here.commune.pk, near[0].pk]).update(epci="200000001")
    here.commune.refresh_from_db()
    near[0].refresh_from_db()
    rules = [
        rule(near[0], Scope.EPCI),
        rule(near[1], Scope.EPCI),
        rule(near[2], Scope.DEPARTEMENT),
        rule(world.belleville.commune, Scope.DEPARTEMENT),
        rule(near[3], Scope.COMMUNE, source=here.commune),
        rule(near[4], Scope.COMMUNE, source=near[0]),
        rule(near[5], kind="actualites.Article", category="travaux"),
        rule(near[6], category="culture"),
    ]
    proposed(here)
    taken = [Reception.objects.filter(rule=one).exists() for one in rules]
    assert taken == [True, False, True, False, True, False, True, False]
    Reception.objects.all().delete()
    assert [answering.apply(one) for one in rules] == [int(one) for one in taken], "the same once it was proposed"


def test_a_rule_never_takes_what_was_proposed_to_others(world: World) -> None:
    near = neighbours(world.aubord, 2)
    rules = [rule(commune) for commune in near]
    proposed(world.aubord, audience=Audience.NAMED, named=[near[1]])
    assert [Reception.objects.filter(rule=one).exists() for one in rules] == [False, True]


def test_what_a_rule_took_and_somebody_took_off_stays_off(world: World) -> None:
    near = neighbours(world.aubord, 1)[0]
    rule(near)
    row = proposed(world.aubord)
    assert answering.undo(near, row.pk)
    publish(article_of(row), world.aubord)
    assert granted(near) == []
    assert answering.undo(near, row.pk), "and may be asked for again"
    assert len(offered(near)) == 1


def article_of(row: Any) -> Any:
    return Article.objects.get(pk=row.object_id)


def test_own_date_and_words_stand_in_the_list_of_the_receiver_alone(world: World, var: Path) -> None:
    near = world.belleville.commune
    row = accepted(near, proposed(world.aubord))
    Reception.objects.filter(pk=row.pk).update(day=date(2020, 1, 2), intro="À deux pas de chez nous.")
    (one,) = [it for it in take(near.pk).data["actualites"].current if it.credit]
    assert (one.date, one.intro) == (date(2020, 1, 2), "À deux pas de chez nous.")
    ours = [it for it in take(world.aubord.commune.pk).data["actualites"].current if it.title == one.title]
    assert [it.intro for it in ours] == ["Dimanche, à Aubord."]

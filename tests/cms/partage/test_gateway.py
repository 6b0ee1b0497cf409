"""What crosses from one commune to another: the content that was proposed and accepted, as it stands online, alone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.partage import answering
from cms.partage.gateway import count_offered, granted, offered
from cms.partage.models import Answer, Audience, Proposition, Reception
from sites.bake.bakery import bake, store_of
from sites.bake.snapshot import take
from sites.models import Commune
from sites.store import hosts
from tests.cms.partage.factories import accepted, article, neighbours, proposed
from tests.world import World, add_page

pytestmark = pytest.mark.django_db


def titles(commune: Commune) -> list[str]:
    return [one.page["title"] for one in granted(Commune.objects.get(pk=commune.pk))]


def waiting(commune: Commune) -> list[str]:
    return [one.page["title"] for one in offered(Commune.objects.get(pk=commune.pk))]


def test_nothing_crosses_before_it_is_accepted_and_then_that_alone(world: World) -> None:
    here, there = world.aubord, world.belleville
    article(here, "Gardée pour nous")
    row = proposed(here)
    assert (titles(there.commune), waiting(there.commune)) == ([], ["La foire aux truffes"])
    accepted(there.commune, row)
    assert (titles(there.commune), waiting(there.commune)) == (["La foire aux truffes"], [])
    assert titles(here.commune) == []


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer != Answer.ACCEPTED])
def test_no_other_answer_shows_anything(world: World, answer: str) -> None:
    row = proposed(world.aubord)
    accepted(world.belleville.commune, row)
    Reception.objects.update(state=answer)
    assert titles(world.belleville.commune) == []


def test_what_was_not_proposed_to_a_commune_cannot_be_accepted_by_it(world: World) -> None:
    row = proposed(world.aubord, audience=Audience.DEPARTEMENT)
    assert not answering.accept(world.belleville.commune, row.pk, None)
    assert not answering.refuse(world.belleville.commune, row.pk, None)
    assert not answering.accept(world.aubord.commune, row.pk, None), "not by its own commune either"
    assert not Reception.objects.exists()


def test_the_audience_is_asked_each_time_and_narrowing_it_takes_the_content_back(world: World) -> None:
    here, (near, far) = world.aubord, (neighbours(world.aubord, 1)[0], world.belleville.commune)
    Commune.objects.filter(pk__in=[here.commune.pk, far.pk]).update(epci="200000001")
    here.commune.refresh_from_db()
    page = article(here)
    told = {}
    for audience in Audience:
        proposed(here, page, audience, [far])
        told[audience] = (waiting(near) != [], waiting(far) != [])
    assert told == {
        Audience.EPCI: (False, True),
        Audience.DEPARTEMENT: (True, False),
        Audience.ALL: (True, True),
        Audience.NAMED: (False, True),
    }
    accepted(far, proposed(here, page, Audience.NAMED, [far]))
    proposed(here, page, Audience.NAMED, [near])
    assert titles(far) == []


def test_communes_without_intercommunality_are_not_of_the_same(world: World) -> None:
    proposed(world.aubord, audience=Audience.EPCI)
    assert waiting(world.belleville.commune) == []


def test_a_training_site_and_a_real_one_show_nothing_of_each_other(world: World) -> None:
    here, there = world.aubord, world.belleville.commune
    row = proposed(here)
    Commune.objects.filter(pk=there.pk).update(training=True)
    assert waiting(there) == []
    Commune.objects.update(training=True)
    there.refresh_from_db()
    assert waiting(there) == ["La foire aux truffes"]
    accepted(there, row)
    Commune.objects.filter(pk=here.commune.pk).update(training=False)
    assert titles(there) == []


def test_a_draft_never_crosses(world: World) -> None:
    here, there = world.aubord, world.belleville
    page = article(here)
    accepted(there.commune, proposed(here, page))
    page.title, page.intro = "Brouillon", "Secret"
    page.save_revision(user=here.contributeur)
    assert titles(there.commune) == ["La foire aux truffes"]
    shown = str(vars_of(there.commune))
    assert "Secret" not in shown
    assert "Brouillon" not in shown


def vars_of(commune: Commune) -> list[Any]:
    return [(one.page, one.columns) for one in granted(commune)]


def test_only_the_columns_that_lists_show_cross(world: World) -> None:
    accepted(world.belleville.commune, proposed(world.aubord))
    (one,) = granted(world.belleville.commune)
    assert set(one.columns) == {"date", "intro", "archive_at"}


@pytest.mark.parametrize("fault", ["unpublished", "expired", "reserved", "above", "deleted", "moved", "off", "shut"])
def test_what_citizens_do_not_read_there_is_not_shown_here(world: World, var: Path, fault: str) -> None:
    here, there = world.aubord, world.belleville
    page = article(here)
    accepted(there.commune, proposed(here, page))
    assert titles(there.commune) == ["La foire aux truffes"]
    break_it(world, page, fault, var)
    assert titles(there.commune) == []
    Reception.objects.all().delete()
    assert waiting(there.commune) == [], "nor offered"


def break_it(world: World, page: Any, fault: str, var: Path) -> None:
    here = world.aubord
    if fault == "unpublished":
        page.unpublish()
    elif fault == "expired":
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    elif fault in ("reserved", "above"):
        reserved = page if fault == "reserved" else here.actualites
        PageViewRestriction.objects.create(page=reserved, restriction_type="login")
    elif fault == "deleted":
        page.delete()
    elif fault == "moved":
        page.move(type(here.actualites).objects.get(pk=world.belleville.actualites.pk), pos="last-child")
    elif fault == "off":
        here.commune.options = {"modules_off": ["actualites"]}
        here.commune.save()
    else:
        hosts.close(var, here.commune.insee, b"Suspendu")


def test_a_commune_that_gave_sharing_up_neither_gives_nor_takes(world: World) -> None:
    here, there = world.aubord, world.belleville
    accepted(there.commune, proposed(here))
    for town in (here, there):
        town.commune.options = {"modules_off": ["partage"]}
        town.commune.save()
        assert titles(there.commune) == []
        town.commune.options = {}
        town.commune.save()
    assert titles(there.commune) == ["La foire aux truffes"]


def reading(commune: Commune) -> int:
    with CaptureQueriesContext(connection) as captured:
        take(commune.pk)
    return len(captured)


def test_reading_costs_as_much_for_three_contents_as_for_one(world: World) -> None:
    here, there = world.aubord, world.belleville.commune
    reading(there)  # SQLite is asked what it can do once per connection
    none = reading(there)
    counts = []
    for number in range(3):
        accepted(there, proposed(here, article(here, f"Nouvelle {number}", image=here.image, image_alt="La place")))
        counts.append(reading(there))
    assert [count - none for count in counts] == [2, 2, 2], "its kind, and its pictures"


def test_counting_what_waits_is_one_query_whatever_the_communes(world: World, django_assert_num_queries: Any) -> None:
    here = world.aubord
    near = neighbours(here, 3)
    for number in range(3):
        proposed(here, article(here, f"Nouvelle {number}"))
    with django_assert_num_queries(1):
        assert count_offered(near) == 9
    accepted(near[0], here_first(near[0]))
    assert count_offered(near) == 8


def here_first(commune: Commune) -> Any:
    return Proposition.objects.get(pk=offered(commune)[0].proposition)


def test_an_aggregator_of_twenty_sources_reads_them_in_as_many_queries_as_one(world: World) -> None:
    hub = world.belleville.commune
    reading(hub)  # SQLite is asked what it can do once per connection
    counts = []
    for number, commune in enumerate(neighbours(world.aubord, 20)):
        index = add_page(
            commune.site.root_page.specific, type(world.aubord.actualites)(title="Actualités"), world.superuser
        )
        page = add_page(index, type(world.aubord.article)(title=f"De {commune.name}", intro="Venez."), world.superuser)
        accepted(hub, answering.propose(page, commune, Audience.ALL))
        if number in (0, 19):
            counts.append(reading(hub))
    assert counts[0] == counts[1]
    assert len(take(hub.pk).data["actualites"].current) == 21


def test_the_baked_site_shows_it_with_its_origin_its_link_and_a_picture_of_its_own(world: World) -> None:
    here, there = world.aubord, world.belleville
    row = accepted(there.commune, proposed(here, article(here, image=here.image, image_alt="La place")))
    row.intro, row.day = "Nos voisins vous invitent.", date(2026, 6, 2)
    row.save()
    bake(there.commune)
    files = {path: path.read_bytes() for path in public_of(there.commune)}
    pages = {str(path): content.decode() for path, content in files.items() if path.suffix == ".html"}
    listed = next(text for path, text in pages.items() if path.endswith("actualites/index.html"))
    assert "Publié par la commune d’Aubord" in listed
    assert "Nos voisins vous invitent." in listed
    assert 'href="http://aubord.localhost' in listed
    assert f"/_/i/{here.image.pk}-" in listed
    assert any(f"/_/i/{here.image.pk}-" in path.as_posix() for path in files), "its own copy of the rendition"
    assert not any("foire" in path for path in pages), "and no page of its own"
    said = b"".join(files.values()).decode(errors="replace").lower()
    assert "aubord fête" not in said
    assert "aubord accueille" not in said


def public_of(commune: Commune) -> list[Path]:
    return [
        path for path in store_of(commune.insee).www.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz")
    ]


def test_an_expiry_is_a_date_at_which_the_receiver_changes(world: World) -> None:
    end = datetime(2030, 1, 1, tzinfo=UTC)
    row = proposed(world.aubord, article(world.aubord, expire_at=end))
    accepted(world.belleville.commune, row)
    snapshot = take(world.belleville.commune.pk)
    module = next(one for one in snapshot.modules if one.code == "partage")
    assert module.next_change(snapshot) == end

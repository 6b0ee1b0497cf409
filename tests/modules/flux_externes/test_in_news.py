"""The lines of a feed among the news of the commune, when it said so: by the same door as what communes share."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from modules.flux_externes.models import Flux
from sites.bake.bakery import bake, store_of
from sites.bake.snapshot import Snapshot, take
from tests.modules.flux_externes.factories import flux, line
from tests.world import World, add_page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 10, 10, 0, tzinfo=UTC)
MODULE: Any = apps.get_app_config("flux_externes")


def listed(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(it.title, it.credit) for it in snapshot.data["actualites"].current if it.credit]


def test_a_feed_stays_out_of_the_news_until_the_commune_says_otherwise(world: World) -> None:
    feed = flux(world.aubord, line())
    assert listed(take(world.aubord.commune.pk, NOON)) == []
    Flux.objects.filter(pk=feed.pk).update(in_news=True)
    assert listed(take(world.aubord.commune.pk, NOON)) == [("Travaux", "D’après Département, Aubord")]
    assert listed(take(world.belleville.commune.pk, NOON)) == []


def test_what_has_no_date_or_no_address_and_what_is_of_tomorrow_wait(world: World) -> None:
    lines = (
        line("Sans date", ""),
        line("Sans page", url=""),
        line("De demain", "2026-09-11"),
        line("De 2099", "2099-01-01"),
    )
    flux(world.aubord, *lines, in_news=True)
    snapshot = take(world.aubord.commune.pk, NOON)
    assert listed(snapshot) == []
    assert MODULE.next_change(snapshot).isoformat() == "2026-09-11T00:00:00+02:00"
    later = take(world.aubord.commune.pk, MODULE.next_change(snapshot))
    assert [title for title, _credit in listed(later)] == ["De demain"]


def test_the_baked_list_says_who_speaks_and_leads_there_and_the_feed_of_the_commune_leaves_it_out(
    world: World, var: Path
) -> None:
    flux(world.aubord, line("Travaux <b>", text="<script>alert(1)</script>"), in_news=True)
    assert bake(world.aubord.commune, now=NOON).error == ""
    www = store_of(world.aubord.commune.insee).www
    page = (www / "actualites/index.html").read_text(encoding="utf-8")
    assert '<a href="https://lot.example/routes" rel="external">Travaux &lt;b&gt;</a>' in page
    assert "D’après Département, Aubord" in page
    assert "<script>alert" not in page
    assert "lot.example" not in (www / "actualites/rss.xml").read_text(encoding="utf-8")
    assert "lot.example" not in (www / "index.html").read_text(encoding="utf-8")


def test_news_are_read_without_a_query_more(world: World, django_assert_max_num_queries: Any) -> None:
    article = type(world.aubord.article)(title="La rentrée", intro="Lundi.")
    add_page(world.aubord.actualites, article, world.aubord.contributeur)
    flux(world.aubord, line(), in_news=True)
    snapshot = take(world.aubord.commune.pk, NOON)
    assert len(listed(snapshot)) == 1
    with django_assert_max_num_queries(0):
        list(MODULE.brings(snapshot.data["flux_externes"]))

"""A commune is read whole, by a fixed number of queries, and nothing of another one comes with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.models import Page
from sites.bake.reader import Reader
from sites.bake.snapshot import take
from sites.modules import installed_modules
from tests.sites.bake.conftest import Grow
from tests.world import World

MAX_QUERIES, MAX_PER_MODULE = 9, 2


def queries_of(commune_id: int) -> int:
    assert connection.features.supports_json_field  # SQLite is asked once per connection
    with CaptureQueriesContext(connection) as captured:
        snapshot = take(commune_id)
    assert len(captured) <= MAX_QUERIES + MAX_PER_MODULE * len(snapshot.modules)
    return len(captured)


def test_ten_pages_and_a_hundred_are_read_by_the_same_number_of_queries(world: World, grow: Grow) -> None:
    grow(world.aubord, 10)
    ten = queries_of(world.aubord.commune.pk)
    grow(world.aubord, 90)
    assert queries_of(world.aubord.commune.pk) == ten
    assert len(take(world.aubord.commune.pk).of_type("page")) == 101


def test_a_commune_without_any_module_needs_nine_queries(world: World) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": [module.code for module in installed_modules()]}
    commune.save()
    assert take(commune.pk).modules == ()
    assert queries_of(commune.pk) <= MAX_QUERIES


def test_live_pages_only_are_read_in_the_order_of_the_tree(world: World) -> None:
    town = world.aubord
    pages = take(town.commune.pk).pages
    assert [page.id for page in pages] == [
        page.pk
        for page in (town.home, town.rubrique, town.page, town.actualites, town.article, town.legal, town.sitemap)
    ]
    assert pages[2].url == "/vie-municipale/conseil/"
    assert pages[2].breadcrumbs == [
        (town.home.title, "/"),
        (town.rubrique.title, "/vie-municipale/"),
        (town.page.title, "/vie-municipale/conseil/"),
    ]


def test_a_stream_is_its_raw_value(world: World) -> None:
    page = take(world.aubord.commune.pk).page(world.aubord.page.pk)
    assert page is not None
    assert [(block["type"], block["value"]) for block in page.body] == [
        ("text", "<p>Aubord accueille ses habitants.</p>")
    ]


def test_what_is_reserved_to_some_visitors_is_never_public_nor_anything_below_it(world: World) -> None:
    town = world.aubord
    PageViewRestriction.objects.create(page=town.rubrique, restriction_type="login")
    snapshot = take(town.commune.pk)
    assert snapshot.page(town.rubrique.pk) is None
    assert snapshot.page(town.page.pk) is None


def test_a_reserved_home_page_hides_the_pages_of_modules_too(world: World) -> None:
    PageViewRestriction.objects.create(page=world.aubord.home, restriction_type="login")
    assert take(world.aubord.commune.pk).pages == []


def test_a_page_picture_or_document_of_another_commune_is_nothing_here(world: World) -> None:
    snapshot, other = take(world.aubord.commune.pk), world.belleville
    assert snapshot.page(other.page.pk) is None
    assert snapshot.library.picture(other.image.pk) is None
    assert snapshot.library.document(other.document.pk) is None
    assert snapshot.library.picture(world.aubord.image.pk) is not None


def test_a_module_switched_off_leaves_no_page(world: World) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": [module.code for module in installed_modules()]}
    commune.save()
    snapshot = take(commune.pk)
    assert not [page for page in snapshot.pages if page.module]
    assert "actualites" not in snapshot.data


def test_a_page_below_an_unpublished_one_stays_reachable_under_the_nearest_live_page(world: World) -> None:
    town = world.aubord
    type(town.rubrique).objects.filter(pk=town.rubrique.pk).update(live=False)
    page = take(town.commune.pk).page(town.page.pk)
    assert page is not None
    assert page.parent is not None
    assert page.parent.id == town.home.pk


@pytest.mark.parametrize("value", [None, 0, "12", 999_999])
def test_a_reference_that_leads_nowhere_is_nothing(world: World, value: object) -> None:
    library = take(world.aubord.commune.pk).library
    assert library.picture(value) is None  # type: ignore[arg-type]
    assert library.document(value) is None  # type: ignore[arg-type]


def test_a_picture_whose_files_are_lost_is_nothing(world: World) -> None:
    for rendition in world.aubord.image.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    assert take(world.aubord.commune.pk).library.picture(world.aubord.image.pk) is None


def test_a_path_range_holds_the_node_and_what_is_below_it_alone(world: World) -> None:
    reader = Reader(world.aubord.commune.pk)
    inside = set(Page.objects.filter(path__startswith=reader.root.path).values_list("pk", flat=True))
    snapshot = take(world.aubord.commune.pk)
    assert {page.id for page in snapshot.of_type("page")} == inside - {world.aubord.draft.pk}

"""The screens: who sees which figures, and what they say."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from modules.statistiques.figures import DAYS, YEAR, figures_of, first_day
from modules.statistiques.models import Views
from sites.models import Commune, User
from tests.world import World

pytestmark = pytest.mark.django_db


def seen(commune: Commune, path: str = "/", count: int = 1, *, days_ago: int = 0) -> None:
    Views.objects.create(commune=commune, path=path, count=count, day=timezone.localdate() - timedelta(days=days_ago))


def as_(user: User) -> Client:
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user, backend="sites.tenancy.auth.MembershipBackend")
    return client


def show(world: World, **query: str) -> str:
    commune = world.aubord.commune
    answer = as_(world.aubord.contributeur).get(reverse("statistiques:show", args=(commune.pk,)), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages_read_most_come_first_with_their_titles(world: World) -> None:
    seen(world.aubord.commune, "/vie-municipale/conseil/", 3)
    seen(world.aubord.commune, "/", 8)
    seen(world.aubord.commune, "/disparue/", 1)
    html = show(world)
    assert html.index("/vie-municipale/conseil/") > html.index("<td>/</td>")
    assert world.aubord.page.title in html
    assert "Page qui n’existe plus, ou liste" in html
    assert "<strong>12</strong> pages lues" in html


def test_each_number_of_the_chart_stands_in_a_table(world: World) -> None:
    seen(world.aubord.commune, count=1234, days_ago=2)
    html = show(world)
    assert html.count('<tr><th scope="row">') == 31, "thirty days, and one page"
    assert html.count('<td class="stats__number">1\xa0234</td>') == 2, "its day, and its page"
    assert 'height="100.0" y="0.0"' in html


def test_nobody_sees_the_figures_of_another_commune(world: World) -> None:
    seen(world.belleville.commune, "/secret-de-belleville/", 5)
    assert "secret-de-belleville" not in show(world)
    client = as_(world.aubord.contributeur)
    for name in ("show", "export"):
        assert client.get(reverse(f"statistiques:{name}", args=(world.belleville.commune.pk,))).status_code == 404


def test_without_a_reading_the_screen_says_what_to_expect(world: World) -> None:
    assert "Aucune lecture n’a encore été comptée" in show(world)
    seen(world.aubord.commune, days_ago=60)
    assert "Rien n’a été lu pendant cette période" in show(world)
    assert "<strong>1</strong> page lue" in show(world, periode=YEAR)


def test_a_period_that_does_not_exist_is_the_usual_one(world: World) -> None:
    seen(world.aubord.commune)
    assert "<strong>1</strong>" in show(world, periode="toujours")


def test_who_works_for_one_commune_goes_straight_to_it(world: World) -> None:
    answer = as_(world.aubord.contributeur).get(reverse("statistiques:index"))
    assert answer["Location"] == reverse("statistiques:show", args=(world.aubord.commune.pk,))


def test_a_commune_without_the_module_has_no_screen(world: World) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": ["statistiques"]}
    commune.save()
    client = as_(world.aubord.contributeur)
    assert client.get(reverse("statistiques:show", args=(commune.pk,))).status_code == 404
    assert "Aucune de vos communes" in client.get(reverse("statistiques:index")).content.decode()
    assert reverse("statistiques:index") not in client.get("/").content.decode()


def test_the_spreadsheet_holds_a_line_for_each_page_and_day(world: World) -> None:
    seen(world.aubord.commune, "/", 2)
    seen(world.aubord.commune, "/agenda/", 1)
    url = reverse("statistiques:export", args=(world.aubord.commune.pk,))
    answer = as_(world.aubord.contributeur).get(url)
    today = timezone.localdate().isoformat()
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "jour;adresse;lectures",
        f"{today};/;2",
        f"{today};/agenda/;1",
    ]
    assert "statistiques-30020-30-jours.csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_figures_cost_as_much_for_one_page_as_for_three(
    world: World, number: int, django_assert_num_queries: object
) -> None:
    for index in range(number):
        seen(world.aubord.commune, f"/page-{index}/")
    commune = Commune.objects.select_related("site__root_page").get(pk=world.aubord.commune.pk)
    with django_assert_num_queries(4):  # type: ignore[operator]
        figures_of(commune, DAYS, timezone.localdate())


def test_a_year_has_twelve_months_that_end_with_this_one(world: World) -> None:
    assert first_day(YEAR, date(2026, 11, 22)) == date(2025, 12, 1)
    assert first_day(YEAR, date(2026, 12, 31)) == date(2026, 1, 1)
    assert len(figures_of(world.aubord.commune, YEAR, date(2026, 11, 22)).steps) == 12

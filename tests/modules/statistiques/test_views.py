"""The screens: who sees which figures, and what they say."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Page
from modules.statistiques.asked import YEAR, asked, first_day, months, sections_of
from modules.statistiques.figures import figures_of
from modules.statistiques.models import Views
from sites.models import Commune, User
from tests.world import World, add_page

pytestmark = pytest.mark.django_db
# Queries of the screen and of the spreadsheet, whatever they hold.
COSTS = [16, 9]


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
        "jour;page;adresse;lectures",
        f"{today};{world.aubord.home.title};/;2",
        f"{today};;/agenda/;1",
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
        figures_of(commune, asked({}, (), timezone.localdate()))


@pytest.mark.parametrize("number", [1, 3])
def test_the_screen_and_the_spreadsheet_cost_as_much_for_one_page_as_for_three(world: World, number: int) -> None:
    client, commune = as_(world.aubord.contributeur), world.aubord.commune
    client.get("/")
    costs = []
    for made in range(1, number + 1):
        seen(commune, f"/page-{made}/")
        add_page(world.aubord.home, Page(title=f"Page {made}", slug=f"page-{made}"), world.aubord.contributeur)
    for name in ("show", "export"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"statistiques:{name}", args=(commune.pk,)))
        costs.append(len(queries))
    assert costs == COSTS


def test_a_month_and_a_section_are_chosen_and_the_spreadsheet_holds_the_same(world: World) -> None:
    town, today = world.aubord, timezone.localdate()
    section = sections_of(town.commune)[0]
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    Views.objects.create(commune=town.commune, path=f"{section.path}foire/", count=7, day=last_month)
    Views.objects.create(commune=town.commune, path="/ailleurs/", count=90, day=last_month)
    seen(town.commune, f"{section.path}foire/", 500)
    query = {"mois": f"{last_month:%Y-%m}", "rubrique": section.path}
    html = show(world, **query)
    assert "<strong>7</strong> pages lues" in html
    assert f'<option value="{query["mois"]}" selected>' in html
    assert f'<option value="{section.path}" selected>{section.title}</option>' in html
    assert f"statistiques.csv?{urlencode(query)}".replace("&", "&amp;") in html
    url = reverse("statistiques:export", args=(town.commune.pk,))
    answer = as_(town.contributeur).get(url, query)
    assert answer.content.decode("utf-8-sig").splitlines()[1:] == [f"{last_month};;{section.path}foire/;7"]
    assert f"statistiques-{town.commune.insee}-{last_month:%Y-%m}.csv" in answer["Content-Disposition"]


def test_a_title_that_would_be_computed_is_inert_in_the_spreadsheet(world: World) -> None:
    page = world.aubord.page
    type(page).objects.filter(pk=page.pk).update(title="=1+1")
    path = page.url_path.removeprefix(world.aubord.home.url_path.rstrip("/"))
    seen(world.aubord.commune, path)
    answer = as_(world.aubord.contributeur).get(reverse("statistiques:export", args=(world.aubord.commune.pk,)))
    assert f";'=1+1;{path};1" in answer.content.decode("utf-8-sig")


def test_a_month_that_is_none_and_a_section_of_another_town_are_as_if_not_asked(world: World) -> None:
    today, sections = date(2026, 11, 22), sections_of(world.aubord.commune)
    usual = asked({}, sections, today)
    for given in ({"mois": "2026-13"}, {"mois": "0000-01"}, {"rubrique": "/"}, {"rubrique": "/rubrique-belleville/"}):
        assert asked(given, sections, today) == usual
    november = asked({"mois": "2026-11"}, sections, today)
    assert (november.first, november.last) == (date(2026, 11, 1), today)
    assert months(date(2026, 9, 30), today) == [
        ("2026-11", "novembre 2026"),
        ("2026-10", "octobre 2026"),
        ("2026-09", "septembre 2026"),
    ]


def test_a_year_has_twelve_months_that_end_with_this_one(world: World) -> None:
    assert first_day(YEAR, date(2026, 11, 22)) == date(2025, 12, 1)
    assert first_day(YEAR, date(2026, 12, 31)) == date(2026, 1, 1)
    year = asked({"periode": YEAR}, (), date(2026, 11, 22))
    assert len(figures_of(world.aubord.commune, year).steps) == 12

"""One alert in several communes, in one go: after their list was seen, each with its own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.desk.reach import address_of
from modules.alerte.models import MessageAlerte
from sites.models import Commune, Membership, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.modules.alerte.factories import alert
from tests.world import World, build_commune

pytestmark = pytest.mark.django_db
ALSO = "Publier aussi dans d’autres de vos communes"


@pytest.fixture
def secretary(world: World) -> User:
    """Aubord's contributor, who writes for Belleville and Cajarc too."""
    user = world.aubord.contributeur
    for commune in (world.belleville.commune, build_commune(world.aubord.departement, "30001", "Cajarc")):
        Membership.objects.create(user=user, commune=commune, role=Role.CONTRIBUTEUR)
    return user


def url_of(row: MessageAlerte) -> str:
    return reverse("several:share", args=("alerte", "messagealerte", row.pk))


def send(client: Any, row: MessageAlerte, *communes: Commune, step: str = "send", number: str = "") -> str:
    sent = {"step": step, "commune": [commune.pk for commune in communes], "number": number or uuid4().hex}
    return words(client.post(url_of(row), sent, follow=True).content)


def held(row: MessageAlerte) -> list[str]:
    """Names of the communes that have a copy."""
    rows = MessageAlerte.objects.filter(title=row.title).exclude(pk=row.pk)
    return sorted(rows.values_list("commune__name", flat=True))


def test_whoever_just_wrote_an_alert_is_offered_the_other_communes(world: World, secretary: User) -> None:
    end = timezone.localtime() + timedelta(hours=2)
    sent = {
        "commune": world.aubord.commune.pk,
        "level": "urgence",
        "title": "Crue",
        "start": date_format(timezone.localtime(), "d/m/Y H:i"),
        "end": date_format(end, "d/m/Y H:i"),
    }
    client = enter(secretary)
    said = client.post(reverse("alertes:add"), sent, follow=True).content.decode()
    row = MessageAlerte.objects.get(title="Crue")
    assert ALSO in said
    assert f'href="{url_of(row)}"' in said
    assert f'href="{url_of(row)}"' in client.get(reverse("alertes:edit", args=(row.pk,))).content.decode()


def test_whoever_works_for_one_commune_is_offered_nothing(world: World) -> None:
    row = alert(world.aubord)
    page = enter(world.aubord.contributeur).get(reverse("alertes:edit", args=(row.pk,))).content.decode()
    assert url_of(row) not in page


def test_the_list_is_seen_before_anything_is_sent(world: World, secretary: User) -> None:
    row, client = alert(world.aubord), enter(secretary)
    asked = words(client.get(url_of(row)).content)
    assert "Belleville</label>" in asked
    assert "Cajarc</label>" in asked
    assert "Aubord</label>" not in asked
    seen = send(client, row, world.belleville.commune, Commune.objects.get(name="Cajarc"), step="check")
    assert "Publier dans ces 2 communes" in seen
    assert held(row) == []


def test_each_commune_has_its_own_and_a_link_leads_where_the_first_did(world: World, secretary: User) -> None:
    row = alert(world.aubord, page=world.aubord.page)
    said = send(enter(secretary), row, world.belleville.commune, Commune.objects.get(name="Cajarc"))
    assert "C’est publié pour 2 communes : Belleville, Cajarc." in said
    assert held(row) == ["Belleville", "Cajarc"]
    copy = MessageAlerte.objects.get(commune=world.belleville.commune)
    assert (copy.level, copy.text, copy.start, copy.end) == (row.level, row.text, row.start, row.end)
    assert copy.page is None
    assert copy.url.startswith("http")
    assert copy.url.endswith(f"/{world.aubord.page.slug}/")


def test_the_same_form_sent_twice_alerts_once(world: World, secretary: User) -> None:
    row, client, number = alert(world.aubord), enter(secretary), uuid4().hex
    send(client, row, world.belleville.commune, number=number)
    again = send(client, row, world.belleville.commune, number=number)
    assert "rien n’y est recopié une seconde fois" in again
    assert held(row) == ["Belleville"]


def test_never_to_a_commune_that_is_not_theirs(world: World, secretary: User) -> None:
    row, client = alert(world.aubord), enter(secretary)
    stranger = build_commune(world.aubord.departement, "30002", "Duravel")
    assert "Duravel" not in words(client.get(url_of(row)).content)
    assert "Cochez au moins une commune." in send(client, row, stranger)
    send(client, row, stranger, world.belleville.commune)
    assert held(row) == ["Belleville"]
    theirs = alert(world.belleville)
    Membership.objects.filter(user=secretary, commune=world.belleville.commune).delete()
    assert client.get(url_of(theirs)).status_code == 404
    assert enter(world.belleville.contributeur).get(url_of(row)).status_code == 404


def test_a_commune_that_validates_is_served_by_its_valideur_alone(world: World, secretary: User) -> None:
    Commune.objects.filter(pk=world.belleville.commune.pk).update(validation=True)
    row, client = alert(world.aubord), enter(secretary)
    assert "Belleville" not in words(client.get(url_of(row)).content)
    send(client, row, world.belleville.commune)
    assert held(row) == []


def test_no_more_communes_in_one_go_than_the_setting_allows(
    world: World, secretary: User, settings: LazySettings
) -> None:
    settings.BEFFROI_SEVERAL_MOST = 1
    row = alert(world.aubord)
    said = send(enter(secretary), row, world.belleville.commune, Commune.objects.get(name="Cajarc"))
    assert "Vous avez coché 2 communes" in said
    assert held(row) == []


def test_an_alert_that_is_over_is_sent_nowhere(world: World, secretary: User) -> None:
    now = timezone.now()
    row = alert(world.aubord, start=now - timedelta(hours=3), end=now - timedelta(hours=1))
    said = send(enter(secretary), row, world.belleville.commune)
    assert "Cette heure est déjà passée" in said
    assert held(row) == []


def test_the_list_costs_the_same_for_two_and_five_communes(world: World, secretary: User) -> None:
    client, row = enter(secretary), alert(world.aubord)

    def cost() -> int:
        client.get(url_of(row))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(row)).status_code == 200
        return len(queries)

    few = cost()
    for rank in range(3):
        other = build_commune(world.aubord.departement, f"31{rank:03}", f"Village-{rank}")
        Membership.objects.create(user=secretary, commune=other, role=Role.CONTRIBUTEUR)
    assert cost() == few


def test_each_commune_is_told_with_its_page_and_followed_until_it_is_online(world: World, secretary: User) -> None:
    row, client = alert(world.aubord), enter(secretary)
    sent = {"step": "send", "commune": [world.belleville.commune.pk], "number": uuid4().hex}
    soup = BeautifulSoup(client.post(url_of(row), sent, follow=True).content, "lxml")
    [line] = soup.select(".messages .desk-where li")
    assert words(line.get_text()) == "Belleville : Mise en ligne en cours… Voir sur le site (Belleville)"
    assert [link["href"] for link in line.select("a")] == [address_of(world.belleville.commune)]
    state = reverse("desk:state", args=(world.belleville.commune.pk,))
    assert [it["data-online"] for it in line.select("span[data-online]")] == [state]

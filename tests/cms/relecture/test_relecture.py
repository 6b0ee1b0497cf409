"""« Is this still true? »: asked by message of the owner, then of somebody else, answered without a password, once."""

import re
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.courrier.models import Message
from cms.models import BasePage
from cms.relecture import asking
from cms.relecture.calendar import ANSWER_WITHIN, LINK_LASTS, READ_AGAIN, next_day
from cms.relecture.models import Review
from sites.law import dated
from sites.models import Membership
from tests.entering import enter, words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^/\s]+(/est-ce-juste/\S+)")


def due(page: BasePage, days_ago: int = 1) -> Review:
    """Only this page is to be read again."""
    Review.objects.exclude(page_id=page.pk).update(due=date(2099, 1, 1))
    review, _made = Review.objects.update_or_create(
        page_id=page.pk, defaults={"due": timezone.localdate() - timedelta(days=days_ago)}
    )
    return review


def visitor() -> Client:
    return Client(headers={"host": settings.BEFFROI_ADMIN_HOST})


def links(message: Message) -> dict[str, str]:
    """The addresses of the three answers."""
    return {path.rstrip("/").rpartition("/")[2]: path for path in LINK.findall(message.body)}


def asked(world: "World") -> Message:
    due(world.aubord.page)
    asking.turn()
    return Message.objects.get()


def test_a_page_published_has_a_day_that_depends_on_its_type(world: "World") -> None:
    today = timezone.localdate()
    assert Review.objects.get(page_id=world.aubord.page.pk).due == next_day("page", today)
    assert Review.objects.get(page_id=world.aubord.rubrique.pk).due == next_day("rubrique", today)
    assert not Review.objects.filter(page_id__in=[world.aubord.article.pk, world.aubord.draft.pk]).exists()
    assert next_day("page", date(2026, 3, 1)) == date(2027, 3, 1)
    assert set(READ_AGAIN) == {"accueil", "rubrique", "page", "page_legale"}


def test_a_page_that_came_without_the_editor_is_given_a_day(world: "World") -> None:
    Review.objects.all().delete()
    asking.turn()
    assert Review.objects.filter(page_id=world.aubord.page.pk).exists()
    assert not Review.objects.filter(page_id=world.aubord.article.pk).exists()
    assert Message.objects.count() == 0


def test_the_owner_is_asked_once_with_three_links(world: "World") -> None:
    message = asked(world)
    asking.turn()
    assert Message.objects.count() == 1
    assert message.to == [world.aubord.contributeur.email]
    assert message.commune == world.aubord.commune
    assert words(message.subject) == "Aubord : cette page est-elle toujours juste ?"
    assert set(links(message)) == {"vrai", "corriger", "retirer"}
    assert world.aubord.page.title in message.body


def test_several_pages_of_an_owner_make_one_message(world: "World") -> None:
    due(world.aubord.page)
    Review.objects.filter(page_id=world.aubord.rubrique.pk).update(due=date(2026, 1, 1))
    asking.turn()
    assert "ces 2 pages" in words(Message.objects.get().subject)


def test_reading_the_link_changes_nothing_and_the_button_answers_once(world: "World") -> None:
    path = links(asked(world))["vrai"]
    before = Review.objects.get(page_id=world.aubord.page.pk)
    shown = visitor().get(path)
    assert "Oui, tout est juste" in words(shown.content)
    assert Review.objects.get(pk=before.pk).due == before.due
    assert "C’est noté" in words(visitor().post(path).content)
    after = Review.objects.get(pk=before.pk)
    assert (after.due, after.asked_at) == (next_day("page", timezone.localdate()), None)
    assert visitor().post(path).status_code == 410
    assert visitor().get(path).status_code == 410


def test_a_page_to_correct_waits_on_the_home_of_its_owner_until_it_is_published(world: "World") -> None:
    visitor().post(links(asked(world))["corriger"])
    client, listed = enter(world.aubord.contributeur), reverse("desk:pages", args=("a-relire",))
    assert world.aubord.page.title in words(client.get(listed).content)
    asking.turn()
    assert Message.objects.count() == 1
    page = BasePage.objects.get(pk=world.aubord.page.pk).specific
    page.save_revision().publish()
    assert world.aubord.page.title not in words(client.get(listed).content)


def test_a_page_to_withdraw_leaves_the_site_and_keeps_its_content(world: "World") -> None:
    assert "retirée du site" in words(visitor().post(links(asked(world))["retirer"]).content)
    page = BasePage.objects.get(pk=world.aubord.page.pk)
    assert not page.live
    assert page.specific.body


def test_who_may_not_withdraw_says_it_is_to_correct(world: "World") -> None:
    message = asked(world)
    world.aubord.commune.validation = True
    world.aubord.commune.save(update_fields=["validation"])
    said = words(visitor().post(links(message)["retirer"]).content)
    assert "ne permet pas de retirer" in said
    assert BasePage.objects.get(pk=world.aubord.page.pk).live
    assert Review.objects.get(page_id=world.aubord.page.pk).to_correct


def test_without_answer_somebody_else_is_asked_after_a_while(world: "World") -> None:
    first = asked(world)
    wait = dated.days(ANSWER_WITHIN, timezone.localdate())
    reviews = Review.objects.filter(page_id=world.aubord.page.pk)
    reviews.update(asked_at=timezone.now() - timedelta(days=wait - 1))
    asking.turn()
    assert Message.objects.count() == 1
    reviews.update(asked_at=timezone.now() - timedelta(days=wait, minutes=1))
    asking.turn()
    asking.turn()
    second = Message.objects.exclude(pk=first.pk).get()
    assert second.to == [world.aubord.gestionnaire.email]
    assert "n’a pas répondu" in second.body
    visitor().post(links(second)["vrai"])
    assert visitor().get(links(first)["vrai"]).status_code == 410


def test_the_page_of_somebody_who_left_is_asked_of_another(world: "World") -> None:
    Membership.objects.filter(user=world.aubord.contributeur).delete()
    assert asked(world).to == [world.aubord.gestionnaire.email]


@pytest.mark.parametrize("left", ["membership", "account"])
def test_the_link_of_somebody_who_left_answers_nothing(world: "World", left: str) -> None:
    path = links(asked(world))["retirer"]
    if left == "membership":
        Membership.objects.filter(user=world.aubord.contributeur).delete()
    else:
        type(world.aubord.contributeur).objects.filter(pk=world.aubord.contributeur.pk).update(is_active=False)
    assert visitor().post(path).status_code == 410
    assert BasePage.objects.get(pk=world.aubord.page.pk).live


def test_an_old_or_forged_link_answers_nothing(world: "World", monkeypatch: pytest.MonkeyPatch) -> None:
    path = links(asked(world))["retirer"]
    forged = re.sub(r"/est-ce-juste/(\d+)-", lambda found: f"/est-ce-juste/{int(found[1]) + 1}-", path)
    assert visitor().post(forged).status_code == 410
    later = time.time() + (dated.days(LINK_LASTS, timezone.localdate()) + 1) * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    assert visitor().post(path).status_code == 410
    assert BasePage.objects.get(pk=world.aubord.page.pk).live


def test_the_owner_and_the_day_are_chosen_among_the_people_of_the_commune(world: "World") -> None:
    client, page = enter(world.aubord.contributeur), world.aubord.page
    url = reverse("relecture:edit", args=(page.pk,))
    shown = words(client.get(url).content)
    assert world.aubord.gestionnaire.last_name in shown
    assert "Belleville" not in shown
    day = timezone.localdate() + timedelta(days=30)
    sent = {"owner": world.aubord.gestionnaire.pk, "due": day.strftime("%d/%m/%Y")}
    client.post(url, sent)
    assert BasePage.objects.get(pk=page.pk).owner == world.aubord.gestionnaire
    assert Review.objects.get(page_id=page.pk).due == day
    refused = client.post(url, sent | {"owner": world.belleville.contributeur.pk, "due": "01/01/2026"})
    assert "Choisissez un jour à venir." in words(refused.content)
    assert BasePage.objects.get(pk=page.pk).owner == world.aubord.gestionnaire
    assert enter(world.belleville.gestionnaire).get(url).status_code == 404


def test_the_list_of_pages_to_read_again_costs_the_same_for_one_and_three(world: "World") -> None:
    client, url = enter(world.aubord.contributeur), reverse("desk:pages", args=("a-relire",))
    due(world.aubord.page)

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one = cost()
    Review.objects.filter(page_id__in=[world.aubord.rubrique.pk, world.aubord.home.pk]).update(due=date(2026, 1, 1))
    assert cost() == one

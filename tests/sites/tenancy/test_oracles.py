"""Nothing tells whether somebody, or something, exists in another commune."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sites.models import User
from tests.world import World

pytestmark = pytest.mark.isolation


def text_of(response: Any) -> str:
    """Without what changes at every request."""
    body = response.content.decode()
    messages = [str(message) for message in getattr(response.wsgi_request, "_messages", [])]
    return f"{response.status_code} {response.get('Location')} {messages} {len(body.split())}"


def test_a_forgotten_password_is_answered_alike_whether_the_account_exists(world: World, client: Client) -> None:
    User.objects.filter(pk=world.aubord.contributeur.pk).update(password="argon2$unreadable")
    address = reverse("wagtailadmin_password_reset")
    answers = [text_of(client.post(address, {"email": it})) for it in (world.aubord.contributeur.email, "x@y.example")]
    assert answers[0] == answers[1]
    assert all("Belleville" not in message.body for message in mail.outbox)


def test_the_address_of_an_account_is_not_changed_by_a_commune(world: World) -> None:
    """Else « this address is taken » would tell who has an account elsewhere: Wagtail's screen leads to ours."""
    edited = world.belleville.contributeur
    address = reverse("wagtailusers_users:edit", args=[edited.pk])
    answers = []
    for wanted in (world.aubord.valideur.email, "n@y.example"):
        client = Client()  # messages wait in the session
        client.force_login(world.belleville.gestionnaire)
        person = {"first_name": "Camille", "last_name": "Neuve", "is_active": "on", "email": wanted}
        answers.append(text_of(client.post(address, person)))
    assert answers[0] == answers[1]
    assert answers[0].startswith(f"302 {reverse('accounts:index')}")
    edited.refresh_from_db()
    assert edited.email == "contributeur@belleville.example"


def test_one_s_own_address_is_not_changed_alone_either(world: World, client: Client) -> None:
    client.force_login(world.belleville.contributeur)
    address = reverse("wagtailadmin_account")
    client.post(address, {"name_email-email": world.aubord.valideur.email, "name_email-first_name": "C"})
    world.belleville.contributeur.refresh_from_db()
    assert world.belleville.contributeur.email == "contributeur@belleville.example"
    assert b"name_email-email" not in client.get(address).content


def test_a_number_that_does_not_exist_is_answered_as_one_of_another_commune(world: World, client: Client) -> None:
    client.force_login(world.belleville.gestionnaire)
    for name, foreign in (
        ("wagtailadmin_pages:edit", world.aubord.page.pk),
        ("wagtailimages:edit", world.aubord.image.pk),
        ("wagtaildocs:edit", world.aubord.document.pk),
        ("wagtailusers_users:edit", world.aubord.contributeur.pk),
    ):
        answers = [text_of(client.get(reverse(name, args=[pk]))) for pk in (foreign, 987_654)]
        assert answers[0] == answers[1], name


def test_a_redirect_of_the_same_path_in_another_commune_is_no_obstacle(world: World, client: Client) -> None:
    client.force_login(world.aubord.gestionnaire)
    for town in world.towns:
        client.force_login(town.gestionnaire)
        body = {
            "old_path": "/ancienne",
            "site": town.site.pk,
            "is_permanent": "on",
            "redirect_link": "https://x.example/",
        }
        response = client.post(reverse("redirections:add"), body)
        assert response.status_code == 302

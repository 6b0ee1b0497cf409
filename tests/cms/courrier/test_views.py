"""The screen of what did not leave: for webmasters, of their own communes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.courrier.models import Message, State
from cms.courrier.queue import send
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import World, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def webmestre(world: World) -> Client:
    """Of the département of Aubord."""
    return enter(member("gard@cdg.example", Role.WEBMESTRE, departement=world.aubord.departement))


def failed(world: World, subject: str = "Une question", town: str = "aubord") -> Message:
    [message] = send(commune=getattr(world, town).commune, to=["a@b.fr"], subject=subject, body="Confidentiel")
    message.state, message.error = State.FAILED, "550 No such user"
    message.save()
    return message


def test_the_webmaster_reads_why_and_sends_again(webmestre: Client, world: World) -> None:
    message = failed(world)
    failed(world, "D’ailleurs", "belleville")
    html = webmestre.get(reverse("courrier:index")).content.decode()
    assert "550 No such user" in html
    assert "Confidentiel" not in html
    assert "D’ailleurs" not in html
    webmestre.post(reverse("courrier:retry", args=(message.pk,)))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 0)


def test_another_commune_s_message_is_out_of_reach(webmestre: Client, world: World) -> None:
    foreign = failed(world, town="belleville")
    assert webmestre.post(reverse("courrier:retry", args=(foreign.pk,))).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == State.FAILED


def test_the_commune_s_own_people_have_no_such_screen(client: Client, world: World) -> None:
    client.force_login(world.aubord.gestionnaire)
    assert client.get(reverse("courrier:index")).status_code in {302, 403}


def test_the_list_costs_the_same_for_one_and_for_three(webmestre: Client, world: World) -> None:
    counts = []
    for subjects in (["Un"], ["Deux", "Trois"]):
        for subject in subjects:
            failed(world, subject)
        webmestre.get(reverse("courrier:index"))
        with CaptureQueriesContext(connection) as queries:
            webmestre.get(reverse("courrier:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""A form posted a thousand times in a minute: some are kept and none of these lost, the others are told why."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from cms.courrier.models import Message
from cms.guichet import robots
from cms.guichet.models import Envoi
from modules.contact.models import PageContact
from sites.models import Commune
from tests.entering import words
from tests.world import World, add_page

pytestmark = pytest.mark.django_db
HOST = "aubord.localhost"
SENT = 1000
KEPT = 8
LIMITERS = (robots.ATTEMPTS, robots.STORED, robots.EXPLAINED)
TRIED, EXPLAINED = 60, 30
TOO_MANY = "Beaucoup d’envois viennent d’arriver de votre connexion"
AGAIN_AND_AGAIN = "Trop de demandes à la fois. Réessayez dans une minute."


class Clock:
    """Stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Nobody wrote before; challenges are easy, and the page of Aubord stands."""
    held = Clock()
    for limiter in LIMITERS:
        monkeypatch.setattr(limiter, "clock", held)
    monkeypatch.setattr(robots, "BITS", 4)
    monkeypatch.setattr(robots, "SOONEST", 0)
    town = world.aubord
    page = PageContact(title="Écrire à la mairie", slug="ecrire", intro="Aubord vous répond")
    add_page(town.home, page, town.contributeur)
    yield held
    for limiter in LIMITERS:
        limiter.forget()


def send(rank: int, address: str = "192.0.2.7", message: str = "") -> Any:
    """One more sending, with its own proof."""
    citizen = Client(headers={"host": HOST, "origin": f"http://{HOST}"}, REMOTE_ADDR=address)
    told = robots.challenge(_commune())
    seed = robots.seed_of(told[robots.TOKEN])
    number = next(n for n in range(10**6) if robots.holds(seed, str(n), told["bits"]))
    text = message or f"Message {rank}"
    return citizen.post(
        "/_/contact/envoyer/",
        {
            "nom": "Anne Marty",
            "adresse": f"anne-{rank}@exemple.fr",
            "objet": "Une clôture",
            "message": text,
            robots.TOKEN: told[robots.TOKEN],
            robots.PROOF: str(number),
        },
    )


def _commune() -> int:
    return Commune.objects.only("pk").get(name="Aubord").pk


def test_a_thousand_sendings_in_a_minute_keep_a_few_and_lose_none_of_these(clock: Clock) -> None:
    accepted, said = [], Counter[str]()
    for rank in range(SENT):
        answer = send(rank)
        if answer.status_code == 303:
            accepted.append(f"Message {rank}")
        else:
            assert answer.status_code == 429
            text = words(answer.content)
            said[AGAIN_AND_AGAIN if text.strip() == AGAIN_AND_AGAIN else TOO_MANY if TOO_MANY in text else text] += 1
    explained = TRIED - KEPT + EXPLAINED
    assert said == {TOO_MANY: explained, AGAIN_AND_AGAIN: SENT - KEPT - explained}
    assert len(accepted) == KEPT
    kept = [{one["name"]: one["value"] for one in envoi.answers}["message"] for envoi in Envoi.objects.order_by("pk")]
    assert kept == accepted
    assert Message.objects.filter(to=["anne-0@exemple.fr"]).count() == 1
    assert Message.objects.count() == 2 * KEPT, "the town hall and the sender, for each"
    assert send(SENT, "198.51.100.4").status_code == 303, "the neighbours do not pay for it"
    clock.now += robots.MINUTES * 60 + 1
    assert send(SENT + 1).status_code == 303


def test_what_was_typed_is_given_back_to_who_is_asked_to_wait(clock: Clock) -> None:
    for rank in range(KEPT):
        send(rank)
    answer = send(KEPT)
    assert answer.status_code == 429
    assert f"Message {KEPT}</textarea>" in answer.content.decode()


def test_a_commune_receives_so_many_from_everywhere_whichever_process_answers(
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(robots, "MOST_OF_COMMUNE", 5)
    statuses = []
    for rank in range(7):
        robots.STORED.forget()  # another process, or the same started again
        robots.ATTEMPTS.forget()
        statuses.append(send(rank, f"10.{rank}.0.1").status_code)
    assert statuses == [303] * 5 + [429] * 2
    assert Envoi.objects.count() == 5


def test_a_message_of_five_megabytes_is_refused_in_french(clock: Clock) -> None:
    answer = send(0, message="halle " * 900_000)
    assert answer.status_code == 413
    said = words(answer.content)
    assert "Votre envoi est trop lourd" in said
    assert "Revenez en arrière, puis écrivez moins" in said
    assert Envoi.objects.count() == 0

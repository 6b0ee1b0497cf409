"""Sent once the server is there, whatever happened before."""

from datetime import timedelta
from typing import Any

import pytest

from cms.courrier.delivery import CLAIMED_FOR, FAILED_KEPT, SENT_KEPT, Delivery, retry
from cms.courrier.models import Message, State
from cms.courrier.queue import send
from tests.cms.courrier.conftest import Server
from tests.cms.worker.conftest import SetClock
from tests.servers.ports import free_port
from tests.world import World

pytestmark = pytest.mark.django_db


def ask(world: World, subject: str = "Une question") -> Message:
    [message] = send(
        commune=world.aubord.commune,
        to=["mairie@aubord.example"],
        subject=subject,
        body="À quelle heure ouvrez-vous ?\nMerci.",
        reply_to="habitante@exemple.fr",
    )
    return message


@pytest.fixture
def clock() -> SetClock:
    clock = SetClock()
    clock.passes(1)
    return clock


def run(delivery: Delivery) -> int:
    """Turn after turn, as the worker does."""
    turns = 0
    while delivery.turn():
        turns += 1
    return turns


def test_a_real_server_receives_it_once_in_the_name_of_the_commune(world: World, smtp: Server, clock: SetClock) -> None:
    message = ask(world)
    assert run(Delivery(clock)) == 1
    [mail] = smtp.received
    assert mail["From"] == "Aubord <ne-pas-repondre@cdg.example>"
    assert (mail["To"], mail["Reply-To"], mail["Subject"]) == (
        "mairie@aubord.example",
        "habitante@exemple.fr",
        "Une question",
    )
    assert mail["Message-ID"] == f"<{message.number}@cdg.example>"
    assert mail.get_content().splitlines() == ["À quelle heure ouvrez-vous ?", "Merci."]  # type: ignore[attr-defined]
    assert run(Delivery(clock)) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)


def test_a_server_down_for_a_day_loses_nothing(world: World, smtp: Server, clock: SetClock, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    messages = [ask(world, f"Question {number}") for number in range(3)]
    delivery = Delivery(clock)
    for _minute in range(24 * 60):
        delivery.turn()
        clock.passes(60)
    assert smtp.received == []
    states = {(message.state, "ne répond pas" in message.error) for message in Message.objects.all()}
    assert states == {(State.WAITING, True)}
    assert all(10 <= message.attempts <= 20 for message in Message.objects.all())  # later and later
    settings.EMAIL_PORT = port
    clock.passes(3 * 3600)
    assert run(delivery) == 3
    assert sorted(mail["Subject"] for mail in smtp.received) == [message.subject for message in messages]


def test_a_server_that_is_away_is_asked_once_in_a_turn(world: World, clock: SetClock, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    for number in range(3):
        ask(world, f"Question {number}")
    assert run(Delivery(clock)) == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_mailbox_that_does_not_exist_is_told_to_the_webmaster_at_once(
    world: World, smtp: Server, clock: SetClock
) -> None:
    smtp.refusal = "550 No such user"
    message = ask(world)
    run(Delivery(clock))
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert "550 No such user" in message.error


def test_a_mailbox_that_does_not_exist_keeps_the_message_from_no_other(
    world: World, smtp: Server, clock: SetClock
) -> None:
    smtp.refusal, smtp.refused = "550 No such user", "partie@"
    to = ["mairie@aubord.example", "partie@aubord.example", "maire@aubord.example"]
    send(commune=world.aubord.commune, to=to, subject="Une question", body="Bonjour")
    run(Delivery(clock))
    assert [mail["To"] for mail in smtp.received] == ["mairie@aubord.example", "maire@aubord.example"]
    assert [message.to for message in Message.objects.filter(state=State.FAILED)] == [["partie@aubord.example"]]


def test_a_message_that_the_server_will_never_take_is_given_up_at_once(
    world: World, smtp: Server, clock: SetClock
) -> None:
    first, second = ask(world), ask(world)
    smtp.data_refusal = "554 Looks like spam"
    assert run(Delivery(clock)) == 2  # one refused message does not hold the next
    for message in (first, second):
        message.refresh_from_db()
        assert (message.state, "refuse le message" in message.error) == (State.FAILED, True)
    smtp.data_refusal, smtp.sender_refusal = "", "550 Not from here"
    third = ask(world)
    run(Delivery(clock))
    third.refresh_from_db()
    assert third.state == State.FAILED


@pytest.mark.parametrize(
    ("name", "said"),
    [("data_refusal", "451 Later"), ("sender_refusal", "451 Later"), ("sender_refusal", "530 Authentication required")],
)
def test_what_the_message_is_not_to_blame_for_is_tried_again(
    world: World, smtp: Server, clock: SetClock, name: str, said: str
) -> None:
    setattr(smtp, name, said)
    message = ask(world)
    run(Delivery(clock))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 1)


def test_the_platform_may_sign_its_address_with_a_name(
    world: World, smtp: Server, clock: SetClock, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Centre de gestion <ne-pas-repondre@cdg.example>"
    message = ask(world)
    run(Delivery(clock))
    [mail] = smtp.received
    assert mail["From"] == "Aubord <ne-pas-repondre@cdg.example>"
    assert mail["Message-ID"] == f"<{message.number}@cdg.example>"


def test_the_log_names_the_message_and_the_code_and_nobody(
    world: World, smtp: Server, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    smtp.refusal = "550 mairie@aubord.example unknown"
    message = ask(world)
    run(Delivery(clock))
    assert f"{message.number}" in caplog.text
    assert "550" in caplog.text
    assert "aubord.example" not in caplog.text


def test_a_mailbox_that_is_full_for_now_is_tried_again(world: World, smtp: Server, clock: SetClock) -> None:
    smtp.refusal = "452 Mailbox full"
    message = ask(world)
    delivery = Delivery(clock)
    run(delivery)
    message.refresh_from_db()
    assert (message.state, message.next_try) == (State.WAITING, clock.now() + timedelta(minutes=1))
    smtp.refusal = ""
    clock.passes(60)
    run(delivery)
    assert len(smtp.received) == 1


def test_after_five_days_it_is_given_up_and_a_person_may_ask_again(world: World, smtp: Server, clock: SetClock) -> None:
    smtp.refusal = "451 Later"
    message = ask(world)
    delivery = Delivery(clock)
    for _hour in range(6 * 24):
        run(delivery)
        clock.passes(3600)
    message.refresh_from_db()
    assert message.state == State.FAILED
    smtp.refusal = ""
    retry(message, clock.now())
    run(delivery)
    assert len(smtp.received) == 1


def test_an_attempt_cut_short_is_taken_up_again_and_two_workers_never_send_the_same(
    world: World, smtp: Server, clock: SetClock
) -> None:
    ask(world)
    dead, living = Delivery(clock), Delivery(clock)
    assert dead._claimed(clock.now()) is not None
    assert run(living) == 0
    clock.passes(CLAIMED_FOR.total_seconds())
    assert run(living) == 1
    assert len(smtp.received) == 1


def test_what_a_citizen_wrote_is_not_kept_for_ever(world: World, smtp: Server, clock: SetClock) -> None:
    sent, failed = ask(world), ask(world)
    delivery = Delivery(clock)
    run(delivery)
    Message.objects.filter(pk=failed.pk).update(state=State.FAILED)
    ask(world, "Qui attend")
    clock.passes(SENT_KEPT.total_seconds())
    assert delivery.forget() == 1
    assert not Message.objects.filter(pk=sent.pk).exists()
    clock.passes((FAILED_KEPT - SENT_KEPT).total_seconds())
    assert delivery.forget() == 1
    assert Message.objects.get().subject == "Qui attend"

"""A message is stored with what asks for it, or not at all."""

import pytest
from django.core import mail
from django.db import transaction

from cms.courrier.models import Message, State
from cms.courrier.queue import RefusedMessageError, send
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_message_is_a_row_and_nothing_leaves_inside_the_request(world: World) -> None:
    [stored] = send(
        commune=world.aubord.commune,
        to=["mairie@aubord.example", "mairie@aubord.example"],
        subject="Une question",
        body="Bonjour,\r\nune question.",
        reply_to="habitante@exemple.fr",
    )
    assert (stored.state, stored.to, stored.body) == (
        State.WAITING,
        ["mairie@aubord.example"],
        "Bonjour,\nune question.",
    )
    assert mail.outbox == []


@transaction.atomic
def write_then_fail(world: World) -> None:
    """What a view does whose last step fails."""
    send(commune=world.aubord.commune, to=["a@b.fr"], subject="Objet", body="")
    raise RuntimeError


def test_a_transaction_that_fails_takes_its_message_away(world: World) -> None:
    with pytest.raises(RuntimeError):
        write_then_fail(world)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "subject", ["Objet\nBcc: tous@exemple.fr", "Objet\r\nBcc: x@y.fr", "Objet\rBcc: x", "Objet\u2028B", "a\0b", "", " "]
)
def test_a_header_cannot_be_slipped_into_the_subject(world: World, subject: str) -> None:
    with pytest.raises(RefusedMessageError, match="tient sur une ligne"):
        send(commune=world.aubord.commune, to=["a@b.fr"], subject=subject, body="")
    assert not Message.objects.exists()


@pytest.mark.parametrize("address", ["a@b.fr\nBcc: c@d.fr", "pas une adresse", "a@b.fr, c@d.fr", "<a@b.fr>", ""])
def test_what_is_no_address_is_refused_wherever_it_stands(world: World, address: str) -> None:
    commune = world.aubord.commune
    with pytest.raises(RefusedMessageError, match=r"(?s)«\u00a0.*\u00a0»"):
        send(commune=commune, to=[address], subject="Objet", body="")
    if address:
        with pytest.raises(RefusedMessageError):
            send(commune=commune, to=["a@b.fr"], subject="Objet", body="", reply_to=address)


def test_each_recipient_has_a_message_of_their_own(world: World) -> None:
    send(commune=world.aubord.commune, to=["a@b.fr", "c@d.fr"], subject="Objet", body="Texte")
    assert sorted(message.to for message in Message.objects.all()) == [["a@b.fr"], ["c@d.fr"]]
    assert len(set(Message.objects.values_list("number"))) == 2


def test_nobody_and_everybody_are_no_recipients(world: World) -> None:
    for to in ([], [f"a{number}@b.fr" for number in range(21)]):
        with pytest.raises(RefusedMessageError, match="pas de destinataire"):
            send(commune=world.aubord.commune, to=to, subject="Objet", body="")

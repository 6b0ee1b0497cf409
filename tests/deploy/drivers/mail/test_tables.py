"""Mailboxes and aliases as rows: what the contract of drivers does not say of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from deploy.drivers.base import DriverError
from deploy.drivers.mail.tables import GIGABYTE, TablesDriver
from deploy.mail import lifecycle
from deploy.models import CommuneReference, MailAlias, Mailbox, MailChore, MailDomain, MailState
from deploy.records import facts_of
from deploy.resources import Alias, Resource, thing
from deploy.resources import Mailbox as Wanted
from deploy.subscriptions import Subscription
from sites.plan import Plan
from tests.deploy.conftest import CAHORS, FIGEAC

pytestmark = pytest.mark.django_db
MAIRIE = Wanted(CAHORS, "mairie@cahors.example", 5, "classique", "anne@example.org")
ELUS = Wanted(CAHORS, "elus@cahors.example", 10, "collaborative")
CONTACT = Alias(CAHORS, "contact@cahors.example", ("mairie@cahors.example",))


def bring(*wanted: Resource, insee: str = CAHORS) -> None:
    driver = TablesDriver()
    existing = [thing(one) for one in driver.read([_subscription(insee)])]
    for change in Plan.between(existing, map(thing, wanted)).to_apply:
        driver.apply(change)


def _subscription(insee: str) -> Subscription:
    reference = CommuneReference(insee=insee, name="X", departement="46", departement_name="Lot")
    return Subscription(facts_of(reference))


def view(name: str, columns: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {name} ORDER BY {columns}")  # noqa: S608  # both are the test's own
        return cursor.fetchall()


def test_the_views_hold_what_the_servers_ask_and_nothing_more() -> None:
    bring(MAIRIE, ELUS, CONTACT, Alias(CAHORS, "tous@cahors.example", ("mairie@cahors.example", "elus@cahors.example")))
    lifecycle.set_password(ELUS.address, "tracteur-girolle")
    assert view("mail_domains", "name") == [("cahors.example",)]
    assert view("mail_mailboxes", "address, local, domain, quota") == [
        ("elus@cahors.example", "elus", "cahors.example", 10 * GIGABYTE),
        ("mairie@cahors.example", "mairie", "cahors.example", 5 * GIGABYTE),
    ]
    assert view("mail_logins", "address") == [("elus@cahors.example",)], "a box without a password opens to nobody"
    assert view("mail_aliases", "address, target") == [
        ("contact@cahors.example", "mairie@cahors.example"),
        ("tous@cahors.example", "elus@cahors.example"),
        ("tous@cahors.example", "mairie@cahors.example"),
    ]
    assert view("mail_senders", "sender, login") == [
        ("contact@cahors.example", "mairie@cahors.example"),
        ("elus@cahors.example", "elus@cahors.example"),
        ("mairie@cahors.example", "mairie@cahors.example"),
    ], "nobody writes in the name of a group"
    assert view("mail_sogo", "c_uid, c_cn, domain") == [("elus@cahors.example", "elus", "cahors.example")]


def test_who_shares_a_box_writes_in_its_name_and_the_machine_is_told_once() -> None:
    shared = replace(MAIRIE, members=("elus@cahors.example",))
    bring(ELUS, shared)
    bring(ELUS, shared)
    assert ("mairie@cahors.example", "elus@cahors.example") in view("mail_senders", "sender, login")
    bring(ELUS, MAIRIE)
    assert ("mairie@cahors.example", "elus@cahors.example") not in view("mail_senders", "sender, login")
    assert list(MailChore.objects.values_list("kind", "address", "member")) == [
        ("share", "mairie@cahors.example", "elus@cahors.example"),
        ("unshare", "mairie@cahors.example", "elus@cahors.example"),
    ]


def test_an_alias_of_a_closed_box_leads_nowhere_rather_than_bouncing_later() -> None:
    bring(MAIRIE, CONTACT)
    lifecycle.suspend(MAIRIE.address)
    assert view("mail_aliases", "address, target") == []
    lifecycle.reactivate(MAIRIE.address)
    assert view("mail_aliases", "address, target") == [("contact@cahors.example", "mairie@cahors.example")]


def test_the_number_of_queries_does_not_grow_with_the_boxes(django_assert_num_queries: Callable[..., Any]) -> None:
    for count in (1, 3):
        bring(*(Wanted(CAHORS, f"box{rank}@cahors.example", 5, "classique") for rank in range(count)))
        bring(*(Alias(CAHORS, f"a{rank}@cahors.example", ("x@example.org",)) for rank in range(count)))
        with django_assert_num_queries(4):
            assert len(list(TablesDriver().read([_subscription(CAHORS)]))) == count * 2


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(MAIRIE, address="mai rie@cahors.example"), "n’est pas une adresse"),
        (replace(MAIRIE, address="mairie\n@cahors.example"), "n’est pas une adresse"),
        (replace(MAIRIE, address="mai'rie@cahors.example"), "n’est pas une adresse"),
        (replace(MAIRIE, address="Mairie@cahors.example"), "s’écrit en minuscules"),
        (replace(MAIRIE, gigabytes=-1), "n’existe pas"),
        (replace(CONTACT, targets=("contact@cahors.example",)), "finit par se contenir"),
        (replace(CONTACT, targets=()), "ne mène à personne"),
        (replace(CONTACT, address="autre@figeac.example"), "est celui de la commune 46102"),
        (replace(MAIRIE, address="mairie@localhost"), "est déjà pris par la commune 46102"),
        (replace(MAIRIE, address="accueil@localhost"), "est déjà un alias"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_made(wanted: Resource, sentence: str) -> None:
    bring(
        Wanted(FIGEAC, "mairie@figeac.example", 5, "classique"),
        Wanted(FIGEAC, "mairie@localhost", 5, "classique"),
        Alias(FIGEAC, "accueil@localhost", ("mairie@figeac.example",)),
        insee=FIGEAC,
    )
    with pytest.raises(DriverError) as refused, transaction.atomic():
        bring(wanted)
    said = str(refused.value).replace("\u00a0", " ")
    assert sentence in said
    assert "\n" not in said
    assert not Mailbox.objects.filter(insee=CAHORS).exists()
    assert not MailAlias.objects.filter(insee=CAHORS).exists()
    assert not MailDomain.objects.filter(insee=CAHORS).exists()


def test_aliases_that_go_round_in_circles_are_refused() -> None:
    bring(MAIRIE, CONTACT, Alias(CAHORS, "a@cahors.example", ("contact@cahors.example",)))
    with pytest.raises(DriverError, match="finit par se contenir"):
        bring(
            MAIRIE,
            replace(CONTACT, targets=("a@cahors.example",)),
            Alias(CAHORS, "a@cahors.example", (CONTACT.address,)),
        )


def test_no_row_can_have_a_negative_quota() -> None:
    bring(MAIRIE)
    with pytest.raises(IntegrityError, match="a_mailbox_has_room"), transaction.atomic():
        Mailbox.objects.update(quota=-1)


def test_an_archived_box_is_out_of_the_plan_and_comes_back_when_it_is_ordered_again() -> None:
    bring(MAIRIE)
    lifecycle.archive(MAIRIE.address, date(2026, 11, 1))
    assert list(TablesDriver().read([_subscription(CAHORS)])) == []
    bring(MAIRIE)
    box = Mailbox.objects.get()
    assert (box.state, box.archived_on, box.delete_on, box.password) == (MailState.ACTIVE, None, None, "")


def test_a_new_box_never_finds_the_mail_of_the_one_that_had_its_name() -> None:
    bring(MAIRIE)
    lifecycle.archive(MAIRIE.address, date(2026, 1, 1))
    assert lifecycle.purge(date(2026, 6, 1)) == [MAIRIE.address]
    with pytest.raises(DriverError, match="pas encore effacé"):
        bring(MAIRIE)
    MailChore.objects.update(done_at="2026-06-02T00:00Z")
    bring(MAIRIE)
    assert Mailbox.objects.get().address == MAIRIE.address

from dataclasses import replace
from datetime import date
from decimal import Decimal

from deploy.subscriptions import (
    CommuneFacts,
    Line,
    LineKind,
    Ordered,
    OrderedMailbox,
    OrderedPerson,
    Subscription,
    amend,
)

CAHORS = CommuneFacts("46042", "Cahors", "46", "Lot")
START, LATER = date(2026, 12, 1), date(2027, 3, 1)
ORDER = Ordered("46042", "decouverte", "causse", "cahors.localhost", START)
ANNE = OrderedPerson("anne@example.org", "Anne Dupont", "contributeur")


def lines(subscription: Subscription, kind: LineKind) -> list[Line]:
    return [line for line in subscription.lines if line.kind is kind]


def test_a_first_order_opens_every_line_on_its_day() -> None:
    subscription = amend(None, CAHORS, replace(ORDER, people=(ANNE,)))
    assert {line.since for line in subscription.lines} == {START}
    assert {line.until for line in subscription.lines} == {None}
    assert subscription.value_on(START, LineKind.PACK) == "decouverte"
    assert subscription.value_on(date(2026, 11, 30), LineKind.PACK) == ""


def test_the_same_order_twice_changes_nothing() -> None:
    order = replace(ORDER, mailboxes=(OrderedMailbox("mairie@cahors.fr"),), domains=("cahors.fr",), people=(ANNE,))
    once = amend(None, CAHORS, order)
    assert amend(once, CAHORS, order) == once
    assert amend(once, CAHORS, replace(order, since=LATER)) == once


def test_a_new_pack_closes_the_old_line_and_keeps_the_past() -> None:
    later = amend(amend(None, CAHORS, ORDER), CAHORS, replace(ORDER, pack="expert", since=LATER))
    assert [(line.value, line.since, line.until) for line in lines(later, LineKind.PACK)] == [
        ("decouverte", START, LATER),
        ("expert", LATER, None),
    ]
    assert later.value_on(date(2027, 2, 28), LineKind.PACK) == "decouverte"
    assert later.value_on(LATER, LineKind.PACK) == "expert"


def test_someone_no_longer_named_leaves_but_stays_known() -> None:
    later = amend(amend(None, CAHORS, replace(ORDER, people=(ANNE,))), CAHORS, replace(ORDER, since=LATER))
    assert later.on(LATER, LineKind.PERSON) == ()
    assert later.named(LineKind.PERSON) == {"anne@example.org"}


def test_an_order_with_an_end_closes_everything_on_that_day() -> None:
    ended = amend(amend(None, CAHORS, ORDER), CAHORS, replace(ORDER, until=LATER))
    assert {line.until for line in ended.lines} == {LATER}
    assert ended.value_on(LATER, LineKind.PACK) == ""


def test_an_order_dated_before_a_line_replaces_it_from_its_own_day() -> None:
    future = amend(None, CAHORS, replace(ORDER, since=LATER))
    sooner = amend(future, CAHORS, ORDER)
    assert sooner.value_on(START, LineKind.PACK) == "decouverte"
    assert len(sooner.on(LATER, LineKind.PACK)) == 1


def test_prices_are_those_of_the_day_and_included_addresses_cost_nothing() -> None:
    order = replace(
        ORDER,
        domains=("cahors.fr", "cahors.com"),
        mailboxes=(
            OrderedMailbox("mairie@cahors.fr"),
            OrderedMailbox("maire@cahors.fr", 10),
            OrderedMailbox("accueil@cahors.fr"),
            OrderedMailbox("urba@cahors.fr", 10),
        ),
    )
    subscription = amend(None, CAHORS, order)
    assert [line.price for line in lines(subscription, LineKind.PACK)] == [Decimal("352.58")]
    assert [line.price for line in lines(subscription, LineKind.DOMAIN)] == [None, Decimal("15.00")]
    assert [line.price for line in lines(subscription, LineKind.MAILBOX)] == [
        None,
        Decimal("8.12"),
        Decimal("12.26"),
        Decimal("20.38"),
    ]


def test_changing_pack_makes_a_paid_mailbox_an_included_one() -> None:
    boxes = tuple(OrderedMailbox(f"b{number}@cahors.fr") for number in range(3))
    first = amend(None, CAHORS, replace(ORDER, mailboxes=boxes))
    richer = amend(first, CAHORS, replace(ORDER, pack="confort", mailboxes=boxes, since=LATER))
    paid = [line.value for line in richer.on(START, LineKind.MAILBOX) if line.price]
    assert paid == ["b2@cahors.fr"]
    assert [line.price for line in richer.on(LATER, LineKind.MAILBOX)] == [None, None, None]

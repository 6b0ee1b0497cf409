from dataclasses import replace
from datetime import date
from decimal import Decimal

from deploy.prices import Prices, of_module, of_pack
from deploy.statement.reckon import Work, statement, years
from deploy.subscriptions import Ordered, OrderedMailbox, amend
from sites.packs import DatedPrice
from tests.deploy.test_subscriptions import CAHORS

ORDER = Ordered("46042", "decouverte", "causse", "cahors.localhost", date(2025, 6, 1))
BOXES = tuple(OrderedMailbox(f"{name}@cahors.fr") for name in ("mairie", "maire", "ecole"))


def told(order: Ordered, year: int, *later: Ordered, prices: Prices | None = None) -> list[tuple[str, str, str]]:
    subscription = amend(None, CAHORS, order)
    for one in later:
        subscription = amend(subscription, CAHORS, one)
    found = statement(subscription, (), prices or Prices(), year)
    return [(due.label, due.note, "?" if due.euros is None else str(due.euros)) for due in found.dues]


def test_what_begins_in_june_is_due_for_the_whole_year() -> None:
    assert told(ORDER, 2025) == [
        ("Pack Découverte", "depuis le 1er\u00a0juin 2025", "352.58"),
        ("Adresse cahors.localhost", "depuis le 1er\u00a0juin 2025", "0"),
    ]
    assert told(ORDER, 2026)[0] == ("Pack Découverte", "", "352.58")
    assert told(ORDER, 2024) == []


def test_what_ends_in_the_year_is_due_whole_and_never_again() -> None:
    order = replace(ORDER, until=date(2026, 3, 1))
    assert told(order, 2026)[0] == ("Pack Découverte", "jusqu’au 28\u00a0février 2026", "352.58")
    assert told(order, 2027) == []
    assert told(replace(ORDER, until=date(2026, 1, 1)), 2026) == []


def test_of_two_packs_in_a_year_the_dearer_alone_is_due() -> None:
    up, down = (replace(ORDER, pack=pack, since=date(2026, 9, 1)) for pack in ("expert", "mini_site"))
    assert [due for due in told(ORDER, 2026, up) if due[0].startswith("Pack")] == [
        ("Pack Expert", "depuis le 1er\u00a0septembre 2026", "1272.24")
    ]
    free = Prices({of_pack("mini_site"): (DatedPrice(date(2020, 1, 1), Decimal(100)),)})
    assert told(ORDER, 2026, down, prices=free)[0] == ("Pack Découverte", "jusqu’au 31\u00a0août 2026", "352.58")


def test_an_order_replaced_on_its_own_day_was_never_in_force() -> None:
    same_day = replace(ORDER, pack="confort")
    assert [label for label, _note, _euros in told(ORDER, 2025, same_day)] == [
        "Pack Confort",
        "Adresse cahors.localhost",
    ]


def test_boxes_within_the_pack_are_included_and_the_others_are_due() -> None:
    large = OrderedMailbox("mairie@cahors.fr", 10)
    order = replace(ORDER, mailboxes=(large, *BOXES[1:]), domains=("cahors.fr", "cahors-lot.fr"))
    assert {label: euros for label, _note, euros in told(order, 2026)} == {
        "Pack Découverte": "352.58",
        "Adresse cahors.localhost": "0",
        "Nom de domaine cahors.fr": "0",
        "Nom de domaine cahors-lot.fr": "15.00",
        "Boîte mairie@cahors.fr (10\u00a0Go)": "8.12",  # included up to five: the five others are due
        "Boîte maire@cahors.fr (5\u00a0Go)": "0",
        "Boîte ecole@cahors.fr (5\u00a0Go)": "12.26",
    }


def test_prices_are_those_of_the_year_whatever_the_day_of_the_order() -> None:
    prices = Prices(syntec={2024: Decimal(300), 2025: Decimal(306)})
    order = replace(ORDER, mailboxes=BOXES)
    assert [euros for _label, _note, euros in told(order, 2025, prices=prices) if euros != "0"] == ["352.58", "12.26"]
    assert [euros for _label, _note, euros in told(order, 2026, prices=prices) if euros != "0"] == ["359.63", "12.51"]


def test_a_module_in_more_without_a_price_is_said_and_left_out_of_the_total() -> None:
    order = replace(ORDER, modules_on=("comarquage",))
    one = statement(amend(None, CAHORS, order), (), Prices(), 2026)
    assert [due.label for due in one.unpriced] == ["Module Guide des droits et démarches"]
    assert one.total == Decimal("352.58")
    set_by_cdg = Prices({of_module("comarquage"): (DatedPrice(date(2026, 1, 1), Decimal(80)),)})
    assert statement(amend(None, CAHORS, order), (), set_by_cdg, 2026).total == Decimal("432.58")


def test_a_work_is_due_in_the_year_in_which_it_was_done() -> None:
    work = Work("Reprise", date(2025, 12, 1), date(2026, 2, 1), Decimal(2), Decimal(500))
    subscription = amend(None, CAHORS, ORDER)
    assert statement(subscription, [work], Prices(), 2026).total == Decimal("852.58")
    assert statement(subscription, [work], Prices(), 2025).total == Decimal("352.58")


def test_the_years_of_a_commune_begin_with_its_first_order() -> None:
    assert list(years(amend(None, CAHORS, ORDER), date(2026, 11, 1))) == [2025, 2026]

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from deploy.prices import CATALOGUE, DAY, ITEMS, Prices, of_pack
from sites.packs import DatedPrice

CONFORT, MINI = of_pack("confort"), of_pack("mini_site")
# 2 % more each year, on a round base.
SYNTEC = {2019: Decimal(200), 2020: Decimal(204), 2021: Decimal("208.08")}


def test_without_an_index_prices_stay_those_of_the_catalogue() -> None:
    assert Prices().on(CONFORT, date(2026, 5, 1)) == Decimal("636.12")
    assert Prices().on(CONFORT, date(2019, 12, 31)) is None


def test_each_first_of_january_the_price_of_the_year_before_follows_the_index_to_the_cent() -> None:
    prices = Prices(syntec=SYNTEC)
    assert prices.on(CONFORT, date(2020, 12, 31)) == Decimal("636.12")
    assert prices.on(CONFORT, date(2021, 1, 1)) == Decimal("648.84")  # 648.8424
    assert prices.on(CONFORT, date(2022, 1, 1)) == Decimal("661.82")  # of 648.84, not of 648.8424 nor of 636.12
    assert prices.on(CONFORT, date(2023, 6, 1)) == Decimal("661.82")  # November 2022 is not known


def test_an_index_that_lacks_its_neighbour_revises_nothing() -> None:
    assert Prices(syntec={2019: Decimal(200), 2021: Decimal(300)}).on(CONFORT, date(2023, 1, 1)) == Decimal("636.12")


def test_a_price_of_the_cdg_goes_before_the_catalogue_and_is_revised_from_its_own_year() -> None:
    own = {CONFORT: (DatedPrice(date(2021, 1, 1), Decimal(600)),), MINI: (DatedPrice(date(2020, 1, 1), Decimal(0)),)}
    prices = Prices(own, SYNTEC)
    assert prices.on(CONFORT, date(2020, 6, 1)) == Decimal("636.12")
    assert prices.on(CONFORT, date(2021, 6, 1)) == Decimal(600)
    assert prices.on(CONFORT, date(2022, 6, 1)) == Decimal("612.00")
    assert prices.on(MINI, date(2022, 6, 1)) == Decimal("0.00")
    same_day = {CONFORT: (DatedPrice(date(2020, 1, 1), Decimal(500)),)}
    assert Prices(same_day).on(CONFORT, date(2020, 6, 1)) == Decimal(500)


def test_what_nobody_priced_has_no_price() -> None:
    assert Prices().on(MINI, date(2026, 1, 1)) is None
    assert Prices().on("module.comarquage", date(2026, 1, 1)) is None


@given(st.decimals(min_value=0, max_value=99_999, places=2), st.integers(2000, 2050))
def test_the_same_index_twice_changes_no_price(euros: Decimal, year: int) -> None:
    flat = Prices(syntec=dict.fromkeys(range(1999, 2052), Decimal("280.5")))
    assert flat.revised(euros, date(2000, 1, 1), year) == euros


def test_every_item_of_the_catalogue_has_a_name() -> None:
    assert set(CATALOGUE) <= set(ITEMS)
    assert Prices().on(DAY, date(2026, 1, 1)) == Decimal(250)

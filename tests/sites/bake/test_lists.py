"""A list is cut in pages that are baked, each at its own address."""

from dataclasses import dataclass

from sites.bake.lists import Listing, cut


@dataclass(frozen=True, slots=True)
class Narrowed(Listing):
    """What a module may add to it."""

    year: int = 0


def test_a_list_longer_than_a_page_goes_on_at_an_address_of_its_own() -> None:
    pages = cut(Narrowed("Actes", "/actes/", year=2026), range(5), per_page=2)
    assert [list(page.entries) for page in pages] == [[0, 1], [2, 3], [4]]
    assert [page.own_url for page in pages] == ["/actes/", "/actes/page-2/", "/actes/page-3/"]
    assert {(page.year, page.pages) for page in pages} == {(2026, pages[0].pages)}


def test_an_empty_list_has_one_page() -> None:
    (page,) = cut(Listing("Actes", "/actes/"), ())
    assert (page.own_url, page.number, list(page.entries)) == ("/actes/", 1, [])

"""Old addresses with a query have one form, whoever writes them; a log tells those of contents alone."""

import pytest

from sites.store.olds import LONGEST, key, query_of, told


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("/index.php", "id=12", "/index.php?id=12"),
        ("/index.php", "b=2&a=1", "/index.php?a=1&b=2"),
        ("/index.php/", "&id=12&", "/index.php?id=12"),
        ("/spip.php", "article34", "/spip.php?article34"),
        ("/", "p=12", "/?p=12"),
        ("/été.php", "nom=f%C3%AAte", "/%C3%A9t%C3%A9.php?nom=f%C3%AAte"),
        ("/a.php", "nom=fête", "/a.php?nom=f%C3%AAte"),
        ("/a.php", "x=%26", "/a.php?x=%26"),
        ("/a.php", "x=<b>", "/a.php?x=%3Cb%3E"),
        ("/a.php", "", ""),
        ("/a.php", "&", ""),
        ("/a.php", "x" * (LONGEST + 1), ""),
    ],
)
def test_an_address_has_one_name_whatever_the_order_of_its_parameters(path: str, query: str, found: str) -> None:
    assert key(path, query) == found
    assert query_of(query_of(query)) == query_of(query)


@pytest.mark.parametrize(
    "query", ["id=12", "article34", "page=article&id_article=34", "option=com_content&view=article&id=5&Itemid=2"]
)
def test_the_number_of_a_content_may_be_told(query: str) -> None:
    assert told("/index.php", query) == f"/index.php?{query}"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/index.php", "nom=dupont"), ("/index.php", "id=12&nom=dupont"), ("/index.php", "tel=0565000000"),
        ("/index.php", "q=12+rue"), ("/index.php", "mail=a@b.fr"), ("/recherche/", "id=12"), ("/", "p=12"),
        ("/index.php", "dupont34"), ("/index.php", "a=1&b=2&c=3&d=4&e=5"), ("/index.php", "page=" + "a" * 31),
        ("/index.php", "id=12\n"), ("/index.php", ""),
    ],
)  # fmt: skip
def test_what_a_person_may_have_typed_is_not(path: str, query: str) -> None:
    assert told(path, query) == path

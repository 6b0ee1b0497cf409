"""A view that fails: what people read then, in French, whatever has stopped working."""

from typing import Any, NoReturn

from bs4 import BeautifulSoup
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory

from tests.entering import words


def broken(_request: HttpRequest) -> NoReturn:
    """The database is away; these tests have none either: a query would be refused."""
    raise OperationalError("secret of the server")


def test_a_view_that_fails_is_told_in_french_without_a_query_nor_a_secret() -> None:
    answer: Any = convert_exception_to_response(broken)(RequestFactory().get("/pages/"))
    page = BeautifulSoup(answer.content, "lxml")
    assert answer.status_code == 500
    assert page.html is not None
    assert page.html["lang"] == "fr"
    assert [title.get_text() for title in page.select("title, h1")] == ["Cette page n’a pas pu s’afficher"] * 2
    assert "L’erreur vient de nous, pas de vous." in words(page.get_text())
    assert [link["href"] for link in page.select("a")] == ["/"]
    assert "secret" not in answer.content.decode()
    assert page.select("script, link, img") == []  # nothing else may have to answer

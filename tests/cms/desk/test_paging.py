"""From one screen of a list to the next, with what was asked of the list."""

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


def paging(number: int, asked: str = "", **words: str) -> str:
    request = RequestFactory().get(f"/?{asked}")
    context = {"page": Paginator(range(5), 2).page(number), **words}
    return " ".join(render_to_string("desk/paging.html", context, request).split())


def test_what_was_asked_of_the_list_is_kept() -> None:
    said = paging(2, "q=saint+c%C3%A9r%C3%A9&etat=live&p=2")
    assert 'href="?q=saint+c%C3%A9r%C3%A9&amp;etat=live&amp;p=1">Précédentes</a>' in said
    assert "Page 2 sur 3" in said
    assert 'href="?q=saint+c%C3%A9r%C3%A9&amp;etat=live&amp;p=3">Suivantes</a>' in said


def test_the_first_and_the_last_lead_one_way_in_the_words_of_their_list() -> None:
    assert "Plus récents" not in paging(1, before="Plus récents", after="Plus anciens")
    assert 'href="?p=2">Plus anciens</a>' in paging(1, before="Plus récents", after="Plus anciens")
    assert "Suivantes" not in paging(3)


def test_a_list_of_one_screen_says_nothing() -> None:
    context = {"page": Paginator(range(2), 2).page(1)}
    assert render_to_string("desk/paging.html", context).strip() == ""

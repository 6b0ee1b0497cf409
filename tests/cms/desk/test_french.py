"""A walk through the admin: no sentence, no label is left in English, no word of the trade is left unexplained."""

import json
import re
from collections import deque
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from cms.desk.words import mended
from tests.entering import enter, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Words that are no French, and that hardly any English sentence or label does without.
_ENGLISH = (
    "the and of this that these you your with from please are has have been will cannot for to by an add edit delete "
    "save search select settings choose submit upload user users password heading bold link view live draft publish "
    "unpublish move copy history usage filter sort ordering new more show hide close open untitled home body slug "
    "language locale locked all none privacy any it its was were"
)
ENGLISH = frozenset(_ENGLISH.split())
# Words of the trade that a town-hall secretary does not know.
JARGON = re.compile(
    r"\b(slugs?|workflows?|snippets?|wagtail|django|streamfield|collections?|alias|url)\b", re.IGNORECASE
)
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value")
# French words written as English ones, and names.
SHARED = frozenset({"an", "home", "to"})
AT_MOST = 60


def said(html: bytes) -> "Iterator[str]":
    """Every text and label of a page, one by one."""
    page = BeautifulSoup(html, "html.parser")
    props = page.find(id="wagtail-sidebar-props")
    if props is not None:
        yield from labels(json.loads(props.get_text()))
    for element in page(["script", "style", "svg", "code", "pre"]) + page.select("[data-side-panel-toggle-counter]"):
        element.decompose()
    for name in ATTRIBUTES:
        for element in page.select(f"[{name}]"):
            yield str(element[name])
    for button in page.find_all("input", {"type": ["submit", "button"]}):
        yield str(button.get("value", ""))
    yield from page.stripped_strings


def labels(thing: object) -> "Iterator[str]":
    """Labels of the sidebar, which the browser draws."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key == "label" and isinstance(value, str):
                yield value
            else:
                yield from labels(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from labels(value)


def is_english(text: str) -> bool:
    words = set(re.findall(r"[a-zà-ÿ]+", re.sub(r"\S+[@/.]\S+", "", text.lower())))
    return bool(words & (ENGLISH - SHARED))


def walk(client: Client) -> "dict[str, bytes]":
    """One page for each view that a link of another page leads to."""
    found: dict[str, bytes] = {}
    waiting = deque([reverse("wagtailadmin_home"), reverse("wagtailadmin_account")])
    while waiting and len(found) < AT_MOST:
        url = waiting.popleft()
        try:
            name = view_of(url)
        except Resolver404:  # the address of a page of a site
            continue
        if name in found or "bulk" in name:
            continue
        answer = client.get(url)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        found[name] = answer.content
        links = BeautifulSoup(answer.content, "html.parser").find_all("a", href=re.compile("^/(?!_/)"))
        waiting.extend(str(link["href"]) for link in links if "export=" not in str(link["href"]))
        waiting.extend(re.findall(r'"url": "(/[^"_][^"]*)"', answer.content.decode()))
    return found


def view_of(url: str) -> str:
    match = resolve(url.partition("?")[0])
    model = "-".join(str(match.kwargs.get(key, "")) for key in ("content_type_model_name", "model_name"))
    return f"{match.view_name} {model}".strip(" -")


@pytest.mark.parametrize("role", ["contributeur", "gestionnaire"])
def test_no_english_and_no_jargon_is_left(world: "World", role: str) -> None:
    pages = walk(enter(getattr(world.aubord, role)))
    assert len(pages) > 20, sorted(pages)
    english = {(name, text) for name, html in pages.items() for text in said(html) if is_english(text)}
    jargon = {(name, text) for name, html in pages.items() for text in said(html) if JARGON.search(text)}
    assert not english
    assert not jargon


def test_the_walk_sees_english_where_there_is_some() -> None:
    page = b'<p>Your changes were saved</p><button aria-label="Close">x</button>'
    assert [text for text in said(page) if is_english(text)] == ["Close", "Your changes were saved"]


def test_french_is_not_taken_for_english() -> None:
    for sentence in (
        "Publier une actualit\u00e9",
        "Voir le site",
        "\u00c0 la une de l\u2019accueil",
        "Note d\u2019information",
    ):
        assert not is_english(sentence)


def test_wagtail_s_french_is_printed_as_french_is() -> None:
    with translation.override("fr"):
        assert gettext("Sign in") == "S’identifier"
        assert gettext("Are you sure you want to delete this page?").startswith("Voulez-vous vraiment supprimer")
    assert mended("<a href='/'>l'aide d'«\u00a0Ma page\u00a0»</a>") == "<a href='/'>l’aide d’«\u00a0Ma page\u00a0»</a>"


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 message"), (1, "1 message"), (2, "2 messages"), (12, "12 messages")]
)
def test_our_own_sentences_count_many_from_two(number: int, expected: str) -> None:
    counted = "{% load i18n %}{% blocktrans count n=n %}{{ n }} message{% plural %}{{ n }} messages{% endblocktrans %}"
    with translation.override("fr"):
        assert ngettext("%d message", "%d messages", number) % number == expected
        assert Template(counted).render(Context({"n": number})) == expected


def test_the_sentences_of_wagtail_still_follow_its_catalogue() -> None:
    with translation.override("fr"):
        said = [ngettext("There is %(counter)s match", "There are %(counter)s matches", n) for n in (0, 1, 2)]
    assert said == ["Il y a %(counter)s correspondance"] * 2 + ["Il y a %(counter)s correspondances"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{{ at|jour }}", "1er décembre 2026"),
        ('{{ at|jour:"full" }}', "mardi 1er décembre 2026"),
        ('{{ at|jour:"near" }}', "1er décembre"),
        ('{{ before|jour:"near" }}', "1er décembre 2025"),
        ("{{ at|moment }}", "1er décembre 2026 à 9 h 05"),
        ("{{ none|moment }}{{ none|jour }}", ""),
    ],
)
def test_the_first_of_a_month_is_written_as_french_says_it(
    written: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 22))
    values = {"at": datetime(2026, 12, 1, 8, 5, tzinfo=UTC), "before": date(2025, 12, 1), "none": None}
    assert words(Template("{% load desk_tags %}" + written).render(Context(values))) == expected


def test_no_screen_of_ours_writes_a_day_in_letters_by_the_rule_of_english() -> None:
    rooms = (Path(__file__).resolve().parents[3] / room for room in ("cms", "modules", "sites", "deploy"))
    found = [
        str(file)
        for room in rooms
        for file in room.rglob("*.html")
        if re.search(r'\|date:"[^"]*[jdS] ?[FNMb]', file.read_text())
    ]
    assert found == []

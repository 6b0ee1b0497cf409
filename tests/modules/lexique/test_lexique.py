"""Terms explained where they are first met, and nowhere that it would hurt."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Page
from modules.lexique.glossary import Entry, Glossary, glossary
from modules.lexique.models import Terme
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.reader import Reader, page_types
from sites.models import Commune
from sites.rendering.richtext import resolve
from tests import sitemaps
from tests.modules.lexique.factories import index_of, term
from tests.world import Town, World

pytestmark = pytest.mark.django_db

MODULE: Any = apps.get_app_config("lexique")
PLU = Entry(1, "PLU", ("plan local d’urbanisme",), "Ce qui dit où l’on peut bâtir.")
PLAN = Entry(2, "plan", (), "Un dessin.")
CCAS = Entry(3, "CCAS", (), "Aide <sociale> & conseil.")


def explained(html: str, *entries: Entry, met: set[int] | None = None) -> BeautifulSoup:
    seen: set[Any] = set() if met is None else met
    words = Glossary(entries or (PLU, PLAN, CCAS), "/lexique/")
    text = resolve(
        html,
        lambda reference: f"<a>{reference.inner}</a>",
        lambda outside: f"<a>{outside.inner}</a>",
        lambda pieces: words.explain(pieces, seen),
    )
    return BeautifulSoup(text, "html.parser")


def buttons(page: BeautifulSoup) -> list[str]:
    return [button.text for button in page.select("button.term")]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Le PLU est voté, le PLU change.</p>", ["PLU"]),
        ("<p>Le Plan Local d'Urbanisme et le plan.</p>", ["Plan Local d'Urbanisme", "plan"]),
        ("<p>Le plan\n local d’urbanisme.</p>", ["plan\n local d’urbanisme"]),
        ("<p>PLUS, surplus, PLU-H, plant.</p>", []),
        ('<p><a href="https://lot.fr/plu">Le PLU</a> puis le PLU</p>', ["PLU"]),
        ("<h2>Le PLU</h2><p>Rien.</p>", []),
        ('<h2>Le PLU <a href="https://lot.fr/">ici</a> et le PLU</h2><p>Le CCAS.</p>', ["CCAS"]),
        ("<p><b>PLU</b></p>", ["PLU"]),
        ("<ul><li>CCAS</li></ul>", ["CCAS"]),
        ('<p><abbr title="PLU">PLU</abbr></p>', []),
        ("<p>Rien à dire.</p>", []),
    ],
)
def test_the_first_whole_word_is_explained_outside_links_headings_and_attributes(html: str, found: list[str]) -> None:
    assert buttons(explained(html)) == found


def test_the_explanation_is_reached_by_a_button_and_escaped() -> None:
    page = explained("<p>Le CCAS.</p>")
    button, text = page.select_one("button.term"), page.select_one(".term__text")
    assert button is not None
    assert text is not None
    assert (button["type"], button["popovertarget"], text["id"]) == ("button", "lex-3", "lex-3")
    assert text.has_attr("popover")
    assert text.text == "CCAS Aide <sociale> & conseil. Lexique"
    assert [link["href"] for link in text.select("a")] == ["/lexique/#terme-3"]


def test_a_word_is_explained_once_for_the_whole_page() -> None:
    met: set[int] = set()
    assert buttons(explained("<p>PLU</p>", met=met)) == ["PLU"]
    assert buttons(explained("<p>plan local d’urbanisme</p>", met=met)) == []
    assert met == {1}


def test_no_term_is_no_work() -> None:
    assert Glossary((), "").explain(("<p>PLU</p>",), set()) == ("<p>PLU</p>",)


def test_the_same_terms_are_compiled_once() -> None:
    assert glossary((PLU, PLAN), "/lexique/") is glossary((PLU, PLAN), "/lexique/")


@pytest.fixture
def town(world: World) -> Town:
    index_of(world.aubord)
    return world.aubord


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


def write(town: Town, *texts: str) -> None:
    page = Page.objects.get(pk=town.page.pk)
    page.body = [("text", text) for text in texts]
    page.save_revision().publish()


def baked(town: Town, var: Path, path: str = "vie-municipale/conseil/index.html") -> str:
    result = bake(town.commune)
    assert not result.error, result.failures
    return (var / "sites" / town.commune.insee / "current/www" / path).read_text("utf-8")


def test_a_page_explains_each_term_where_it_is_first_met_and_the_preview_too(town: Town, var: Path) -> None:
    term(town, "PLU")
    write(town, "<p>Le PLU.</p>", "<p>Encore le PLU.</p>")
    html = baked(town, var)
    assert html.count('class="term"') == 1
    assert render_page(Page.objects.get(pk=town.page.pk), draft=False) == html


def test_every_term_stands_on_the_page_by_letter(town: Town, var: Path) -> None:
    for word in ("PLU", "État civil", "Élection"):
        term(town, word)
    page = BeautifulSoup(baked(town, var, "lexique/index.html"), "lxml")
    assert [title.text for title in page.select(".letter h2")] == ["E", "P"]
    assert [str(found.contents[0]).strip() for found in page.select("dt")] == ["Élection", "État civil", "PLU"]


def test_reading_takes_two_queries_whatever_the_number_of_terms(town: Town) -> None:
    def queries() -> int:
        reader = Reader(town.commune.pk)
        with CaptureQueriesContext(connection) as captured:
            list(reader.pages(page_types({"lexique"})))
            MODULE.read(reader)
        return len(captured)

    term(town, "PLU")
    one = queries()
    term(town, "CCAS")
    term(town, "EPCI")
    assert (one, queries()) == (2, 2)


def test_off_nothing_is_explained_nor_listed_nor_offered(town: Town, var: Path, secretary: Client) -> None:
    row = term(town, "PLU")
    write(town, "<p>Le PLU.</p>")
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["lexique"]}
    commune.save()
    town.commune = commune
    assert 'class="term"' not in baked(town, var)
    www = var / "sites" / town.commune.insee / "current/www"
    assert not (www / "lexique").exists()
    assert "lexique" not in sitemaps.told(www)
    assert 'href="/lexique/' not in secretary.get(reverse("wagtailadmin_home")).content.decode()
    assert secretary.get(reverse("termes:edit", args=(row.pk,))).status_code in {302, 404}


def test_the_secretary_adds_a_word_and_a_word_is_explained_once(secretary: Client, town: Town) -> None:
    body = {"commune": town.commune.pk, "term": "PLU", "definition": "Ce qui dit où bâtir."}
    assert secretary.post(reverse("termes:add"), body).status_code == 302
    assert "déjà expliqué" in secretary.post(reverse("termes:add"), body | {"term": "plu"}).content.decode()
    assert "deux lettres" in secretary.post(reverse("termes:add"), body | {"term": "à"}).content.decode()
    assert Terme.objects.count() == 1


def test_the_list_asks_the_same_queries_for_one_row_and_for_three(secretary: Client, town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(reverse("termes:index")).status_code == 200
        return len(captured)

    term(town, "PLU")
    queries()
    one = queries()
    term(town, "CCAS")
    term(town, "EPCI")
    assert queries() == one


def test_a_folder_brings_terms_once(town: Town) -> None:
    table = {"mots": [{"mot": "PLU", "aussi": ["plan local d’urbanisme"], "explication": "Où bâtir."}]}
    assert [MODULE.take_over(town.commune, table, None) for _time in range(2)] == [True, False]
    with pytest.raises(ValidationError, match="deux lettres"):
        MODULE.take_over(town.commune, {"mots": [{"mot": "à", "explication": "Rien."}]}, None)

"""A text written elsewhere is pasted with its headings, lists, links, tables, bold and italic, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from cms.blocks.rich import LONGEST
from tests.browser.conftest import Install

pytestmark = pytest.mark.browser
WORD = (Path(__file__).parent / "pastes" / "word.html").read_text(encoding="utf-8")
EDITOR = ".public-DraftEditor-content"
# What another program puts on the clipboard: Chromium leaves this as it is, while it cleans what scripts write there.
COPY = """
([html, text]) => document.addEventListener("copy", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (html) event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", text);
}, { capture: true, once: true })
"""
TOO_LONG = "Ce texte est trop long pour une page"


def paste(page: Any, html: str, text: str = "texte") -> None:
    """By the keyboard, from the browser's own clipboard."""
    page.evaluate(COPY, [html, text])
    page.keyboard.press("Control+C")
    page.keyboard.press("Control+V")


def new_text(page: Any, block: str = "Texte") -> None:
    """A news item with an empty block, the cursor in it."""
    page.get_by_role("link", name="Publier une actualité").click()
    page.locator("[name=title]").fill("Louer la salle")
    page.locator("[name=intro]").fill("Ce qu’il faut apporter, et les tarifs.")
    page.locator("#panel-child-contenu-body-section").get_by_role("button", name="Insérer un bloc").first.click()
    page.get_by_role("option", name=block).first.click()
    page.locator(f"#panel-child-contenu-body-section {EDITOR}").first.click()


@pytest.fixture
def reader(chromium: Any) -> Any:
    """``word.js`` alone in a page: HTML to lines of ``type``, depth, text."""
    page = chromium.new_page()
    page.add_script_tag(path=str(finders.find("writing/word.js")))

    def read(html: str) -> list[Any]:
        lines = page.evaluate("html => window.beffroiWord.read(html)", html)
        return [
            line.get("table") or (line["type"], line["depth"], "".join(map(_marked, line["runs"]))) for line in lines
        ]

    yield read
    page.close()


def _marked(run: dict[str, Any]) -> str:
    text = run["text"]
    text = f"**{text}**" if run["bold"] else text
    text = f"_{text}_" if run["italic"] else text
    return f"[{text}]({run['href']})" if run["href"] else text


def test_word_is_read_as_headings_lists_links_and_tables(reader: Callable[[str], list[Any]]) -> None:
    assert reader(WORD) == [
        ("h2", 0, "Louer la salle des fêtes"),
        (
            "p",
            0,
            (
                "La salle se loue **au week-end**, aux habitants _et aux associations_\u00a0: lisez "
                "[le règlement](https://salle.example/reglement?a=1&b=2), pas ce lien ni ce fichier."
            ),
        ),
        ("h3", 0, "Ce qu’il faut apporter"),
        ("ul", 0, "un justificatif"),
        ("ul", 1, "de moins de trois mois"),
        ("ul", 0, "une attestation d’assurance"),
        ("ol", 0, "Réserver"),
        ("ol", 0, "Payer"),
        ("h3", 0, "Les tarifs"),
        [["Salle", "Habitants"], ["La grande", "120\u00a0€"], ["La cuisine", "30\u00a0€"]],
        ("p", 0, "Les clés sont en mairie."),
    ]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param(
            '<h2 class="western"><font color="#365f91">Les <b>horaires</b></font></h2>'
            '<ul><li><p style="margin-bottom: 0cm"><font face="Arial">lundi</font></p>\n'
            "<ul><li><p>matin</p></li></ul></li><li><p>mardi</p></li></ul>",
            [("h2", 0, "Les horaires"), ("ul", 0, "lundi"), ("ul", 1, "matin"), ("ul", 0, "mardi")],
            id="LibreOffice",
        ),
        pytest.param(
            '<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr">'
            '<span style="font-weight:400">Un </span>'
            '<span style="font-weight:700;font-style:italic">mot</span></p></b>',
            [("p", 0, "Un _**mot**_")],
            id="Google Docs",
        ),
        pytest.param(
            "<div>Mairie<br>12, place du Causse<div><p>46000 Cahors</p> le soir</div></div>"
            "<nav><a href='/x'>ici</a></nav>",
            [(("p", 0, text)) for text in ("Mairie", "12, place du Causse", "46000 Cahors", "le soir", "ici")],
            id="a web page",
        ),
        pytest.param(
            "<table><tr><td><h2>Cadre</h2><p>un</p></td></tr></table>",
            [("h2", 0, "Cadre"), ("p", 0, "un")],
            id="a frame is no table",
        ),
        pytest.param(
            "<table><tr><th colspan=2>Été</th><th>Hiver</th></tr>"
            "<tr><td rowspan=2>9 h</td><td>12 h</td><td>10 h</td></tr><tr><td>18 h</td></tr></table>",
            [[["Été", "", "Hiver"], ["9 h", "12 h", "10 h"], ["", "18 h", ""]]],
            id="cells over several",
        ),
        pytest.param(
            "<ol><li>un<table><tr><td>a<td>b<tr><td>c<td>d</table></li></ol>",
            [("ol", 0, "un"), [["a", "b"], ["c", "d"]]],
            id="a table in a list",
        ),
        pytest.param("<p> </p><p>&nbsp;</p><img src=x onerror=alert(1)>", [], id="nothing"),
    ],
)
def test_other_programs_are_read_too(reader: Callable[[str], list[Any]], html: str, lines: list[Any]) -> None:
    assert reader(html) == lines


def test_a_paste_from_word_is_published_with_its_table(
    signed_in: Callable[..., Any], visit: Callable[..., Any], install: Install
) -> None:
    page = signed_in("contributeur", "cajarc")
    new_text(page)
    paste(page, WORD)
    page.get_by_text("Chaque tableau collé est sous ce texte").wait_for()
    # The editor hands its text over to the form a quarter of a second later.
    page.wait_for_function("() => document.querySelector('[name=body-0-value]').value.includes('header-two')")
    page.locator("[name=body-1-value-caption]").fill("Tarifs de la salle")
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("« Louer la salle » : c’est publié.").wait_for()
    page.locator("[data-online]", has_text="En ligne à").wait_for()
    citizen = visit()
    citizen.goto(install.url("cajarc", "/actualites/"))
    citizen.get_by_role("link", name="Louer la salle").first.click()
    citizen.get_by_role("heading", level=1, name="Louer la salle").wait_for()
    article = citizen.locator("main")
    assert article.get_by_role("heading", level=2).all_inner_texts()[0] == "Louer la salle des fêtes"
    link = article.get_by_role("link", name="le règlement").get_attribute("href")
    assert link == "https://salle.example/reglement?a=1&b=2"
    assert article.locator("b, strong", has_text="au week-end").count() == 1
    assert article.locator("ul li ul li").inner_text() == "de moins de trois mois"
    steps = article.locator("ol", has_text="Réserver").locator("> li")
    assert [step.strip() for step in steps.all_inner_texts()] == ["Réserver", "Payer"]
    cells = article.locator("table td, table th").all_inner_texts()
    assert cells == ["Salle", "Habitants", "La grande", "120\u00a0€", "La cuisine", "30\u00a0€"]
    text = article.inner_text()
    assert text.index("Les tarifs") < text.index("La grande") < text.index("Les clés sont en mairie.")
    assert article.locator("[style*=mso], [class*=Mso], img[src^=file]").count() == 0


def test_a_heading_pasted_after_a_sentence_stays_a_heading(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "cajarc")
    new_text(page)
    page.keyboard.type("Avant, après.")
    for _letter in "après.":
        page.keyboard.press("ArrowLeft")
    paste(page, "<h2>Partie</h2><p>Un texte</p><ul><li>un point</li></ul>")
    editor = page.locator(EDITOR).first
    editor.locator("h2").wait_for()
    assert editor.locator("h2").all_inner_texts() == ["Partie"]
    assert editor.locator("li").all_inner_texts() == ["un point"]
    assert [line for line in editor.inner_text().splitlines() if line.strip()] == [
        "Avant, ", "Partie", "Un texte", "un point", "après.",
    ]  # fmt: skip


def test_where_no_table_fits_its_text_is_kept_and_the_block_is_named(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "cajarc")
    new_text(page, "Volets à déplier")
    paste(page, WORD)
    page.get_by_text("le bloc « Tableau » du contenu d’une page le montrerait").wait_for()
    lines = page.locator(EDITOR).first.inner_text().splitlines()
    assert [line for line in lines if line.strip()][-4:] == [
        "Salle – Habitants", "La grande – 120\u00a0€", "La cuisine – 30\u00a0€", "Les clés sont en mairie.",
    ]  # fmt: skip
    assert page.locator(EDITOR).first.locator("h2, h3").count() == 0


@pytest.mark.parametrize("rich", ["rich", ""], ids=["rich", "plain"])
def test_five_megabytes_are_refused_in_one_sentence_and_nothing_is_lost(
    signed_in: Callable[..., Any], rich: str
) -> None:
    page = signed_in("contributeur", "cajarc")
    new_text(page)
    page.keyboard.type("Déjà écrit.")
    book = "halle " * 900_000
    paste(page, f"<p>{book}</p>" if rich else "", book)
    page.get_by_text(TOO_LONG).wait_for()
    assert page.locator(EDITOR).first.inner_text().strip() == "Déjà écrit."
    page.keyboard.type(" Et encore.")
    page.wait_for_function("() => document.querySelector('[name=body-0-value]').value.includes('Et encore.')")
    kept = json.loads(page.locator("[name=body-0-value]").input_value())
    assert [block["text"] for block in kept["blocks"]] == ["Déjà écrit. Et encore."]


def test_pictures_of_five_megabytes_around_a_short_text_do_not_refuse_it(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "cajarc")
    new_text(page)
    paste(page, f'<p>Voici <img src="data:image/png;base64,{"A" * 5_500_000}">la halle.</p>')
    page.locator(EDITOR).get_by_text("Voici la halle.").wait_for()
    assert page.get_by_text(TOO_LONG).count() == 0


def test_a_text_pasted_may_be_as_long_as_a_page(reader: Callable[[str], list[Any]]) -> None:
    assert len(reader("<p>" + "mot " * (LONGEST // 4) + "</p>")[0][2]) == LONGEST - 1


def test_a_page_too_heavy_for_the_server_is_told_before_it_leaves(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "cajarc")
    new_text(page)
    page.keyboard.type("Déjà écrit.")
    page.evaluate("document.querySelector('[name=intro]').value = 'halle '.repeat(500_000)")
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("C’est trop long pour être enregistré : rien n’est parti").wait_for()
    assert page.locator(EDITOR).first.inner_text().strip() == "Déjà écrit."
    assert page.locator("[name=title]").input_value() == "Louer la salle"

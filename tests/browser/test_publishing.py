"""The main job: a contributor publishes, a citizen reads it on the commune's own host."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Install

pytestmark = pytest.mark.browser
ONLINE = re.compile(r"En ligne à\s\d+\sh\s\d\d")


def send_photo(page: Any, photo: Path) -> None:
    """By the window that chooses among those already sent, or takes a new one."""
    page.get_by_role("button", name="Choisir une image").first.click()
    page.get_by_role("tab", name=re.compile("Transférer|Ajouter|Envoyer")).click()
    page.locator("input[type=file]").last.set_input_files(str(photo))
    page.locator("[name=image-chooser-upload-description]").fill("Étals sous la halle")
    page.wait_for_function("document.querySelector('[name=image-chooser-upload-title]').value")  # from the file
    page.get_by_role("button", name=re.compile("Transférer|Ajouter|Envoyer")).last.click()


def write_news(page: Any, title: str, photo: Path | None = None) -> None:
    """Fill in the form of a news item."""
    page.get_by_role("link", name="Publier une actualité").click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=intro]").fill("Samedi matin, sous la halle, vingt producteurs.")
    if photo is not None:
        send_photo(page, photo)
        page.locator(".image-chooser:not(.blank)").first.wait_for()
        alternative = page.locator("[name=image_alt]")
        if alternative.count():
            alternative.fill("Des étals sous la halle")


def publish(page: Any, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def read(visit: Callable[..., Any], install: Install, town: str, title: str) -> Any:
    """What a citizen finds: the list of the news, then the article."""
    citizen = visit(390)
    citizen.goto(install.url(town, "/actualites/"))
    citizen.get_by_role("link", name=title).first.click()
    citizen.get_by_role("heading", name=title, level=1).wait_for()
    return citizen


def test_a_contributor_publishes_a_news_item_with_a_picture_and_a_citizen_reads_it(
    signed_in: Callable[..., Any], visit: Callable[..., Any], install: Install, photo: Path
) -> None:
    page = signed_in("contributeur", "cajarc")
    write_news(page, "Le marché de Noël ouvre samedi", photo)
    publish(page, "Publier")
    page.get_by_text("« Le marché de Noël ouvre samedi » : c’est publié.").wait_for()
    page.locator("[data-online]", has_text=ONLINE).wait_for()
    citizen = read(visit, install, "cajarc", "Le marché de Noël ouvre samedi")
    picture = citizen.locator("main picture img").first
    picture.scroll_into_view_if_needed()
    citizen.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())


def test_where_the_town_hall_validates_the_citizen_reads_it_after_validation(
    signed_in: Callable[..., Any], visit: Callable[..., Any], install: Install
) -> None:
    install.call("validate('duravel')")
    title = "La bibliothèque rouvre mardi"
    author = signed_in("contributeur", "duravel")
    write_news(author, title)
    publish(author, "Proposer à la validation")
    author.get_by_text(re.compile("la personne qui valide est prévenue")).wait_for()
    citizen = visit()
    citizen.goto(install.url("duravel", "/actualites/"))
    assert citizen.get_by_role("link", name=title).count() == 0
    install.mail("valideur@duravel.example", f"À valider : {title}")

    judge = signed_in("valideur", "duravel")
    judge.get_by_role("link", name=re.compile("Relire et valider")).click()
    judge.get_by_role("button", name="Valider et publier").click()
    judge.get_by_text("C’est validé").wait_for()
    judge.locator("[data-online]", has_text=ONLINE).wait_for()
    read(visit, install, "duravel", title)
    install.mail("contributeur@duravel.example", f"Validé : {title}")


def test_a_photo_sent_twice_is_kept_once_when_its_sender_says_so(signed_in: Callable[..., Any], photo: Path) -> None:
    page = signed_in("contributeur", "cajarc")
    shown = page.locator(".image-chooser:not(.blank) img").first
    page.get_by_role("link", name="Publier une actualité").click()
    send_photo(page, photo)
    kept = shown.get_attribute("src")
    page.reload()
    send_photo(page, photo)
    page.get_by_role("button", name="Utiliser l’image existante").or_(
        page.get_by_role("link", name="Utiliser l’image existante")
    ).click()
    assert shown.get_attribute("src") == kept


# The draft is kept at once, and its answer comes late, as by a slow line.
SLOW = """
document.addEventListener("w-unsaved:watch-edits", () => { window.watched = true; });
const quick = window.fetch;
window.fetch = async (address, options = {}) => {
  const answer = await quick(address, options);
  if ((options.method || "").toUpperCase() === "POST") await new Promise((wake) => setTimeout(wake, 2000));
  return answer;
};
"""


def test_what_is_published_while_it_saves_itself_is_published_once(
    signed_in: Callable[..., Any], install: Install
) -> None:
    title = "Le don du sang revient"
    page = signed_in("contributeur", "cajarc")
    page.add_init_script(SLOW)
    page.get_by_role("link", name="Publier une actualité").click()
    page.wait_for_function("window.watched")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.locator("[name=title]").fill(title)
        page.locator("[name=intro]").fill("Salle des fêtes, de huit heures à midi.")
    publish(page, "Publier")
    page.get_by_text(f"« {title} » : c’est publié.").wait_for()
    assert install.call(f"count({title!r})").strip() == "1 en ligne, 0 brouillon"

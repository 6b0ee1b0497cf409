"""Without a mouse: log in, write a news item, publish it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.keyboard import SEES_FOCUS, tab_to
from tests.browser.seed import PASSWORD
from tests.modules.documents.factories import pdf

pytestmark = pytest.mark.browser
# The calendars on screen: that of one field alone, or none.
OPEN = """name => {
  const shown = [...document.querySelectorAll('.xdsoft_datetimepicker')].filter((it) => it.offsetParent);
  if (!name) return shown.length === 0;
  return shown.length === 1 && shown[0] === jQuery(`[name=${name}]`).data('xdsoft_datetimepicker')[0];
}"""
YEAR = datetime.now(UTC).year + 1


def test_a_contributor_publishes_with_the_keyboard_alone(visit: Callable[..., Any], install: Install) -> None:
    page = visit()
    page.add_init_script(SEES_FOCUS)
    page.goto(install.url("admin"))
    page.locator("#id_username").wait_for()
    tab_to(page, "#id_username")
    page.keyboard.type("contributeur@bagnac.example")
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Que voulez-vous faire").wait_for()
    tab_to(page, ".desk__action--main")
    page.keyboard.press("Enter")
    page.locator("[name=title]").wait_for()
    tab_to(page, "[name=title]")
    page.keyboard.type("Coupure d’eau jeudi")
    tab_to(page, "[name=intro]")
    page.keyboard.type("De neuf heures à midi, rue du Lavoir.")
    tab_to(page, "button[name=action-publish]")
    page.keyboard.press("Enter")
    page.get_by_text("« Coupure d’eau jeudi » : c’est publié.").wait_for()


def test_an_act_goes_online_with_the_keyboard_alone(signed_in: Callable[..., Any], tmp_path: Path) -> None:
    signed = tmp_path / "deliberation.pdf"
    signed.write_bytes(pdf())
    page = signed_in("contributeur", "bagnac")
    page.add_init_script(SEES_FOCUS)
    page.reload()
    tab_to(page, ".desk__action[href$='/actes/ajouter/']")
    page.keyboard.press("Enter")
    page.locator("[name=kind]").wait_for()
    tab_to(page, "[name=kind]")
    page.keyboard.type("Dél")
    tab_to(page, "[name=source]")
    page.locator("[name=source]").set_input_files(str(signed))  # the window that opens is the system's
    tab_to(page, "[name=title]")
    page.keyboard.type("Tarifs de la cantine")
    tab_to(page, "[name=number]")
    page.keyboard.type("2024-031")
    tab_to(page, "[name=date]")
    page.keyboard.type("06062024")  # the same for those who begin with the month
    for name, text in (("author_first_name", "Camille"), ("author_name", "Roux"), ("author_capacity", "Maire")):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    tab_to(page, "[name=checked]")
    page.keyboard.press("Space")
    tab_to(page, "button[value=publish]")
    page.keyboard.press("Enter")
    page.get_by_text("L’acte est publié").wait_for()


def test_a_consultation_is_published_with_the_keyboard_alone(signed_in: Callable[..., Any], install: Install) -> None:
    page = signed_in("contributeur", "duravel")
    page.add_init_script(SEES_FOCUS)
    page.goto(install.url("admin", "/marches-publics/"))
    tab_to(page, "main a[href$='/ajouter/']")
    page.keyboard.press("Enter")
    page.locator("[name=title]").wait_for()
    tab_to(page, "[name=until_day]")
    page.keyboard.type(f"0606{YEAR}")
    tab_to(page, "[name=until_time]")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")  # without what is bought: nothing is lost, and the field is told
    page.locator("#id_title-errors, .error-message").first.wait_for()
    assert page.locator("[name=until_day]").input_value() == f"{YEAR}-06-06"
    tab_to(page, "[name=title]")
    page.keyboard.type("Réfection du toit de l’école")
    tab_to(page, "main .desk-form__actions button")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Réfection du toit de l’école").wait_for()


def test_an_alert_goes_to_several_communes_with_the_keyboard_alone(
    signed_in: Callable[..., Any], install: Install
) -> None:
    install.call("share_secretary('bagnac', 'cajarc')")
    page = signed_in("itinerante", "bagnac")
    page.add_init_script(SEES_FOCUS)
    page.reload()
    tab_to(page, ".desk-strip__link")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bagnac").wait_for()
    tab_to(page, ".desk__actions button[name=commune]")
    page.keyboard.press("Enter")
    page.get_by_text("Vous travaillez pour Bagnac").wait_for()

    tab_to(page, ".desk__action[href*='/alertes/new/']")
    page.keyboard.press("Enter")
    page.locator("[name=title]").wait_for()
    tab_to(page, "[name=title]")
    page.keyboard.type("Vent fort ce soir")
    tab_to(page, "[name=end]")
    page.keyboard.press("Control+A")
    end = f"{datetime.now().astimezone() + timedelta(days=2):%d/%m/%Y}"
    page.keyboard.type(f"{end} 18 h 30")
    page.wait_for_function(OPEN, arg="end")  # that of the beginning was left, and closes
    page.keyboard.press("Escape")
    page.wait_for_function(OPEN, arg="")
    tab_to(page, "form button[type=submit]")
    assert page.locator("[name=end]").input_value() == f"{end} 18:30"
    page.keyboard.press("Enter")
    page.get_by_text("Publier aussi dans d’autres de vos").wait_for()
    tab_to(page, "a[href*='/publier/alerte/']")
    page.keyboard.press("Enter")
    page.locator("[name=commune]").wait_for()
    tab_to(page, "[name=commune]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Publier dans cette commune").wait_for()
    tab_to(page, ".desk-form__actions a")  # « Changer la liste »: nothing was sent, the choice is made again
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Voir la liste avant de publier").wait_for()
    assert page.locator("[name=commune]:checked").count() == 0
    tab_to(page, "[name=commune]")
    page.keyboard.press("Space")
    tab_to(page, ".desk-form__actions button")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Publier dans cette commune").wait_for()
    tab_to(page, ".desk-form__actions button")
    page.keyboard.press("Enter")
    page.get_by_text("C’est publié pour Cajarc.").wait_for()
    page.locator(".desk-where [data-online]", has_text="En ligne à").wait_for()
    tab_to(page, ".desk-where a")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    opened.value.get_by_text("Vent fort ce soir").first.wait_for()


def test_a_commune_is_ordered_with_the_keyboard_alone(visit: Callable[..., Any], install: Install) -> None:
    install.call("refer('46339', 'Saint-Céré')")
    page = visit()
    cookie = install.call("webmestre_enters()").split()[-1]
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": install.url("admin")}])
    page.add_init_script(SEES_FOCUS)
    page.goto(install.url("admin", "/abonnements/commander/"))
    tab_to(page, "#commune-q")
    page.keyboard.type("st cere")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Saint-Céré").wait_for()
    tab_to(page, "a[href$='/46339/']")
    page.keyboard.press("Enter")
    page.locator("[name=telephone]").wait_for()
    for name, text in (
        ("couleur", "#7a1fa2"),
        ("adresse", "Place de la République"),
        ("telephone", "05 65 00 00 01"),
        ("directeur", "Camille Genévrier"),
        ("boite-0-adresse", "mairie"),
        ("personne-0-nom", "Lou Bruyère"),
        ("personne-0-courriel", "lou"),
    ):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(text)
    page.keyboard.press("Enter")  # the first button of the form must not be one that adds a row, nor the preview
    page.locator("#id_personne-0-courriel-errors, .error-message").first.wait_for()
    tab_to(page, "[name=personne-0-courriel]")
    page.keyboard.press("Control+A")
    page.keyboard.type("lou@saint-cere.example")
    tab_to(page, ".desk-form__actions button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ce qui coûte").wait_for()
    tab_to(page, ".desk-form__actions button")
    page.keyboard.press("Space")
    page.get_by_text("C’est fait").wait_for()  # shown by itself, without another key
    steps = page.locator("[data-steps] .desk-list__title").all_inner_texts()
    assert steps == ["Le site", "L’adresse", "Le courrier", "Les personnes"]


def test_the_first_key_skips_the_menu(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "bagnac")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Aller au contenu"

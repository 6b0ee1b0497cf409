"""When nobody answers below ``/_/recherche/``, the device searches by itself, and says that it finds less."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cms.search.french.stems import stem
from cms.search.french.words import DATA, vocabulary
from sites.bake.archive import export
from tests.a11y import axe
from tests.a11y.browser import Quiet
from tests.a11y.checks.sizes import SLACK, TOO_WIDE
from tests.themes.conftest import CHROMIUM, ROOT, THEMES
from tests.themes.test_browser import opened, served

if TYPE_CHECKING:
    from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
REDUCED = "Recherche réduite\u00a0: le service complet ne répond pas."
IS_THERE = "([where, said]) => document.querySelector(where)?.textContent.includes(said)"
TITLES = "ol.found h3 a"
QUESTIONS = ROOT / "tests/cms/search/visitors/questions.toml"


class Away(Quiet):
    """A server of files in front of a CMS that is down."""

    def do_GET(self) -> None:  # noqa: N802  # the name that the server calls
        """502 below ``/_/recherche/``, as a proxy says it, with the page baked for that."""
        if not self.path.startswith("/_/recherche/"):
            return super().do_GET()
        body = Path(self.directory, "503.html").read_bytes()
        self.send_response(502)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)
        return None


def ask(page: Any, words: str) -> list[str]:
    """The titles that the device finds."""
    page.fill("#q", words)
    page.wait_for_function(IS_THERE, arg=["h1", words])
    return [title.strip() for title in page.locator(TITLES).all_inner_texts()]


@pytest.mark.parametrize("shown", THEMES, indirect=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_the_device_answers_in_every_theme_when_the_cms_is_down(shown: Path, width: int) -> None:
    with served(shown, Away) as origin, opened(width) as (page, _complaints):
        page.goto(f"{origin}/recherche/")
        page.focus("#q")
        assert "Aubord le conseil" in ask(page, "CONSEILS")
        assert REDUCED in page.inner_text("[data-part=found] .find__note")
        status = page.text_content("[data-status]")
        assert status.startswith(REDUCED)
        assert status.endswith(page.text_content(".find__count"))
        assert page.evaluate("document.activeElement.id") == "q"
        assert page.locator(TITLES).first.get_attribute("href").startswith("/")
        assert page.evaluate(TOO_WIDE)[0] <= SLACK
        assert axe.faults(page) == []


@pytest.mark.parametrize("shown", ["causse"], indirect=True)
def test_who_asked_without_script_or_from_the_page_of_errors_is_led_to_the_device(shown: Path) -> None:
    with served(shown, Away) as origin, opened(390) as (page, _complaints):
        page.goto(f"{origin}/404.html")
        page.fill("#q", "conseil")
        page.press("#q", "Enter")
        page.wait_for_url("**/recherche/?q=conseil")
        page.wait_for_function(IS_THERE, arg=["h1", "conseil"])
        assert page.input_value("#q") == "conseil"
        assert page.locator(TITLES).count() > 0


@pytest.mark.parametrize("shown", ["causse"], indirect=True)
def test_a_word_begun_and_a_word_unknown_and_words_of_two_pages(shown: Path) -> None:
    with served(shown, Away) as origin, opened(390) as (page, _complaints):
        page.goto(f"{origin}/recherche/")
        assert "Aubord le conseil" in ask(page, "conse")
        assert ask(page, "xyzzy") == []
        assert page.inner_text(".find__count") == "Aucune page trouvée"
        assert "Quelques pistes" in page.inner_text("[data-part=found]")
        assert ask(page, "conseil xyzzy") != []
        assert "Voici celles qui en contiennent une partie" in page.inner_text("[data-part=found]")
        ask(page, '<img src=x onerror="alert(1)">')
        assert page.locator("main h1 img").count() == 0


def test_an_exported_site_is_searched_from_any_server_of_files(world: "World", tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    export(world.aubord.commune, tmp_path / "aubord.zip")
    with zipfile.ZipFile(tmp_path / "aubord.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    with served(tmp_path / "unpacked") as origin, opened(1280) as (page, _complaints):
        page.goto(f"{origin}/recherche/")
        assert "Aubord le conseil" in ask(page, "conseil")
        page.click(TITLES)
        page.wait_for_load_state()
        page.go_back()
        page.wait_for_function(IS_THERE, arg=["h1", "conseil"])
        assert page.input_value("#q") == "conseil"


@pytest.mark.parametrize("shown", ["base"], indirect=True)
def test_a_cms_that_keeps_one_waiting_is_not_waited_for(shown: Path) -> None:
    with served(shown, Away) as origin, opened(390) as (page, _complaints):
        page.clock.install()
        page.route("**/_/recherche/**", lambda _route: None)
        page.goto(f"{origin}/recherche/")
        page.fill("#q", "conseil")
        page.clock.run_for(300)
        assert page.locator(TITLES).count() == 0
        page.clock.run_for(5000)
        page.wait_for_function(IS_THERE, arg=["h1", "conseil"])
        page.fill("#q", "mentions")
        page.clock.run_for(300)
        page.wait_for_function(IS_THERE, arg=["h1", "mentions"])


@pytest.mark.parametrize("shown", ["base"], indirect=True)
def test_the_device_reads_words_as_the_server_does(shown: Path) -> None:
    texts = [(DATA / "synonymes.toml").read_text("utf-8"), QUESTIONS.read_text("utf-8")]
    texts += [path.read_text("utf-8") for path in sorted((ROOT / "demo").rglob("*.md"))[:80]]
    known = sorted({word for text in texts for word in vocabulary(text)})
    assert len(known) > 1000
    with served(shown) as origin, opened(390) as (page, complaints):
        page.goto(f"{origin}/recherche/")
        read = page.evaluate(
            """async (words) => {
              const { fold, stem } = await import(document.querySelector("[data-device]").dataset.device);
              const index = await (await fetch("/recherche/mots.json")).json();
              return [words.map((word) => stem(word, index)), fold("L’Été, cœur ÆGIDE ǅ Straße")];
            }""",
            known,
        )
        assert complaints == []
    assert dict(zip(known, read[0], strict=True)) == {word: stem(word) for word in known}
    assert read[1] == "l'ete, coeur aegide dz strasse"

"""Every theme can show every page and every block, and no page carries what its security policy forbids."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from cms.blocks import HOME_BLOCKS
from cms.blocks.links import ICONS
from sites.modules import installed_modules
from sites.rendering.renderer import macros_of
from sites.themes import environment, load
from tests.themes.conftest import THEMES, Baked

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*ROOT.glob("themes/*/templates/**/*.html"), *ROOT.glob("modules/*/templates/**/*.html")]
TEMPLATES = (
    "layout.html",
    "site.css",
    "blocks.html",
    "chrome/head.html",
    "chrome/header.html",
    "chrome/footer.html",
    "pages/accueil.html",
    "pages/rubrique.html",
    "pages/page.html",
    "pages/page_legale.html",
    "pages/plan_du_site.html",
    "pages/404.html",
    "pages/redirect.html",
    "legal/mentions.html",
    "legal/accessibilite.html",
    "legal/donnees.html",
    "actualites/index.html",
    "actualites/article.html",
    "actualites/home_section.html",
)
# Elements that make a browser fetch something by itself.
FETCHED = {"link": "href", "script": "src", "img": "src", "source": "srcset", "iframe": "src", "use": "href"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_theme_has_every_template_and_it_compiles(theme: str, template: str) -> None:
    assert environment(load(theme), strict=True).get_template(template)


@pytest.mark.parametrize("theme", THEMES)
def test_every_block_has_a_macro_of_its_name_with_the_agreed_arguments(theme: str) -> None:
    macros = macros_of(environment(load(theme), strict=True), installed_modules())
    for name, _block in HOME_BLOCKS:
        assert macros[name].arguments == ("value", "ctx"), name  # type: ignore[attr-defined]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_writes_a_style_a_script_or_a_handler_in_the_page(source: Path) -> None:
    text = source.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    tags = set(re.findall(r"<script[^>]*>", text)) - {'<script type="application/ld+json">'}  # data, and no script
    assert all("src=" in tag for tag in tags)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_french_signs_are_preceded_by_the_space_that_never_breaks(source: Path) -> None:
    words = re.sub(r"{#.*?#}|{%.*?%}", "", source.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"[a-zàâçéèêëîïôùû’»] [;!?»](?=[\s<\"])|« ", words)


def test_every_icon_that_a_template_names_or_an_editor_chooses_is_in_the_sprite() -> None:
    declared = tomllib.loads((ROOT / "themes/base/theme.toml").read_text("utf-8"))["icons"]
    known = {*declared["lucide"], *declared["tabler"]}
    named = {name for path in SOURCES for name in re.findall(r'icon\("([a-z0-9-]+)"', path.read_text("utf-8"))}
    table = (ROOT / "themes/base/templates/home/parts.html").read_text("utf-8")
    named |= {name for _word, name in re.findall(r'\("(\w+)", "([a-z0-9-]+)"\)', table)}
    named |= {name for name, _label in ICONS}
    assert named - known == set()
    assert len(named) > 20


@pytest.mark.django_db
@pytest.mark.parametrize("theme", THEMES)
def test_no_baked_page_breaks_the_rules_that_all_pages_share(theme: str, baked: Baked) -> None:
    pages = sorted(baked(theme).rglob("*.html"))
    assert len(pages) >= 8
    for page in pages:
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        assert soup.select_one("html[lang=fr]"), page
        assert len(soup.find_all("h1")) == 1, page
        assert " – " in soup.select_one("title").text, page  # type: ignore[union-attr]
        assert not soup.find_all(style=True), page
        assert not soup.find_all("style"), page
        data = soup.find_all("script", type="application/ld+json", src=False)  # data, and no script
        assert all(json.loads(block.text)["@context"] == "https://schema.org" for block in data), page
        assert all(script.get("src") for script in soup.find_all("script") if script not in data), page
        assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")], page
        assert all(image.has_attr("alt") and image.has_attr("width") for image in soup.find_all("img")), page
        identifiers = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(identifiers) == len(set(identifiers)), (page, identifiers)


@pytest.mark.django_db
@pytest.mark.parametrize("theme", THEMES)
def test_whatever_a_page_fetches_by_itself_stands_on_its_own_site(theme: str, baked: Baked) -> None:
    public = baked(theme)
    for page in sorted(public.rglob("*.html")):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for tag, attribute in FETCHED.items():
            for element in soup.find_all(tag):
                if tag == "link" and element["rel"] == ["canonical"]:
                    continue
                for address in str(element.get(attribute, "")).split(", "):
                    path = urlsplit(address.split(" ")[0])
                    assert not path.netloc, (page, address)
                    assert not path.path or (public / path.path.lstrip("/")).is_file(), (page, address)


@pytest.mark.django_db
def test_a_document_is_announced_with_its_type_and_weight(baked: Baked) -> None:
    soup = BeautifulSoup((baked("causse") / "vie-municipale/conseil/index.html").read_text("utf-8"), "html.parser")
    links = [link for link in soup.find_all("a") if "/_/d/" in link["href"]]
    assert len(links) == 5
    for link in links:
        around = link.find_parent("li")
        assert re.search(r"PDF, \d+\sKo", around.text if around else ""), around


@pytest.mark.django_db
def test_the_legal_pages_say_who_publishes_and_who_hosts(baked: Baked, settings: object) -> None:
    text = (baked("base") / "mentions-legales/index.html").read_text("utf-8")
    assert "Camille Aubord" in text
    assert str(settings.BEFFROI_HOSTING_NAME) in text  # type: ignore[attr-defined]
    assert "2004-575" not in text  # the law is obeyed, not recited

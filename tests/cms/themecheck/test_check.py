"""Each sentence of the check, provoked by a theme that deserves it; and the documented example, which is fit."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.themecheck import check as checking
from cms.themecheck import sample, scratch
from cms.themecheck.check import candidate, check
from cms.themecheck.faults import Fault
from cms.themecheck.pages import RULES, read
from cms.themecheck.pages import check as look_at
from tests.showcase import build_cahors

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs/themes/exemple"
TOML = (
    'label = "Essai"\ndescription = "Un essai"\nextends = "base"\n\n[colours]\nbrand = "#33566b"\naccent = "#c3cf5a"\n'
)
Files = dict[str, str | bytes]
SHEET, HERO = "static/theme.css", "templates/home/hero.html"


def write(folder: Path, files: Files) -> Path:
    for name, content in {"theme.toml": TOML, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def faults(folder: Path) -> list[Fault]:
    return list(check(candidate(folder), lambda _step: None, pages=False).faults)


BAD: list[tuple[Files, str, int, str]] = [
    ({"theme.toml": "label = "}, "theme.toml", 1, "ce fichier est illisible"),
    ({"theme.toml": TOML.replace("label", "nom")}, "theme.toml", 0, "il manque «\u00a0label\u00a0»"),
    ({"theme.toml": TOML.replace("label", "nom")}, "theme.toml", 1, "«\u00a0nom\u00a0» n’est pas une clé connue"),
    ({"theme.toml": TOML.replace('extends = "base"\n', "")}, "theme.toml", 0, "il manque «\u00a0extends\u00a0»"),
    ({"theme.toml": TOML.replace('"base"', '"mere"')}, "theme.toml", 3, "«\u00a0mere\u00a0», n’est pas de Beffroi"),
    ({"theme.toml": TOML.replace('"base"', '"essai"')}, "theme.toml", 3, "n’est pas de Beffroi"),
    ({"theme.toml": TOML.replace("#33566b", "bleu")}, "theme.toml", 6, "«\u00a0bleu\u00a0» n’est pas une couleur"),
    ({"theme.toml": TOML.replace("accent", "fond")}, "theme.toml", 5, "il manque «\u00a0accent\u00a0» sous [colours]"),
    (
        {"theme.toml": TOML.replace("accent", "fond")},
        "theme.toml",
        7,
        "«\u00a0fond\u00a0» n’est pas une couleur connue",
    ),
    ({"theme.toml": TOML[: TOML.index("[")]}, "theme.toml", 0, "il manque [colours]"),
    ({"theme.toml": TOML + "[fonts.x]\nweights = [4]\n"}, "theme.toml", 8, "static/x.woff2 n’est pas là"),
    ({"theme.toml": TOML + "[fonts.x]\nweights = [4]\n"}, "theme.toml", 8, "ajoutez static/licences-essai.txt"),
    ({"theme.toml": TOML + '[fonts.x]\nfamily = "X"\n'}, "theme.toml", 8, "il manque «\u00a0weights\u00a0»"),
    ({HERO: "\n{% if %}"}, HERO, 2, "ce gabarit est mal écrit"),
    ({HERO: "{{ page.title|safe }}"}, HERO, 1, "le filtre safe n’est pas de ceux d’un modèle"),
    ({HERO: "\n{% include 'rien.html' %}"}, HERO, 2, "«\u00a0rien.html\u00a0» n’existe ni dans ce thème"),
    ({HERO: "{% autoescape false %}{% endautoescape %}"}, HERO, 1, "«\u00a0autoescape\u00a0» n’est pas permis"),
    ({"templates/blocks.html": ""}, "templates", 0, "n’a pas de macro de ce nom"),
    ({HERO: '<p style="color:red">'}, HERO, 1, "un attribut style"),
    ({HERO: "<style>p{}</style>"}, HERO, 1, "un élément <style>"),
    ({HERO: '\n<a onclick="x()">'}, HERO, 2, "un gestionnaire (onclick…)"),
    ({HERO: '<a href="javascript:x()">'}, HERO, 1, "une adresse javascript:"),
    ({HERO: "<script>x()</script>"}, HERO, 1, "un script dans la page"),
    ({HERO: '<script src="https://cdn.example/x.js">'}, HERO, 1, "un appel à un autre site"),
    ({HERO: '<img src="//cdn.example/x.png">'}, HERO, 1, "un appel à un autre site"),
    ({HERO: '<link rel="stylesheet" href="https://cdn.example/x.css">'}, HERO, 1, "prise à un autre site"),
    ({SHEET: "\n@import 'x.css';"}, SHEET, 2, "@import n’est pas permis"),
    ({SHEET: "a{background:url(https://cdn.example/x.png)}"}, SHEET, 1, "un appel à un autre site, https://cdn"),
    ({SHEET: "\n\na{background:url(rien.svg)}"}, SHEET, 3, "«\u00a0rien.svg\u00a0» n’existe pas"),
    ({SHEET: ":root{--brand:#eeeeee}"}, SHEET, 1, "--brand (#eeeeee) sur --bg"),
    ({SHEET: ":root{--brand:#33566b}"}, SHEET, 1, "--brand est fixé par le thème"),
    ({SHEET: ":root{--ink:hsl(0 0% 0%)}"}, SHEET, 1, "--ink ne peut pas être calculé ici"),
    ({SHEET: "".join(f".c{n:x}{{order:{n * n}}}" for n in range(900))}, SHEET, 0, "une fois compressée"),
    ({"static/x.js": "x()"}, "static/x.js", 0, "ce script s’exécutera dans les pages de la commune"),
    ({"static/x.php": "x"}, "static/x.php", 0, "n’est pas d’un type permis"),
    ({"static/x.svg": "<svg><script/></svg>"}, "static/x.svg", 0, "un dessin qui contient un script"),
    ({"static/x.woff2": b"x" * 70_000}, "static/x.woff2", 0, "1 polices, 70 ko"),
    ({"static/x.woff2": b"x"}, "static/x.woff2", 0, "aucune licence à côté des polices"),
    ({"static/x.woff2": b"x"}, "static/x.woff2", 0, "aucune page ne s’en sert"),
]


@pytest.mark.parametrize(("files", "file", "line", "sentence"), BAD, ids=[one[3] for one in BAD])
def test_a_fault_is_said_with_its_file_and_its_line(
    tmp_path: Path, files: Files, file: str, line: int, sentence: str
) -> None:
    found = [(one.file, one.line) for one in faults(write(tmp_path / "essai", files)) if sentence in one.sentence]
    assert (file, line) in found


def test_a_theme_cannot_take_the_name_of_one_of_ours_nor_any_name(tmp_path: Path) -> None:
    assert "est un thème de Beffroi" in faults(write(tmp_path / "causse", {}))[0].sentence
    assert "donne son nom au thème" in faults(write(tmp_path / "Mon Thème", {}))[0].sentence


def test_a_folder_without_declaration_is_no_theme(tmp_path: Path) -> None:
    assert "ce fichier manque" in faults(tmp_path)[0].sentence


def test_an_honest_theme_has_nothing_to_correct(tmp_path: Path) -> None:
    assert faults(write(tmp_path / "essai", {SHEET: "@layer theme{.btn{border-radius:0}}"})) == []


def test_the_command_says_each_fault_and_ends_in_error(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "essai", {HERO: '\n<p style="x">'}), StringIO()
    with pytest.raises(CommandError, match="1 défaut à corriger"):
        call_command("theme", "check", str(folder), "--without-pages", stdout=out, stderr=StringIO())
    assert f"{HERO}, ligne 2\u00a0: un attribut style" in out.getvalue()


def test_the_command_answers_programs_in_json() -> None:
    out = StringIO()
    call_command("theme", "check", str(EXAMPLE), "--without-pages", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["theme"], told["faults"], told["templates"]) == ("ardoise", [], 1)


def test_what_is_no_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’est pas un dossier"):
        call_command("theme", "check", str(tmp_path / "nulle-part"))


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ('<html lang="fr">|<html>', "<html lang"),
        ('<main id="contenu">|<div>', "un seul <main"),
        ("#contenu|/ailleurs/", "le premier lien doit être"),
        ("<nav>|<div>", "il manque <nav>"),
        ("/donnees-personnelles/|/x/", "ne mène plus à /donnees-personnelles/"),
        ("<h1>|<h2>", "0 titres <h1>"),
        ('<p id="a">|<p id="a" style="x">', "un style dans la page"),
        ('<p id="a">|<p id="a" onclick="x">', "un script ou un gestionnaire"),
        ('<img src="/a.png"|<img src="https://b.example/a.png"', "la page appelle un autre site"),
        (' alt=""|', "une image sans attribut alt"),
        ('<p id="a">|<p id="contenu">', "l’identifiant «\u00a0contenu\u00a0» est deux fois"),
    ],
)
def test_a_page_that_lost_a_landmark_is_told_with_its_address(broken: str, sentence: str) -> None:
    foot = "".join(
        f'<a href="{one}">x</a>' for one in ("/mentions-legales/", "/accessibilite/", "/donnees-personnelles/")
    )
    page = (
        '<html lang="fr"><body><a href="#contenu">Aller</a><header><nav></nav></header><main id="contenu"><h1>x</h1>'
        f'<p id="a"><img src="/a.png" alt=""></p></main><footer>{foot}</footer></body></html>'
    )
    assert list(look_at([("/", page)])) == []
    old, new = broken.split("|")
    found = list(look_at([("/une/", page.replace(old, new)), ("/deux/", page.replace(old, new))]))
    assert [one for one in found if sentence in one.sentence and "(et 1 autres pages)" in one.sentence]
    assert len(RULES) >= 10


@pytest.mark.django_db
def test_the_example_shows_every_type_of_page_of_the_sample_site_without_a_fault(var: Path, settings: object) -> None:
    settings.BEFFROI_THEMES = [EXAMPLE]  # type: ignore[attr-defined]
    build_cahors(var)
    told = sample.look("ardoise")
    assert told["failures"] == []
    assert [name for name, count in told["types"].items() if not count] == []
    shown = [*read(Path(told["www"])), *told["answers"].items()]
    assert len(shown) > 60
    assert {"/_/recherche/", "/_/reponse/", "/_/confirmer/", "/_/contact/envoyer/ (vide)"} <= told["answers"].keys()
    assert list(look_at(shown)) == []
    home = dict(shown)["/"]
    assert 'class="slate deep"' in home


@pytest.mark.django_db
def test_a_template_that_fails_on_one_type_of_page_is_told_with_its_line(
    var: Path, settings: object, tmp_path: Path
) -> None:
    themes = tmp_path / "themes"
    shutil.copytree(EXAMPLE / "ardoise", themes / "ardoise")
    broken = themes / "ardoise/templates/pages/rubrique.html"
    broken.parent.mkdir()
    broken.write_text("{% extends 'layout.html' %}\n{% block main %}{{ page.nulle_part }}{% endblock %}\n")
    settings.BEFFROI_THEMES = [themes]  # type: ignore[attr-defined]
    build_cahors(var)
    theme = candidate(themes / "ardoise")
    found = [scratch.of_failure(theme, one) for one in sample.look("ardoise")["failures"]]
    assert {(one.file, one.line) for one in found} == {("templates/pages/rubrique.html", 2)}
    assert "un nom inconnu" in found[0].sentence


def test_the_sample_site_stands_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment names a scratch folder, and nothing of the install: neither database, nor key, nor search."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret@nowhere/beffroi")
    monkeypatch.setenv("BEFFROI_SECRET_KEY", "secret")
    given = scratch.environment(tmp_path / "var", tmp_path / "themes")
    assert given["BEFFROI_VAR"] == str(tmp_path / "var")
    assert not [name for name in given if "SECRET" in name or "DATABASE" in name or "OPENSEARCH" in name.upper()]
    assert checking.candidate(EXAMPLE).name == "ardoise"

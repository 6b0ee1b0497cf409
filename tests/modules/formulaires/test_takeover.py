"""``formulaires.toml``: forms come with a site that is taken over."""

import tomllib
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.settings import BASE
from cms.takeover.errors import ContentError
from modules.formulaires.models import Formulaire, Formulaires
from modules.formulaires.takeover import take
from tests.world import Town, World, add_page

pytestmark = pytest.mark.django_db

FAIR: dict[str, Any] = {
    "titre": "Vide-grenier",
    "resume": "Un stand, le 20 juin.",
    "adresse": "fetes@aubord.example",
    "conserve_mois": 3,
    "question": [
        {"sorte": "intertitre", "question": "Vous"},
        {"question": "Votre nom", "precision": "Celui du stand."},
        {"sorte": "choix", "question": "Un véhicule ?", "reponses": ["Oui", "Non"]},
        {"sorte": "fichier", "question": "Carte grise", "facultative": True, "si": ["Un véhicule ?", "Oui"]},
    ],
}


@pytest.fixture
def town(world: World) -> Town:
    """Aubord, with its list of forms."""
    add_page(world.aubord.home, Formulaires(title="Formulaires", slug="formulaires"), world.aubord.contributeur)
    return world.aubord


def test_a_form_is_written_with_its_conditions_and_only_once(town: Town) -> None:
    assert take(town.commune, {"formulaire": [FAIR]})
    page = Formulaire.objects.get()
    assert (page.live, page.slug, page.recipient, page.kept) == (True, "vide-grenier", "fetes@aubord.example", 3)
    raw = page.questions.get_prep_value()
    assert [item["type"] for item in raw] == ["note", "text", "choice", "file"]
    assert raw[3]["value"] == {
        "label": "Carte grise", "help": "", "required": False, "only_if": "Un véhicule ?", "only_is": "Oui",
    }  # fmt: skip
    before = page.revisions.count()
    assert not take(town.commune, {"formulaire": [FAIR]})
    assert Formulaire.objects.get().revisions.count() == before


def test_what_changed_in_the_file_changes_the_form(town: Town) -> None:
    take(town.commune, {"formulaire": [FAIR]})
    assert take(town.commune, {"formulaire": [FAIR | {"resume": "Reporté au 27."}]})
    assert Formulaire.objects.get().intro == "Reporté au 27."


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"sorte": "couleur", "question": "Laquelle ?"}, "la sorte .*couleur.* n’existe pas"),
        ({"question": "Suite", "si": ["Un véhicule ?"]}, "une question et la réponse attendue"),
        ({"libelle": "Nom"}, "la clé .*libelle.* n’existe pas"),
        ({"sorte": "texte"}, "il manque la clé .*question"),
    ],
)
def test_a_wrong_question_is_told(town: Town, question: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ContentError, match=sentence):
        take(town.commune, {"formulaire": [FAIR | {"question": [question]}]})


def test_a_condition_that_can_never_be_met_is_refused(town: Town) -> None:
    alone = {"question": "Plaque", "si": ["Un véhicule ?", "Oui"]}
    with pytest.raises(ValidationError, match="n’existe pas plus haut"):
        take(town.commune, {"formulaire": [FAIR | {"question": [alone]}]})


def test_without_the_page_of_the_forms_it_is_told(world: World) -> None:
    with pytest.raises(ContentError, match="manque à ce site"):
        take(world.belleville.commune, {"formulaire": [FAIR]})


@pytest.mark.parametrize("folder", ["cahors", "gourdon"])
def test_the_showcases_have_forms_with_a_condition_and_a_file(town: Town, folder: str) -> None:
    take(town.commune, tomllib.loads((BASE / "demo" / folder / "formulaires.toml").read_text("utf-8")))
    questions = [item for page in Formulaire.objects.all() for item in page.questions.get_prep_value()]
    assert Formulaire.objects.count() == 2
    assert any(item["type"] == "file" for item in questions)
    assert any(item["value"].get("only_if") for item in questions)

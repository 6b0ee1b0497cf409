"""Forms of a commune's own making: built, filled with conditions and files, read, forgotten."""

from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.courrier.models import Message
from cms.guichet import robots
from cms.guichet.models import Envoi, PieceJointe, State
from modules.formulaires.models import Formulaire, Formulaires
from sites.bake.bakery import bake, store_of
from tests import sitemaps
from tests.entering import words
from tests.world import PDF, Town, World, add_page

pytestmark = pytest.mark.django_db
HOST = "aubord.localhost"
QUESTIONS = [
    {"type": "note", "value": {"label": "Vous", "help": ""}, "id": "n"},
    {"type": "text", "value": {"label": "Votre nom", "help": "", "required": True}, "id": "nom"},
    {"type": "email", "value": {"label": "Votre adresse", "help": "", "required": True}, "id": "mel"},
    {
        "type": "choice",
        "value": {"label": "Un stand ?", "help": "", "required": True, "choices": "Oui\nNon\n"},
        "id": "stand",
    },
    {
        "type": "number",
        "value": {"label": "Combien de mètres", "required": True, "only_if": "un stand ?", "only_is": "oui"},
        "id": "metres",
    },
    {"type": "file", "value": {"label": "Attestation", "required": False, "help": ""}, "id": "piece"},
]


@pytest.fixture
def town(world: World, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Aubord, with its list of forms; challenges are easy."""
    monkeypatch.setattr(robots, "BITS", 4)
    monkeypatch.setattr(robots, "SOONEST", 0)
    town = world.aubord
    add_page(town.home, Formulaires(title="Formulaires", slug="formulaires"), town.contributeur)
    return town


@pytest.fixture
def form(town: Town) -> Formulaire:
    """A fair in the village."""
    page = Formulaire(
        title="Vide-grenier", slug="vide-grenier", intro="Inscription", questions=QUESTIONS, kept=3,
        recipient="fetes@aubord.example", thanks="À dimanche !",
    )  # fmt: skip
    made: Formulaire = add_page(Formulaires.objects.get(), page, town.contributeur)
    return made


@pytest.fixture
def citizen(town: Town) -> Client:
    """Somebody on the site of Aubord."""
    return Client(headers={"host": HOST, "origin": f"http://{HOST}"})


def right(citizen: Client, **more: Any) -> dict[str, Any]:
    """A form filled by an honest browser."""
    told = citizen.get("/_/formulaires/defi/").json()
    seed = robots.seed_of(told["defi"])
    number = next(n for n in range(10**6) if robots.holds(seed, str(n), told["bits"]))
    proof = {robots.TOKEN: told["defi"], robots.PROOF: str(number)}
    return {"q-nom": "Anne", "q-mel": "anne@exemple.fr", "q-stand": "Oui", "q-metres": "4", **proof, **more}


def test_a_form_is_received_kept_for_its_time_and_told(citizen: Client, form: Formulaire) -> None:
    letter = SimpleUploadedFile("attestation.pdf", PDF)
    answer = citizen.post(f"/_/formulaires/{form.pk}/envoyer/", right(citizen, **{"q-piece": letter}))
    assert (answer.status_code, answer["Location"]) == (303, f"/_/formulaires/{form.pk}/recu/")
    envoi = Envoi.objects.get()
    assert (envoi.title, envoi.source, envoi.state) == ("Vide-grenier", form.pk, State.NEW)
    assert [(said["label"], said["value"]) for said in envoi.answers] == [
        ("Votre nom", "Anne"),
        ("Votre adresse", "anne@exemple.fr"),
        ("Un stand ?", "Oui"),
        ("Combien de mètres", "4"),
    ]
    assert 88 <= (envoi.keep_until - envoi.received_at.date()).days <= 93
    assert PieceJointe.objects.get().question == "Attestation"
    assert [message.to for message in Message.objects.order_by("pk")] == [["fetes@aubord.example"], ["anne@exemple.fr"]]
    assert "À dimanche !" in words(citizen.get(answer["Location"]).content)


def test_a_condition_that_is_not_met_asks_nothing(citizen: Client, form: Formulaire) -> None:
    sent = right(citizen, **{"q-stand": "Non", "q-metres": "n’importe quoi"})
    assert citizen.post(f"/_/formulaires/{form.pk}/envoyer/", sent).status_code == 303
    assert "Combien de mètres" not in [said["label"] for said in Envoi.objects.get().answers]


def test_one_that_is_met_asks(citizen: Client, form: Formulaire) -> None:
    answer = citizen.post(f"/_/formulaires/{form.pk}/envoyer/", right(citizen, **{"q-metres": ""}))
    assert answer.status_code == 422
    assert 'href="#q-metres"' in answer.content.decode()
    assert "À remplir si vous avez répondu « Oui » à « Un stand ? »" in words(answer.content)


@pytest.mark.parametrize(
    ("wanted", "answer"), [("Une question inventée", "Oui"), ("Un stand ?", "Peut-être"), ("", "Oui")]
)
def test_a_condition_that_can_never_be_met_is_told_to_the_editor(form: Formulaire, wanted: str, answer: str) -> None:
    last = {"type": "text", "value": {"label": "Suite", "only_if": wanted, "only_is": answer}, "id": "x"}
    form.questions = [*QUESTIONS, last]
    with pytest.raises(ValidationError, match="n’existe pas plus haut"):
        form.clean()


def test_one_answer_is_no_choice() -> None:
    block = Formulaire._meta.get_field("questions").stream_block.child_blocks["choice"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"label": "Couleur", "required": True, "choices": "Bleu\nBleu"}))


def test_another_commune_s_form_and_a_withdrawn_one_do_not_exist(
    citizen: Client, form: Formulaire, world: World
) -> None:
    elsewhere = Client(headers={"host": "belleville.localhost", "origin": "http://belleville.localhost"})
    assert elsewhere.post(f"/_/formulaires/{form.pk}/envoyer/", right(citizen)).status_code == 404
    form.unpublish()
    assert citizen.post(f"/_/formulaires/{form.pk}/envoyer/", right(citizen)).status_code == 404
    assert not Envoi.objects.exists()


def test_pages_are_baked_and_leave_with_the_module(town: Town, form: Formulaire, citizen: Client) -> None:
    assert bake(town.commune).error == ""
    www = store_of(town.commune.insee).www
    html = (www / "formulaires/vide-grenier/index.html").read_text()
    assert f'action="/_/formulaires/{form.pk}/envoyer/"' in html
    assert 'data-if="q-stand" data-is="Oui"' in html
    assert "effacées trois mois après leur envoi" in words(html)
    assert "fetes@aubord.example" not in unescape(html)
    links = BeautifulSoup(html, "lxml").select("link[rel=stylesheet]")
    sheets = [str(link["href"]).rpartition("/")[2].partition(".")[0] for link in links]
    assert sheets.index("form") > sheets.index("theme")  # the first sheet decides the order of the layers
    assert "Vide-grenier" in (www / "formulaires/index.html").read_text()
    town.commune.options = {"modules_off": ["formulaires"]}
    town.commune.save()
    assert bake(town.commune).error == ""
    assert not (store_of(town.commune.insee).www / "formulaires").exists()
    assert "formulaires" not in sitemaps.told(store_of(town.commune.insee).www)
    assert citizen.post(f"/_/formulaires/{form.pk}/envoyer/", {}).status_code == 404


def test_packs_without_forms_have_none(town: Town, form: Formulaire, citizen: Client) -> None:
    town.commune.pack = "decouverte"
    town.commune.save()
    assert citizen.get("/_/formulaires/defi/").status_code == 404

"""Answers are read as they were meant, and each fault has its sentence."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cms.guichet.questions import LONG, SHORT, Filled, Question, Sheet, fill, written


def one(kind: str, raw: str | list[str], **more: Any) -> Filled:
    question = Question("q", "Question", kind, **more)
    data = QueryDict(mutable=True)
    data.setlist("q", raw if isinstance(raw, list) else [raw])
    return fill(Sheet("contact", "Titre", "/_/contact/", (question,)), data, MultiValueDict())


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("text", "  Anne Marty ", "Anne Marty"),
        ("long", "Bonjour,\r\nmerci.\x00", "Bonjour,\nmerci."),
        ("email", "anne@exemple.fr", "anne@exemple.fr"),
        ("phone", "+33 5 65 20 00 00", "+33 5 65 20 00 00"),
        ("number", "1 200.50", "1200,50"),
        ("date", "2026-09-04", "2026-09-04"),
        ("date", "04/09/2026", "2026-09-04"),
        ("yes", "n’importe quoi", "Oui"),
    ],
)
def test_what_is_right_is_kept_in_one_form(kind: str, raw: str, kept: str) -> None:
    filled = one(kind, raw)
    assert (filled.values["q"], filled.errors) == (kept, {})


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        ("text", "Objet\r\nBcc: tous@exemple.fr", "tient sur une seule ligne"),
        ("text", "a" * (SHORT + 1), "raccourcissez-la"),
        ("long", "a" * (LONG + 1), "raccourcissez-la"),
        ("email", "anne@exemple", "adresse entière"),
        ("email", "anne@exemple.fr\nBcc: x@y.fr", "adresse entière"),
        ("phone", "12", "dix chiffres"),
        ("number", "douze", "en chiffres"),
        ("date", "31/02/2026", "une date comme"),
        ("choice", "Autre", "réponses proposées"),
        ("text", "   ", "obligatoire"),
        ("choice", "", "Choisissez une réponse"),
        ("choices", [], "Choisissez une réponse"),
        ("yes", "", "Cochez cette case"),
        ("file", "", "Joignez un fichier"),
    ],
)
def test_what_is_wrong_has_its_sentence_and_is_kept_to_be_corrected(kind: str, raw: Any, sentence: str) -> None:
    filled = one(kind, raw, choices=("Oui", "Non"))
    assert sentence in filled.errors["q"]
    if kind not in {"file", "choices"}:
        assert filled.values["q"] == raw.strip()


def test_several_answers_are_kept_once_each_and_only_those_proposed() -> None:
    assert one("choices", ["Oui", "Oui", "Non"], choices=("Oui", "Non")).values["q"] == ["Oui", "Non"]
    assert "proposées" in one("choices", ["Oui", "Autre"], choices=("Oui", "Non")).errors["q"]


def test_a_question_that_is_not_asked_is_neither_required_nor_kept() -> None:
    questions = (
        Question("chien", "Avez-vous un chien ?", "choice", choices=("Oui", "Non")),
        Question("nom", "Son nom", only_if=("chien", "Oui")),
    )
    sheet = Sheet("formulaires", "Titre", "/", questions)
    no = fill(sheet, QueryDict("chien=Non&nom=Rex"), MultiValueDict())
    assert (no.errors, [answer["name"] for answer in no.answers()]) == ({}, ["chien"])
    yes = fill(sheet, QueryDict("chien=Oui&nom="), MultiValueDict())
    assert set(yes.errors) == {"nom"}


def test_answers_are_written_for_people() -> None:
    assert written({"kind": "date", "value": "2026-09-04"}) == "04/09/2026"
    assert written({"kind": "choices", "value": ["Lundi", "Mardi"]}) == "Lundi, Mardi"

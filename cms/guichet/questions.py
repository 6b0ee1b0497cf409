"""A form as data: its questions, what was answered, what is wrong with it, one French sentence each."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cms.courrier.queue import CONTROL

SHORT, LONG = 200, 5000
YES = "Oui"
# What a text of several lines may not hold: all controls but the ends of lines and tabulations.
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
PHONE = re.compile(r"\+?[\d .()/-]{9,24}")
NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
KINDS = ("text", "long", "email", "phone", "number", "date", "choice", "choices", "yes", "file", "note")
AUTOCOMPLETE = {"email": "email", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``only_if`` is ``(name of an earlier question, answer)``: else it is not asked."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    help: str = ""
    choices: tuple[str, ...] = ()
    autocomplete: str = ""
    only_if: tuple[str, str] | None = None
    check: Callable[[str], object] | None = None
    """What else an answer must be: raises ``ValidationError`` with one sentence."""

    @property
    def told_autocomplete(self) -> str:
        """What the browser may fill in by itself (WCAG 2.1, 1.3.5)."""
        return self.autocomplete or AUTOCOMPLETE.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of a commune; ``base`` is the address below which it is sent, ``page_url`` the page that holds it.

    ``kept`` is in months; ``services`` are ``(label, e-mail address)``, chosen by the question named ``service``;
    ``town`` is the name of the commune. ``copies`` are addresses told besides ``to``; ``acknowledges`` is what the
    message to the sender adds.
    """

    module: str
    title: str
    base: str
    questions: tuple[Question, ...]
    town: str = ""
    source: int = 0
    kept: int = 12
    confirms: bool = False
    thanks: str = ""
    to: str = ""
    page_url: str = "/"
    services: tuple[tuple[str, str], ...] = ()
    service: str = ""
    copies: tuple[str, ...] = ()
    acknowledges: str = ""
    becomes: str = ""
    """What becomes of the answers, where they are published; see ``privacy``."""

    @property
    def action(self) -> str:
        """Where the form is sent."""
        return f"{self.base}envoyer/"

    @property
    def confirmation(self) -> str:
        """Where a sending without proof is confirmed."""
        return f"{self.base}confirmer/"

    @property
    def received(self) -> str:
        """Where one is thanked."""
        return f"{self.base}recu/"

    @property
    def challenge(self) -> str:
        """Where the script asks for its challenge."""
        return f"/_/{self.module}/defi/"

    @property
    def privacy(self) -> str:
        """What becomes of the answers, under each form (RGPD, article 13)."""
        if self.becomes:
            return self.becomes
        return _(
            "Vos réponses servent à la mairie (%(town)s) pour traiter votre demande, et à rien d’autre. Elles sont "
            "effacées %(kept)s après leur envoi. Vous pouvez demander à les consulter, à les corriger ou à les faire "
            "effacer plus tôt en écrivant à la mairie."
        ) % {"town": self.town, "kept": kept_for(self.kept)}

    @property
    def has_files(self) -> bool:
        """Whether a file may be joined."""
        return any(question.kind == "file" for question in self.questions)


@dataclass(slots=True)
class Filled:
    """What was sent: values by name, files by name, sentences by name ("" for the form as a whole)."""

    sheet: Sheet
    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, list[Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def asked(self, question: Question) -> bool:
        """Whether its condition is met."""
        if question.only_if is None:
            return True
        name, wanted = question.only_if
        answered = self.values.get(name, "")
        return wanted in answered if isinstance(answered, list) else answered == wanted

    @property
    def sender(self) -> str:
        """The first address that was given."""
        found = (self.values.get(question.name) for question in self.sheet.questions if question.kind == "email")
        return next((value for value in found if value), "")

    def answers(self) -> list[dict[str, Any]]:
        """What is kept: the questions as they were asked."""
        return [
            {"name": question.name, "label": question.label, "kind": question.kind, "value": value}
            for question in self.sheet.questions
            if question.kind not in {"file", "note"} and (value := self.values.get(question.name))
        ]

    def summary(self) -> Iterator[tuple[str, str, str]]:
        """``(name, label, sentence)`` of each question to look at again."""
        for question in self.sheet.questions:
            if question.name in self.errors:
                yield question.name, question.label, self.errors[question.name]


def blank(sheet: Sheet) -> Filled:
    """Nothing answered yet."""
    return Filled(sheet)


def fill(sheet: Sheet, data: Any, files: Any) -> Filled:
    """Read and check what a browser sent; files are only gathered here. A question that is not asked is not read."""
    filled = Filled(sheet)
    for question in sheet.questions:
        if question.kind == "note" or not filled.asked(question):
            continue
        if question.kind == "file":
            filled.files[question.name] = [file for file in files.getlist(question.name) if file.name]
            missing = question.required and not filled.files[question.name]
        else:
            several = question.kind == "choices"
            raw = data.getlist(question.name) if several else data.get(question.name, "").strip()
            filled.values[question.name] = raw
            missing = question.required and not raw
        if missing:
            filled.errors[question.name] = _missing(question)
        elif question.kind != "file" and raw:
            try:
                filled.values[question.name] = CLEAN[question.kind](question, raw)
                if question.check:
                    question.check(filled.values[question.name])
            except ValidationError as error:
                filled.errors[question.name] = error.messages[0]
    return filled


def _missing(question: Question) -> str:
    if question.kind in {"choice", "choices"}:
        return _("Choisissez une réponse.")
    if question.kind == "yes":
        return _("Cochez cette case pour continuer.")
    if question.kind == "file":
        return _("Joignez un fichier.")
    return _("Répondez à cette question\u202f: elle est obligatoire.")


def _line(_question: Question, value: str) -> str:
    if CONTROL.search(value):
        raise ValidationError(_("Cette réponse tient sur une seule ligne\u202f: retirez le retour à la ligne."))
    return _short_enough(value, SHORT)


def _text(_question: Question, value: str) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return _short_enough(HIDDEN.sub("", text), LONG)


def _short_enough(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValidationError(
            _("Cette réponse a %(count)d caractères\u202f: raccourcissez-la à %(limit)d au plus.")
            % {"count": len(value), "limit": limit}
        )
    return value


def _email(question: Question, value: str) -> str:
    try:
        validate_email(_line(question, value))
    except ValidationError:
        raise ValidationError(_("Écrivez une adresse entière, comme prenom.nom@exemple.fr.")) from None
    return value


def _phone(_question: Question, value: str) -> str:
    if not PHONE.fullmatch(value):
        raise ValidationError(_("Écrivez un numéro à dix chiffres, comme 05 65 20 00 00."))
    return value


def _number(_question: Question, value: str) -> str:
    plain = value.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if not NUMBER.fullmatch(plain):
        raise ValidationError(_("Écrivez un nombre, en chiffres."))
    return plain.replace(".", ",")


def _date(_question: Question, value: str) -> str:
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return str(datetime.strptime(value, shape).date())  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValidationError(_("Écrivez une date comme 04/09/2026."))


def _choice(question: Question, value: str) -> str:
    if value not in question.choices:
        raise ValidationError(_("Choisissez une des réponses proposées."))
    return value


def _choices(question: Question, value: Sequence[str]) -> list[str]:
    return [_choice(question, one) for one in dict.fromkeys(value)]


def _yes(_question: Question, _value: str) -> str:
    return YES


CLEAN: Mapping[str, Any] = {
    "text": _line,
    "long": _text,
    "email": _email,
    "phone": _phone,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "yes": _yes,
}


def written(answer: Mapping[str, Any]) -> str:
    """A stored answer as people read it."""
    value = answer["value"]
    if isinstance(value, list):
        return ", ".join(value)
    if answer.get("kind") == "date":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(value)


def kept_for(months: int) -> str:
    """« trois mois », « un an »."""
    return {
        1: _("un mois"),
        3: _("trois mois"),
        6: _("six mois"),
        12: _("un an"),
        24: _("deux ans"),
        36: _("trois ans"),
    }.get(months, _("%(months)d mois") % {"months": months})

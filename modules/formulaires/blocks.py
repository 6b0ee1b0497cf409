"""What a form is built of in the editor: one block for each kind of question."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.guichet.questions import YES, Question

PREFIX = "q-"


class QuestionBlock(blocks.StructBlock):
    """What every question has."""

    label = blocks.CharBlock(label=_("Question"), max_length=200)
    help = blocks.CharBlock(
        label=_("Précision"), required=False, max_length=300, help_text=_("Sous la question : un exemple, une règle.")
    )
    required = blocks.BooleanBlock(label=_("Réponse obligatoire"), required=False, default=True)
    only_if = blocks.CharBlock(
        label=_("Seulement si, à la question"),
        required=False,
        max_length=200,
        help_text=_("Recopiez une question à choix posée plus haut. Vide : la question est toujours posée."),
    )
    only_is = blocks.CharBlock(
        label=_("on a répondu"), required=False, max_length=200, help_text=_("Recopiez la réponse.")
    )

    class Meta:
        icon = "edit"


class ChoiceBlock(QuestionBlock):
    """A question whose answers are given."""

    choices = blocks.TextBlock(label=_("Réponses proposées"), rows=4, help_text=_("Une par ligne, deux au moins."))

    def clean(self, value: Any) -> Any:
        """Two different answers at least."""
        cleaned = super().clean(value)
        if len(lines(cleaned["choices"])) < 2:  # noqa: PLR2004  # one answer is no choice
            sentence = gettext("Proposez au moins deux réponses différentes, une par ligne.")
            raise blocks.StructBlockValidationError({"choices": ValidationError(sentence)})
        return cleaned


class NoteBlock(blocks.StructBlock):
    """A heading between questions."""

    label = blocks.CharBlock(label=_("Intertitre"), max_length=200)
    help = blocks.CharBlock(label=_("Texte"), required=False, max_length=500)

    class Meta:
        icon = "title"


def _named(block: type[blocks.StructBlock], label: Any, icon: str = "edit") -> blocks.StructBlock:
    return block(label=label, icon=icon)


QUESTION_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", _named(QuestionBlock, _("Réponse courte"))),
    ("long", _named(QuestionBlock, _("Réponse longue"), "pilcrow")),
    ("email", _named(QuestionBlock, _("Adresse électronique"), "mail")),
    ("phone", _named(QuestionBlock, _("Téléphone"), "mobile-alt")),
    ("number", _named(QuestionBlock, _("Nombre"))),
    ("date", _named(QuestionBlock, _("Date"), "date")),
    ("choice", _named(ChoiceBlock, _("Un choix parmi plusieurs"), "radio-full")),
    ("choices", _named(ChoiceBlock, _("Plusieurs choix"), "list-ul")),
    ("yes", _named(QuestionBlock, _("Case à cocher"), "check")),
    ("file", _named(QuestionBlock, _("Fichiers à joindre"), "upload")),
    ("note", _named(NoteBlock, _("Intertitre"), "title")),
]


def lines(text: str) -> tuple[str, ...]:
    """The answers proposed, once each."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def questions_of(raw: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions of a form from its raw stream. A condition that names nothing asked before is left aside."""
    made: list[Question] = []
    for position, item in enumerate(raw):
        value = item["value"]
        made.append(
            Question(
                name=f"{PREFIX}{item.get('id') or position}",
                label=value["label"],
                kind=item["type"],
                required=bool(value.get("required", False)) and item["type"] != "note",
                help=value.get("help") or "",
                choices=lines(value.get("choices") or ""),
                only_if=_condition(made, value),
            )
        )
    return tuple(made)


def _condition(before: list[Question], value: Mapping[str, Any]) -> tuple[str, str] | None:
    wanted, answer = (value.get("only_if") or "").strip(), (value.get("only_is") or "").strip()
    for question in before:
        if wanted and question.label.strip().lower() == wanted.lower():
            found = next((one for one in answers_of(question) if one.lower() == answer.lower()), None)
            return (question.name, found) if found else None
    return None


def answers_of(question: Question) -> tuple[str, ...]:
    """What a condition may ask of it."""
    return (YES,) if question.kind == "yes" else question.choices


def broken_conditions(raw: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence for each condition that can never be met."""
    items = list(raw)
    return [
        gettext(
            "« %(label)s » dépend d’une question ou d’une réponse qui n’existe pas plus haut\u00a0: "
            "recopiez-les exactement."
        )
        % {"label": question.label}
        for item, question in zip(items, questions_of(items), strict=True)
        if (item["value"].get("only_if") or item["value"].get("only_is")) and question.only_if is None
    ]

"""The forms of the people of the directory: a new entry, and the correction of one, as sheets of questions.

The names of the questions are those of the columns of an entry, or of the fields of its type.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cms import validation
from cms.guichet.questions import Filled, Question, Sheet, blank
from modules.annuaire import kinds
from modules.annuaire.exchange import hours

if TYPE_CHECKING:
    from modules.annuaire.models import Fiche

CODE = "annuaire"
BASE = f"/_/{CODE}/"
KEPT = 12  # months, for what was sent; the entry itself stays until it is removed
KIND, PHOTO, ACCORD = "kind", "photo", "accord"
SENDER_NAME, SENDER_EMAIL = "de_nom", "de_courriel"
HELD = ("holder_name", "holder_email")
CONSENTS = ("consent_phone", "consent_email")
MAX_EMAIL = 254


def new_sheet(town: str, page_url: str) -> Sheet:
    """« Inscrire mon activité »."""
    labels = tuple(str(kind.label) for kind in kinds.OPEN)
    questions = [
        _note(
            "vous", _("Vous"), _("Ces deux réponses restent à la mairie\u00a0: elles ne paraissent pas sur le site.")
        ),
        *_holder(),
        _note("fiche", _("Votre fiche"), _("Ce qui suit paraîtra sur le site, après relecture par la mairie.")),
        Question(KIND, _("Vous êtes"), "choice", choices=labels),
        *_common(),
        *(replace(question, only_if=(KIND, str(kind.label))) for kind in kinds.OPEN for question in _own(kind)),
        *_contacts(held=True),
        *_photo(),
        _accord(town),
    ]
    return _sheet(town, page_url, BASE, _("Nouvelle fiche de l’annuaire"), questions)


def correction(town: str, page_url: str, base: str, fiche: "Fiche", *, held: bool) -> Sheet:
    """The same for one entry; ``held``: by who holds it, who alone reads and changes what is not shown."""
    sender = list(_holder()) if held else list(_sender())
    phone = held or bool(fiche.consent_phone or not fiche.type.open)
    email = held or bool(fiche.consent_email or not fiche.type.open)
    hidden = {name for name, told in (("phone", phone), ("email", email)) if not told}
    questions = [
        _note(
            "vous", _("Vous"), _("Ces deux réponses restent à la mairie\u00a0: elles ne paraissent pas sur le site.")
        ),
        *sender,
        _note(
            "fiche",
            _("La fiche"),
            _("Changez ce qui n’est plus exact\u202f; la mairie relit, puis le site est corrigé."),
        ),
        *_common(),
        *_own(fiche.type),
        *(question for question in _contacts(held=held) if question.name not in hidden),
        *_photo(),
        *([_accord(town)] if held else []),
    ]
    return _sheet(town, page_url, base, _("Correction d’une fiche de l’annuaire"), questions, fiche.pk)


def filled(sheet: Sheet, fiche: "Fiche") -> Filled:
    """The form, with what the entry says."""
    form = blank(sheet)
    form.values.update({question.name: said for question in sheet.questions if (said := told_of(fiche, question.name))})
    return form


def told_of(fiche: "Fiche", name: str) -> str:
    """What an entry says under the name of a question; empty for what is asked without being kept."""
    if name == KIND:
        return str(fiche.type.label)
    if name == "hours":
        return hours.written(fiche.hours)
    if name == "access":
        return str(dict(kinds.ACCESS).get(fiche.access, ""))
    if name in CONSENTS:
        return "Oui" if getattr(fiche, name) else ""
    for own in fiche.type.own:
        if name == fiche.type.field(own):
            return str(fiche.details.get(own.name, ""))
    return str(getattr(fiche, name, "") or "") if name in COLUMNS else ""


COLUMNS = (
    "name", "about", "street", "complement", "postcode", "city", "phone", "email", "website", "hours_note",
    "access_note", "image_alt", *HELD,
)  # fmt: skip


def _sheet(  # one argument for each thing that differs
    town: str, page_url: str, base: str, title: str, questions: list[Question], source: int = 0
) -> Sheet:
    return Sheet(
        module=CODE,
        title=title,
        base=base,
        questions=tuple(questions),
        town=town,
        source=source,
        kept=KEPT,
        confirms=True,
        thanks=_("La mairie relit votre fiche, puis vous écrit. Rien ne paraît sur le site avant."),
        page_url=page_url,
        becomes=_(
            "Ce que vous écrivez sous « Vous » reste à la mairie (%(town)s), pour vous demander chaque année si la "
            "fiche est exacte. Le reste est publié dans l’annuaire après relecture\u202f; le téléphone et l’adresse "
            "électronique, seulement avec votre accord, dont la date est gardée. Chaque message de la mairie contient "
            "un lien pour corriger ou retirer la fiche\u00a0: vos données sont alors effacées."
        )
        % {"town": town},
    )


def _note(name: str, label: str, said: str) -> Question:
    return Question(name, label, "note", help=said)


def _holder() -> Iterator[Question]:
    yield Question("holder_name", _("Votre nom"), autocomplete="name")
    yield Question("holder_email", _("Votre adresse électronique"), "email", check=_short_email)


def _sender() -> Iterator[Question]:
    yield Question(SENDER_NAME, _("Votre nom"), autocomplete="name")
    yield Question(SENDER_EMAIL, _("Votre adresse électronique"), "email", check=_short_email)


def _common() -> Iterator[Question]:
    yield Question("name", _("Nom de l’association, du commerce, du cabinet…"), autocomplete="organization")
    yield Question("about", _("Présentation"), "long", required=False, help=_("Quelques phrases."), check=_about)


def _own(kind: kinds.Kind) -> Iterator[Question]:
    for own in kind.own:
        if own.choices:
            yield Question(kind.field(own), str(own.label), "choice", required=False, choices=own.choices)
        else:
            check = _web if own.shape == "url" else None
            yield Question(kind.field(own), str(own.label), required=False, help=str(own.help), check=check)


def _contacts(*, held: bool) -> Iterator[Question]:
    yield Question("street", _("Numéro et rue"), required=False, autocomplete="address-line1")
    yield Question("complement", _("Complément d’adresse"), required=False, autocomplete="address-line2")
    yield Question("postcode", _("Code postal"), required=False, autocomplete="postal-code", check=validation.postcode)
    yield Question("city", _("Commune"), required=False, autocomplete="address-level2")
    yield Question("phone", _("Téléphone"), "phone", required=False, check=validation.telephone)
    if held:
        yield Question("consent_phone", _("J’accepte que ce téléphone soit publié."), "yes", required=False)
    yield Question("email", _("Adresse électronique à publier"), "email", required=False, check=_short_email)
    if held:
        yield Question("consent_email", _("J’accepte que cette adresse soit publiée."), "yes", required=False)
    yield Question(
        "website", _("Site"), required=False, help=_("Par exemple\u00a0: https://www.exemple.fr"), check=_web
    )
    yield Question(
        "hours",
        _("Horaires"),
        "long",
        required=False,
        help=_("Une ligne par jour ou par suite de jours. Par exemple\u00a0: Lundi au vendredi : 9h à 12h, 14h à 18h"),
        check=_hours,
    )
    yield Question("hours_note", _("Remarque sur les horaires"), required=False)
    access = tuple(str(label) for _code, label in kinds.ACCESS)
    yield Question("access", _("Accès en fauteuil roulant"), "choice", required=False, choices=access)
    yield Question("access_note", _("Précisions d’accès"), required=False)


def _photo() -> Iterator[Question]:
    yield Question(PHOTO, _("Une photo"), "file", required=False)
    yield Question(
        "image_alt",
        _("Ce que montre la photo"),
        required=False,
        help=_("Pour les personnes qui ne la voient pas. Par exemple\u00a0: la devanture, place de la Halle."),
        check=_alt,
    )


def _accord(town: str) -> Question:
    said = _("J’accepte que la mairie (%(town)s) publie cette fiche dans l’annuaire de son site.") % {"town": town}
    return Question(ACCORD, said, "yes")


def _web(value: str) -> None:
    try:
        URLValidator(schemes=("http", "https"))(value)
    except ValidationError:
        raise ValidationError(_("Écrivez une adresse entière, comme https://www.exemple.fr.")) from None


def _short_email(value: str) -> None:
    if len(value) > MAX_EMAIL:
        raise ValidationError(_("Cette adresse est trop longue."))


def _about(value: str) -> None:
    _at_most(value, 2000)


def _alt(value: str) -> None:
    _at_most(value, 160)


def _at_most(value: str, most: int) -> None:
    if len(value) > most:
        raise ValidationError(
            _("Cette réponse a %(count)d caractères\u202f: raccourcissez-la à %(limit)d au plus.")
            % {"count": len(value), "limit": most}
        )


def _hours(value: str) -> None:
    try:
        hours.read(value)
    except hours.HoursError as error:
        raise ValidationError(
            _("« %(line)s » ne se lit pas. Écrivez par exemple\u00a0: Lundi au vendredi : 9h à 12h, 14h à 18h")
            % {"line": str(error)[:80]}
        ) from None


def question_names(sheet: Sheet) -> dict[str, Any]:
    """The questions whose answers go to an entry, by name."""
    kept = {*COLUMNS, *CONSENTS, "hours", "access"}
    own = {kind.field(one) for kind, one in kinds.own_fields()}
    return {question.name: question for question in sheet.questions if question.name in kept | own}

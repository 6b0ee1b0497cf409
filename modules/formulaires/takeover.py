"""``formulaires.toml``: the forms of a site that is taken over."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from slugify import slugify

from cms.takeover.errors import ContentError
from cms.takeover.toml import checked
from modules.formulaires.models import Formulaire, Formulaires, Kept
from sites.tenancy.paths import within

KEYS: Mapping[str, type] = {"formulaire": list}
FORM_KEYS: Mapping[str, type] = {
    "titre": str, "resume": str, "adresse": str, "accuse_reception": bool, "remerciement": str,
    "conserve_mois": int, "question": list,
}  # fmt: skip
PLAIN: Mapping[str, tuple[str, Any]] = {
    "resume": ("intro", ""), "adresse": ("recipient", ""), "accuse_reception": ("confirms", True),
    "remerciement": ("thanks", ""), "conserve_mois": ("kept", Kept.SIX.value),
}  # fmt: skip
QUESTION_KEYS: Mapping[str, type] = {
    "sorte": str, "question": str, "precision": str, "facultative": bool, "reponses": list, "si": list,
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "texte": "text", "texte-long": "long", "courriel": "email", "telephone": "phone", "nombre": "number",
    "date": "date", "choix": "choice", "plusieurs-choix": "choices", "case": "yes", "fichier": "file",
    "intertitre": "note",
}  # fmt: skip
WITH_ANSWERS = frozenset({"choice", "choices"})
CONDITION = 2  # a question, and the answer it must have had


def take(commune: Any, table: Mapping[str, Any]) -> bool:
    """Write what differs; whether anything did. Raises ``ContentError`` or ``ValidationError``."""
    told = [checked(one, FORM_KEYS, ("titre", "question")) for one in checked(table, KEYS).get("formulaire", [])]
    index = Formulaires.objects.filter(within("path", [commune.site.root_page.path])).first()
    if index is None:
        raise ContentError(_("la page « Formulaires » manque à ce site."))
    changed = [_form(index, one) for one in told]
    return any(changed)


def _form(index: Formulaires, told: Mapping[str, Any]) -> bool:
    slug = slugify(told["titre"], max_length=60)
    page = Formulaire.objects.child_of(index).filter(slug=slug).first()
    questions = [_question(checked(one, QUESTION_KEYS, ("question",)), at) for at, one in enumerate(told["question"])]
    values = {"title": told["titre"]} | {name: told.get(key, default) for key, (name, default) in PLAIN.items()}
    if page is not None:
        same = all(getattr(page, name) == value for name, value in values.items())
        if same and page.questions.get_prep_value() == questions:
            return False
    new = page is None
    page = page or Formulaire(slug=slug, live=False)
    for name, value in values.items():
        setattr(page, name, value)
    page.questions = questions
    if new:
        index.refresh_from_db()
        index.add_child(instance=page)
    page.full_clean()
    page.save_revision(log_action=False).publish(log_action=False)
    return True


def _question(told: Mapping[str, Any], position: int) -> dict[str, Any]:
    """One raw block. Its id comes from its place: answers of the same question keep their name."""
    kind = KINDS.get(told.get("sorte", "texte"))
    if kind is None:
        raise ContentError(
            _("la sorte « %(kind)s » n’existe pas ; les sortes possibles sont : %(known)s.")
            % {"kind": told["sorte"], "known": ", ".join(KINDS)}
        )
    value: dict[str, Any] = {"label": told["question"], "help": told.get("precision", "")}
    if kind != "note":
        condition = told.get("si", [])
        if condition and len(condition) != CONDITION:
            raise ContentError(_("« si » tient une question et la réponse attendue."))
        value["required"] = not told.get("facultative", False)
        value["only_if"], value["only_is"] = (str(part) for part in condition or ("", ""))
    if kind in WITH_ANSWERS:
        value["choices"] = "\n".join(str(answer) for answer in told.get("reponses", []))
    return {"type": kind, "value": value, "id": f"q{position + 1}"}

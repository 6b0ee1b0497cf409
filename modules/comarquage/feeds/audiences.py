"""Whom the feeds speak to: the word of their addresses, the folder of their pages, and how they are called."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Audience:
    """``word`` is that of the feed's address and of the command. ``optional``: its absence is no fault."""

    code: str
    word: str
    label: Any
    about: Any
    optional: bool = False


AUDIENCES = (
    Audience(
        "particuliers",
        "part",
        _("Particuliers"),
        _("Papiers, famille, logement, santé, impôts, justice\u00a0: vos droits et vos démarches."),
    ),
    Audience(
        "professionnels", "pro", _("Professionnels"), _("Créer, gérer, transmettre une entreprise.")
    ),
    # Since version 3.4 of the feeds, those of associations stand among those of everybody.
    Audience(
        "associations", "asso", _("Associations"), _("Déclarer, financer, faire vivre une association."),
        optional=True,
    ),
)  # fmt: skip
BY_CODE = {it.code: it for it in AUDIENCES}
BY_WORD = {it.word: it for it in AUDIENCES}
# Not a public: where the offices that serve each commune come from. It has its row beside those of the feeds.
SERVICES = "services"

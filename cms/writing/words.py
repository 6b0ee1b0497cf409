"""What the scripts of the editor say: each finds its words on its own tag."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from cms.blocks.rich import LONGEST
from cms.blocks.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS


def photo() -> dict[str, str]:
    """Of ``photo.js``."""
    return {
        "file": _("Envoyer une photo"),
        "says": _("Ce que montre la photo"),
        "help": _(
            "En une phrase, pour les personnes qui ne la voient pas. "
            "Par exemple\u00a0: «\u00a0La place un jour de marché\u00a0»."
        ),
        "describe": _("Dites ce que montre la photo\u00a0: elle s’ajoute aussitôt."),
        "sending": _("Envoi de la photo…"),
        "sent": _("La photo est dans votre page."),
        "failed": _("La photo n’est pas partie. Vérifiez votre connexion, puis recommencez."),
    }


def paste() -> dict[str, str]:
    """Of ``paste.js``, with what a text and a table may hold; ``longest`` and ``cell`` are numbers of characters."""
    return {
        "longest": str(LONGEST),
        "columns": str(MAX_COLUMNS),
        "rows": str(MAX_ROWS),
        "cell": str(MAX_CELL),
        "heavy": _(
            "Ce texte est trop long pour une page\u00a0: rien n’est collé, et ce qui était écrit n’a pas changé. "
            "Répartissez-le sur plusieurs pages, ou déposez-le comme document."
        ),
        "tables": _("Chaque tableau collé est sous ce texte, dans son propre bloc\u00a0: donnez-lui un titre."),
        "flat": _(
            "Un tableau ne tient pas ici\u00a0: son texte est collé dans l’ordre, "
            "et le bloc «\u00a0Tableau\u00a0» du contenu d’une page le montrerait en lignes et en colonnes."
        ),
    }


def nothing() -> dict[str, str]:
    """Of a script that says nothing."""
    return {}


SCRIPTS: Mapping[str, Callable[[], dict[str, str]]] = {
    "writing/photo.js": photo,
    "writing/word.js": nothing,
    "writing/paste.js": paste,
}

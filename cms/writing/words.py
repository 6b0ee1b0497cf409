"""What the scripts of the editor say: each finds its words on its own tag."""

from collections.abc import Callable, Mapping

from django.conf import settings
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


def point() -> dict[str, str]:
    """Of ``point.js``, which puts two numbers at ``%x`` and ``%y``."""
    return {
        "label": _("Le point important de la photo"),
        "help": _(
            "Cliquez sur ce qui compte\u00a0: un visage, un clocher. Ou déplacez le rond avec les flèches du clavier. "
            "Quand la photo est recadrée, ce point reste visible."
        ),
        "kept": _("C’est noté\u00a0: à %x\u00a0% de la gauche, à %y\u00a0% du haut."),
        "failed": _("Le point n’est pas noté. Vérifiez votre connexion, puis recommencez."),
    }


def colours() -> dict[str, str]:
    """Of ``colours.js``."""
    return {
        "brand": _("Choisir la couleur principale dans une palette"),
        "accent": _("Choisir la couleur d’accent dans une palette"),
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


def weight() -> dict[str, str]:
    """Of ``weight.js``; ``most`` is a number of bytes."""
    return {
        "most": str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        "heavy": _(
            "C’est trop long pour être enregistré\u00a0: rien n’est parti, et votre texte est encore là. "
            "Répartissez-le sur plusieurs pages, ou déposez-le comme document à télécharger."
        ),
    }


def nothing() -> dict[str, str]:
    """Of a script that says nothing."""
    return {}


SCRIPTS: Mapping[str, Callable[[], dict[str, str]]] = {
    "writing/weight.js": weight,
    "writing/photo.js": photo,
    "writing/point.js": point,
    "writing/colours.js": colours,
    "writing/word.js": nothing,
    "writing/paste.js": paste,
}

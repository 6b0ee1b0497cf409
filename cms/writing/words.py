"""What the scripts of the editor say: each finds its words on its own tag."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _


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


SCRIPTS: Mapping[str, Callable[[], dict[str, str]]] = {"writing/photo.js": photo}

"""What is said of a list of redirects."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.forwarding.parse import MOST_LINES


def unreadable(code: str) -> str:
    """Why a file is no list (``parse.UnreadableError``)."""
    return {
        "heavy": _("Ce fichier pèse plus de 4 Mo\u00a0: partagez-le en plusieurs."),
        "long": _("Ce fichier compte plus de %(most)d lignes\u00a0: partagez-le en plusieurs.") % {"most": MOST_LINES},
        "binary": _("Ce fichier n’est pas un fichier CSV\u00a0: dans le tableur, enregistrez-le sous ce format."),
        "empty": _("Ce fichier ne contient aucune adresse."),
    }.get(code, _("Ce fichier CSV est abîmé\u00a0: enregistrez-le de nouveau depuis le tableur."))


def written(count: int) -> str:
    """After a list was applied."""
    if not count:
        return _("Toutes ces redirections existaient déjà.")
    return (
        ngettext(
            "%d redirection est écrite. Elle sera en ligne dans un instant.",
            "%d redirections sont écrites. Elles seront en ligne dans un instant.",
            count,
        )
        % count
    )


def undone(count: int) -> str:
    """After a list was taken back."""
    return ngettext("%d redirection est retirée.", "%d redirections sont retirées.", count) % count


def faulty(count: int) -> str:
    """Before, or instead."""
    return (
        ngettext(
            "%d ligne est à corriger\u00a0: rien n’est écrit tant qu’il en reste une.",
            "%d lignes sont à corriger\u00a0: rien n’est écrit tant qu’il en reste une.",
            count,
        )
        % count
    )

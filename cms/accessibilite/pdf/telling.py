"""What was seen in a PDF, in plain words: what a blind reader will meet, and how to export it rightly."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.accessibilite.pdf import inspect, looking

MEETS: Mapping[str, Any] = {
    inspect.LOCKED: _(
        "Ce PDF interdit d’en extraire le texte : un lecteur d’écran peut rester muet. Enregistrez-le sans protection."
    ),
    inspect.SCANNED: _(
        "Ce PDF est une image : une personne aveugle n’entendra rien. Envoyez plutôt le document d’origine exporté en "
        "PDF, ou passez la numérisation par une reconnaissance de texte (OCR)."
    ),
    inspect.UNTAGGED: _(
        "Ce PDF n’est pas balisé : titres, listes et tableaux seront lus d’un seul bloc, parfois dans le désordre."
    ),
    inspect.LANGUAGE: _("Ce PDF ne dit pas sa langue : il peut être lu avec la prononciation d’une autre."),
    inspect.TITLE: _("Ce PDF n’a pas de titre à afficher : c’est le nom du fichier qui sera lu."),
    inspect.UNREADABLE: _("Ce PDF n’a pas pu être examiné : vérifiez qu’il s’ouvre, puis exportez-le de nouveau."),
}
HOW = (
    _(
        "Dans LibreOffice : Fichier, Propriétés, Description pour le titre ; Outils, Langue pour la langue ; puis "
        "Fichier, Exporter vers, Exporter au format PDF, en cochant « PDF balisé » et, dans Vue initiale, "
        "« Afficher le titre du document »."
    ),
    _(
        "Dans Word : Fichier, Informations pour le titre ; puis Fichier, Enregistrer sous, PDF, Options, en cochant "
        "« Balises de structure de document pour l’accessibilité ». N’utilisez pas « Imprimer en PDF »."
    ),
)
FINE = _(
    "La machine n’a rien vu qui gêne un lecteur d’écran : balises, langue et titre sont là. Elle ne juge ni leur "
    "justesse, ni la description des images."
)


def told(flaws: Iterable[str]) -> SafeString:
    """The report of one PDF."""
    sentences = [MEETS[code] for code in flaws if code in MEETS]
    if not sentences:
        return format_html("<p>{}</p>", FINE)
    return format_html(
        '<ul class="pdf-report">{}</ul><details><summary>{}</summary>{}</details>',
        format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences)),
        _("Comment l’exporter comme il faut"),
        format_html_join("", "<p>{}</p>", ((how,) for how in HOW)),
    )


def tell(request: HttpRequest, row: Any) -> None:
    """Look at a PDF that was just sent, and say at once what is wrong: nothing is refused."""
    seen = looking.known(row) or looking.look(row)
    if seen is not None and seen.flawed:
        sentences = " ".join(str(MEETS[code]) for code in seen.flaws if code in MEETS)
        rest = _("Le document est gardé : sa fiche dit comment l’exporter comme il faut.")
        messages.warning(request, f"{sentences} {rest}")


class Report(forms.Widget):
    """Shows, and brings nothing back."""

    def __init__(self, flaws: Iterable[str]) -> None:
        super().__init__()
        self.flaws = tuple(flaws)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  # Django's
        """The report."""
        return told(self.flaws)

    def id_for_label(self, id_: str, index: str = "0") -> str:  # noqa: ARG002  # the same
        """Nothing to fill in: a label would lead nowhere."""
        return ""


def report_of(row: Any) -> forms.Field | None:
    """A field that reports on the PDF of a stored row, looked at now if need be; ``None`` where there is none."""
    seen = (looking.known(row) or looking.look(row)) if row.pk else None
    if seen is None:
        return None
    return forms.Field(label=_("Lu par une personne aveugle"), required=False, widget=Report(seen.flaws))

"""Opening hours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered

DAYS = [
    ("monday", _("Lundi")),
    ("tuesday", _("Mardi")),
    ("wednesday", _("Mercredi")),
    ("thursday", _("Jeudi")),
    ("friday", _("Vendredi")),
    ("saturday", _("Samedi")),
    ("sunday", _("Dimanche")),
]
HALVES = (("morning_from", "morning_to"), ("afternoon_from", "afternoon_to"))


class DayBlock(blocks.StructBlock):
    """The opening hours of one day."""

    day = blocks.ChoiceBlock(label=_("Jour"), choices=DAYS)
    morning_from = blocks.TimeBlock(label=_("Matin, de"), required=False)
    morning_to = blocks.TimeBlock(label=_("à"), required=False)
    afternoon_from = blocks.TimeBlock(label=_("Après-midi, de"), required=False)
    afternoon_to = blocks.TimeBlock(label=_("à"), required=False)
    note = blocks.CharBlock(
        label=_("Précision"), required=False, max_length=80, help_text=_("Par exemple : sur rendez-vous.")
    )

    class Meta:
        label = _("Jour")
        icon = "time"

    def clean(self, value: Any) -> Any:
        """Hours come in pairs, in order, the morning before the afternoon."""
        cleaned = super().clean(value)
        for start, end in HALVES:
            opening, closing = cleaned.get(start), cleaned.get(end)
            if (opening is None) != (closing is None) or (opening and closing and opening >= closing):
                raise blocks.StructBlockValidationError(
                    {end: ValidationError(_("Donnez l’heure d’ouverture puis celle de fermeture, plus tardive."))}
                )
        noon, after = cleaned.get("morning_to"), cleaned.get("afternoon_from")
        if noon and after and after < noon:
            raise blocks.StructBlockValidationError(
                {"afternoon_from": ValidationError(_("L’après-midi commence après la fin de la matinée."))}
            )
        return cleaned


class HoursBlock(Rendered, blocks.StructBlock):
    """Opening hours: those of the town hall, or a service's own."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    own = blocks.BooleanBlock(
        label=_("Horaires propres à ce service"),
        required=False,
        help_text=_("Sinon, les horaires de la mairie sont affichés : ils se changent dans Paramètres, Mairie."),
    )
    days = blocks.ListBlock(
        DayBlock(),
        label=_("Jours"),
        required=False,
        default=[],
        max_num=14,
        help_text=_("Seulement pour des horaires propres à ce service. Un jour absent est un jour de fermeture."),
    )
    note = blocks.CharBlock(label=_("Remarque"), required=False, max_length=200)

    class Meta:
        label = _("Horaires")
        icon = "time"
        description = _("Les horaires de la mairie, ou ceux d’un service.")

    def clean(self, value: Any) -> Any:
        """A service with hours of its own says them."""
        cleaned = super().clean(value)
        if cleaned.get("own") and not cleaned["days"]:
            raise blocks.StructBlockValidationError(
                {"own": ValidationError(_("Ajoutez au moins un jour, ou décochez cette case."))}
            )
        return cleaned

"""Places of a commune."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.rows import positions
from cms.rows.screens import RowForm
from sites.tenancy.reach import owned_by_commune


@owned_by_commune(area="record")
class Lieu(models.Model):
    """A place to find: its address for everybody, its position for the map."""

    class Kind(models.TextChoices):
        """What one looks for, in the order of the list."""

        MAIRIE = "mairie", _("Mairie")
        ECOLE = "ecole", _("École et petite enfance")
        SANTE = "sante", _("Santé et secours")
        SERVICE = "service", _("Service public")
        CULTURE = "culture", _("Culture et patrimoine")
        SPORT = "sport", _("Sport et loisirs")
        SALLE = "salle", _("Salle")
        DECHETS = "dechets", _("Déchets et recyclage")
        STATIONNEMENT = "stationnement", _("Stationnement et transports")
        AUTRE = "autre", _("Autre lieu")

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="lieux", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=80, help_text=_("Par exemple : Salle des fêtes."))
    kind = models.CharField(_("sorte de lieu"), max_length=14, choices=Kind.choices, default=Kind.SERVICE)
    address = models.CharField(
        _("adresse"), max_length=200, help_text=_("Comme on la dit à un visiteur : 3 place de la Halle.")
    )
    details = models.CharField(
        _("précisions"),
        max_length=240,
        blank=True,
        help_text=_("Accès en fauteuil, entrée, stationnement : ce qu’il faut savoir avant de venir."),
    )
    position = models.CharField(
        _("position sur la carte"),
        max_length=300,
        blank=True,
        help_text=_(
            "Sur openstreetmap.org, faites un clic droit sur le lieu, « Centrer la carte ici », puis copiez l’adresse "
            "de la page. Deux nombres conviennent aussi : 44.4475, 1.4419. Sans position, le lieu paraît dans la liste."
        ),
    )

    base_form_class = RowForm

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Whatever was copied becomes two numbers."""
        super().clean()
        if self.position:
            found = positions.point(self.position)
            if found is None:
                raise ValidationError(
                    {"position": gettext("Aucune position ne se lit ici. Écrivez deux nombres, comme 44.4475, 1.4419.")}
                )
            self.position = str(found)

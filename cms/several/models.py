"""What each form has published, and where."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far it went."""

    UNDER_WAY = "under way", _("en cours")
    DONE = "done", _("publié")


class Sent(models.Model):
    """One form in one commune: the constraint tells two requests at once apart, whatever their process."""

    form = models.CharField(max_length=32)
    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "commune"], name="several_once")]

    def __str__(self) -> str:
        return f"{self.form} {self.state}"

"""How far search has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.models import Commune


class SiteIndex(models.Model):
    """Which generation of a site can be searched by its visitors. No row: none yet."""

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("commune")
    )
    generation = models.PositiveIntegerField(_("génération"), default=0)
    waiting = models.BooleanField(_("documents à lire"), default=False)

    class Meta:
        verbose_name = _("index de recherche")
        verbose_name_plural = _("index de recherche")

    def __str__(self) -> str:
        return f"{self.commune} : {self.generation}"
